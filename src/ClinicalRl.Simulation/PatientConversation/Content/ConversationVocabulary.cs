using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>Something that can be advised.</summary>
/// <param name="Id">Word of the interface.</param>
/// <param name="IsMedicine">Whether it is a medicine to take.</param>
/// <param name="DoseMg">Lowest and highest single adult dose in mg; null when no dose is judged.</param>
internal sealed record AdviceWord(string Id, bool IsMedicine, (double Low, double High)? DoseMg);

/// <summary>The words an agent may use in a consultation; their order is part of the published interface.</summary>
internal sealed class ConversationVocabulary
{
    private ConversationVocabulary(YamlMap file, SourceLibrary sources)
    {
        (Topics, TopicTitles) = Titled(file, "topics");
        Regions = new WordList("regions", [.. file.Texts("regions")]);
        var places = file.Maps("destinations");
        Places = new WordList("destinations", [.. places.Select(place => place.Text("id"))]);
        Rungs = [.. places.Select(place => place.Whole("rung"))];
        PlaceTitles = [.. places.Select(place => place.Text("title"))];
        Teams = new WordList("teams", [.. file.Texts("teams")]);
        var advice = file.Maps("advice");
        Advice = new WordList("advice", [.. advice.Select(word => word.Text("id"))]);
        AdviceTitles = [.. advice.Select(word => word.Text("title"))];
        AdviceWords = [.. advice.Select(word => ReadAdvice(word, sources))];
        Signs = new WordList("signs", [.. file.Texts("signs")]);
        Routes = new WordList("routes", [.. file.Texts("routes")]);
        (Points, PointTitles) = Titled(file, "points");
        (Responses, ResponseTitles) = Titled(file, "responses");
        (Arrangements, ArrangementTitles) = Titled(file, "arrangements");
        var arrangements = file.Maps("arrangements");
        Ways = Arrangements.Mask(arrangements.Where(map => map.Flag("way")).Select(map => map.Text("id")));
        file.Close();
        Medicines = Advice.Mask(AdviceWords.Where(word => word.IsMedicine).Select(word => word.Id));
    }

    public WordList Topics { get; }

    public ImmutableArray<string> TopicTitles { get; }

    public WordList Regions { get; }

    public WordList Places { get; }

    public ImmutableArray<string> PlaceTitles { get; }

    /// <summary>By place: 1, most urgent, to 8.</summary>
    public ImmutableArray<int> Rungs { get; }

    public WordList Teams { get; }

    public WordList Advice { get; }

    public ImmutableArray<string> AdviceTitles { get; }

    public ImmutableArray<AdviceWord> AdviceWords { get; }

    /// <summary>Advice that is a medicine.</summary>
    public ulong Medicines { get; }

    public WordList Signs { get; }

    public WordList Routes { get; }

    public WordList Points { get; }

    public ImmutableArray<string> PointTitles { get; }

    public WordList Responses { get; }

    public ImmutableArray<string> ResponseTitles { get; }

    public WordList Arrangements { get; }

    public ImmutableArray<string> ArrangementTitles { get; }

    /// <summary>Arrangements that offer a way past an obstacle.</summary>
    public ulong Ways { get; }

    public static ConversationVocabulary Load(SourceLibrary sources) => new(ContentFiles.Open("patient-conversation/vocabulary.yaml"), sources);

    private static (WordList Words, ImmutableArray<string> Titles) Titled(YamlMap file, string key)
    {
        var maps = file.Maps(key);
        return (new WordList(key, [.. maps.Select(map => map.Text("id"))]), [.. maps.Select(map => map.Text("title"))]);
    }

    private static AdviceWord ReadAdvice(YamlMap map, SourceLibrary sources)
    {
        var medicine = map.Flag("medicine");
        if (medicine && sources.Find(map.Text("source")) is null)
            throw map.Fail($"source '{map.Text("source")}' is not listed");
        return new AdviceWord(map.Text("id"), medicine, map.Has("dose_mg") ? map.NumberRange("dose_mg") : null);
    }
}
