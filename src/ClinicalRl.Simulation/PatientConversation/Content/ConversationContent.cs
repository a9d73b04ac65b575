using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>What a person may bring along whatever they come for.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Topic">Topic that brings it up.</param>
/// <param name="FromYears">Youngest age.</param>
/// <param name="PerMille">Base rate.</param>
/// <param name="Present">How it is told.</param>
/// <param name="Avoid">Advice that is unsafe with it.</param>
internal sealed record Background(string Code, int Topic, int FromYears, int PerMille, string Present, ulong Avoid);

/// <summary>All clinical content of the consultations, read once and checked.</summary>
internal sealed class ConversationContent
{
    private const string Folder = "patient-conversation/";

    private ConversationContent()
    {
        Sources = SourceLibrary.Load(Folder);
        Parameters = ConversationParameters.Load();
        Vocabulary = ConversationVocabulary.Load(Sources);
        People = People.Load();
        Pressures = People.LoadPressures();
        (Backgrounds, Nothing) = ReadBackgrounds();
        BackgroundTopics = Backgrounds.Aggregate(0UL, (mask, background) => mask | 1UL << background.Topic);
        Hazards = [.. ContentFiles.Open(Folder + "hazards.yaml").Maps("hazards").Select(ReadHazard)];
        History = [.. ContentFiles.Open(Folder + "history.yaml").Texts("history")];
        Families = [.. ContentFiles.List(Folder + "families/").Select(path => new FamilyReader(ContentFiles.Open(path), Vocabulary, Pressures, Sources).Read())];
        CheckFamilies();
        Hazards = [.. Hazards.Select(hazard => hazard.ExposedBy(Families.Where(family => family.Hazards.Contains(hazard.Id)).Select(family => family.Id)))];
    }

    public SourceLibrary Sources { get; }

    public ConversationParameters Parameters { get; }

    public ConversationVocabulary Vocabulary { get; }

    public People People { get; }

    public ImmutableArray<Pressure> Pressures { get; }

    public ImmutableArray<Background> Backgrounds { get; }

    /// <summary>Topics that bring up a background, whatever the case.</summary>
    public ulong BackgroundTopics { get; }

    /// <summary>What is said when a topic brings up no background, by topic; null for most.</summary>
    public ImmutableArray<ImmutableArray<string>?> Nothing { get; }

    public ImmutableArray<Hazard> Hazards { get; }

    public ImmutableArray<string> History { get; }

    /// <summary>In ordinal order of file name: a family's index is stable within a version.</summary>
    public ImmutableArray<Family> Families { get; }

    /// <summary>Sources that the content cites.</summary>
    public IEnumerable<ClinicalSource> CitedSources =>
        Families.SelectMany(family => family.Chart.Select(row => row.Source)).Concat(Hazards.SelectMany(hazard => hazard.Sources)).Append("SIMULATION").Append("BNF-DRAFT")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => Sources.Find(id)!);

    public static ConversationContent Load() => new();

    private (ImmutableArray<Background> Backgrounds, ImmutableArray<ImmutableArray<string>?> Nothing) ReadBackgrounds()
    {
        var file = ContentFiles.Open(Folder + "backgrounds.yaml");
        var backgrounds = file.Maps("backgrounds").Select(ReadBackground).ToImmutableArray();
        var nothing = new ImmutableArray<string>?[Vocabulary.Topics.Count];
        var map = file.Map("nothing");
        foreach (var topic in map.Keys)
            nothing[Vocabulary.Topics.Index(map, topic)] = [.. map.Texts(topic)];
        file.Close();
        return (backgrounds, [.. nothing]);
    }

    private Background ReadBackground(YamlMap map)
    {
        var background = new Background(
            map.Text("code"), Vocabulary.Topics.Index(map, map.Text("topic")), map.Whole("from_years"), map.Whole("per_mille"), map.Text("present"), Vocabulary.Advice.Read(map, "avoid"));
        if (background.Avoid != 0 && (map.OptionalText("rule") is null || Sources.Find(map.Text("source")) is null))
            throw map.Fail("what is to be avoided needs a source and a rule");
        map.Close();
        return background;
    }

    private Hazard ReadHazard(YamlMap map)
    {
        var sources = map.Texts("sources").ToImmutableArray();
        var hazard = new Hazard(
            map.Text("id"), Enum.Parse<SafetyCategory>(map.Text("category")), Enum.Parse<Severity>(map.Text("severity")), map.Text("statement"),
            sources, sources.All(id => (Sources.Find(id) ?? throw map.Fail($"source '{id}' is not listed")).Verified));
        map.Close();
        return hazard;
    }

    private void CheckFamilies()
    {
        var known = Hazards.Select(hazard => hazard.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var family in Families)
        {
            if (Families.Any(other => other != family && other.Title == family.Title))
                throw new ContentInvalidException($"families/{family.Id}.yaml", 1, "another family has the same title");
            if (family.Hazards.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
                throw new ContentInvalidException($"families/{family.Id}.yaml", 1, $"hazard '{unknown}' is not in hazards.yaml");
        }
    }
}
