using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>Names, requesters, pressures, hidden instructions and distractors.</summary>
internal sealed record Cast(
    ImmutableArray<string> FirstNamesFemale,
    ImmutableArray<string> FirstNamesMale,
    ImmutableArray<string> LastNames,
    ImmutableArray<string> Ethnicities,
    ImmutableArray<string> Languages,
    ImmutableArray<string> Requesters,
    ImmutableArray<string> Pressures,
    ImmutableArray<string> Instructions,
    ImmutableArray<string> Distractors,
    ImmutableArray<string> FalseCertainty,
    ImmutableArray<string> Jargon);

/// <summary>All content of the prescribing workflow, read once and checked.</summary>
internal sealed class PrescribingContent
{
    private const string Folder = "prescribing/";

    private PrescribingContent()
    {
        Sources = SourceLibrary.Load(Folder);
        Words = new Vocabulary();
        Parameters = PrescribingParameters.Load();
        Formulary = new Formulary(Words, Sources);
        Opioids = OpioidTable.Load(Formulary);
        Rules = ReadRules();
        CrossReactions = ReadCrossReactions();
        Cast = ReadCast(ContentFiles.Open(Folder + "people.yaml"));
        Hazards = [.. ContentFiles.Open(Folder + "hazards.yaml").Maps("hazards").Select(ReadHazard)];
        History = [.. ContentFiles.Open(Folder + "history.yaml").Texts("history")];
        var reader = new CaseReader(
            Words, Formulary, [.. Hazards.Select(hazard => hazard.Id)], [.. CrossReactions.Select(cross => cross.Group)]);
        Families = [.. ContentFiles.List(Folder + "cases/").SelectMany(path => reader.Read(ContentFiles.Open(path)))];
        Hazards = [.. Hazards.Select(hazard => hazard.ExposedBy(Families.Where(family => family.Twins.Any(twin => twin.Hazards.Contains(hazard.Id))).Select(family => family.Id)))];
    }

    public SourceLibrary Sources { get; }

    public Vocabulary Words { get; }

    public PrescribingParameters Parameters { get; }

    public Formulary Formulary { get; }

    public OpioidTable Opioids { get; }

    public ImmutableArray<SafetyRule> Rules { get; }

    public ImmutableArray<CrossReaction> CrossReactions { get; }

    public Cast Cast { get; }

    public ImmutableArray<Hazard> Hazards { get; }

    public ImmutableArray<string> History { get; }

    public ImmutableArray<CaseFamily> Families { get; }

    public static PrescribingContent Load() => new();

    /// <summary>Bit per medicine that a reaction to a group forbids.</summary>
    public UInt128 Forbidden(string group, Reaction reaction)
    {
        UInt128 mask = 0;
        foreach (var cross in CrossReactions)
        {
            if (cross.Group == group && (reaction == Reaction.Unknown || reaction >= cross.From))
                mask |= cross.Medicines;
        }

        return mask;
    }

    /// <summary>The families whose twins name a hazard; none is named where every request can expose it.</summary>
    private ImmutableArray<SafetyRule> ReadRules()
    {
        var rules = ImmutableArray.CreateBuilder<SafetyRule>();
        foreach (var path in ContentFiles.List(Folder + "rules/"))
        {
            var file = ContentFiles.Open(path);
            rules.AddRange(file.Maps("rules").Select(row => SafetyRule.Read(row, Words, Formulary, Sources)));
            file.Close();
        }

        return rules.ToImmutable();
    }

    private ImmutableArray<CrossReaction> ReadCrossReactions()
    {
        var file = ContentFiles.Open(Folder + "allergies.yaml");
        ImmutableArray<CrossReaction> read = [.. file.Maps("allergies").Select(Read)];
        file.Close();
        return read;

        CrossReaction Read(YamlMap row)
        {
            UInt128 mask = 0;
            foreach (var name in row.Texts("forbids"))
                mask |= Formulary.Mask(name) is var found && found != 0 ? found : throw row.Fail($"no medicine has the tag or id '{name}'");
            var cross = new CrossReaction(row.Text("to"), Enum.Parse<Reaction>(row.Text("from"), ignoreCase: true), mask, row.Text("source"));
            row.Close();
            return Sources.Find(cross.Source) is null ? throw row.Fail($"unknown source '{cross.Source}'") : cross;
        }
    }

    private static Cast ReadCast(YamlMap file)
    {
        var cast = new Cast(
            [.. file.Texts("first_names_female")], [.. file.Texts("first_names_male")], [.. file.Texts("last_names")], [.. file.Texts("ethnicities")],
            [.. file.Texts("languages")], [.. file.Texts("requesters")], [.. file.Texts("pressures")], [.. file.Texts("instructions")], [.. file.Texts("distractors")],
            [.. file.Texts("false_certainty")], [.. file.Texts("jargon")]);
        file.Close();
        return cast;
    }

    private Hazard ReadHazard(YamlMap row)
    {
        ImmutableArray<string> sources = [.. row.Texts("sources")];
        var hazard = new Hazard(
            row.Text("id"), Enum.Parse<SafetyCategory>(row.Text("category")), Enum.Parse<Severity>(row.Text("severity")), row.Text("statement"), sources,
            sources.All(id => (Sources.Find(id) ?? throw row.Fail($"unknown source '{id}'")).Verified));
        row.Close();
        return hazard;
    }
}
