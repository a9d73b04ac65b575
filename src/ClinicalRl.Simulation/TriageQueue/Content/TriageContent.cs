using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>Names, languages, distractors, hidden instructions and pressures.</summary>
internal sealed record People(
    ImmutableArray<string> Names,
    ImmutableArray<string> Languages,
    ImmutableArray<string> Distractors,
    ImmutableArray<string> InstructionsDown,
    ImmutableArray<string> InstructionsUp,
    ImmutableArray<(string Kind, string Says)> Pressures,
    ImmutableArray<string> FalseCertainty,
    ImmutableArray<string> Jargon);

/// <summary>All clinical content of the triage queue, read once and checked.</summary>
internal sealed class TriageContent
{
    private const string Folder = "triage-queue/";

    private TriageContent()
    {
        Sources = SourceLibrary.Load();
        Parameters = TriageParameters.Load();
        Rules = UniversalRules.Load();
        Vocabulary = Vocabulary.Load();
        Checks = new Checks(Vocabulary);
        (Backgrounds, Nothing) = ReadBackgrounds();
        ImmutableArray<string> codes = [.. Backgrounds.Select(background => background.Code)];
        var medicines = ContentFiles.Open(Folder + "medicines.yaml");
        Medicines = [.. medicines.Maps("medicines").Select(map => Medicine.Read(map, codes))];
        DoseError = (medicines.Map("dose_error").Number("least"), medicines.Map("dose_error").Number("most"));
        People = ReadPeople(ContentFiles.Open(Folder + "people.yaml"));
        Hazards = [.. ContentFiles.Open(Folder + "hazards.yaml").Maps("hazards").Select(ReadHazard)];
        History = [.. ContentFiles.Open(Folder + "history.yaml").Texts("history")];
        var words = new TriageWords(Vocabulary, codes, [.. Medicines.Select(medicine => medicine.Id)]);
        Families = [.. ContentFiles.List(Folder + "presentations/").Select(path => new FamilyReader(ContentFiles.Open(path), Checks, words, Sources).Read())];
        CheckFamilies();
        Hazards = [.. Hazards.Select(hazard => hazard.ExposedBy(Families.Where(family => family.Hazards.Contains(hazard.Id)).Select(family => family.Id)))];
    }

    public SourceLibrary Sources { get; }

    public TriageParameters Parameters { get; }

    public UniversalRules Rules { get; }

    public Vocabulary Vocabulary { get; }

    public Checks Checks { get; }

    public ImmutableArray<Background> Backgrounds { get; }

    /// <summary>What is said when a topic brings up no background, by check; null for most.</summary>
    public ImmutableArray<string?> Nothing { get; }

    public ImmutableArray<Medicine> Medicines { get; }

    /// <summary>A single dose outside these shares of the right one is an error.</summary>
    public (double Least, double Most) DoseError { get; }

    public People People { get; }

    public ImmutableArray<Hazard> Hazards { get; }

    public ImmutableArray<string> History { get; }

    /// <summary>In ordinal order of id: a family's index is stable within a version.</summary>
    public ImmutableArray<Family> Families { get; }

    public static TriageContent Load() => new();

    private static People ReadPeople(YamlMap file)
    {
        var people = new People(
            [.. file.Texts("names")], [.. file.Texts("languages")], [.. file.Texts("distractors")], [.. file.Texts("instructions_down")],
            [.. file.Texts("instructions_up")], [.. file.Maps("pressures").Select(row => (row.Text("kind"), row.Text("says")))],
            [.. file.Texts("false_certainty")], [.. file.Texts("jargon")]);
        file.Close();
        return people;
    }

    private (ImmutableArray<Background> Backgrounds, ImmutableArray<string?> Nothing) ReadBackgrounds()
    {
        var file = ContentFiles.Open(Folder + "backgrounds.yaml");
        var backgrounds = file.Maps("backgrounds").Select(map => Background.Read(map, Checks)).ToImmutableArray();
        var nothing = new string?[Checks.Count];
        var map = file.Map("nothing");
        foreach (var topic in map.Keys)
            nothing[Checks.Find("ask", topic) ?? throw map.Fail($"unknown topic '{topic}'")] = map.Text(topic);
        file.Close();
        return (backgrounds, [.. nothing]);
    }

    private Hazard ReadHazard(YamlMap map)
    {
        var sources = map.Texts("sources").ToImmutableArray();
        var hazard = new Hazard(
            map.Text("id"), Enum.Parse<SafetyCategory>(map.Text("category")), Enum.Parse<Severity>(map.Text("severity")), map.Text("statement"),
            sources, sources.All(id => (Sources.Find(id) ?? throw map.Fail($"source '{id}' is not in sources.yaml")).Verified));
        map.Close();
        return hazard;
    }

    private void CheckFamilies()
    {
        var known = Hazards.Select(hazard => hazard.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var family in Families)
        {
            if (Families.Any(other => other != family && other.Title == family.Title))
                throw new ContentInvalidException($"presentations/{family.Id}.yaml", 1, "another presentation has the same title");
            if (family.Hazards.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
                throw new ContentInvalidException($"presentations/{family.Id}.yaml", 1, $"hazard '{unknown}' is not in hazards.yaml");
        }
    }
}
