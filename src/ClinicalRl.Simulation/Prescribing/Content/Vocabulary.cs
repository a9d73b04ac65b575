using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>A word with its plain-English meaning.</summary>
internal sealed record Word(string Id, string Title);

/// <summary>Something to ask or query, with the answer of whoever has nothing to tell.</summary>
internal sealed record Topic(string Id, string Nothing);

/// <summary>A test that can be ordered: minutes to a result of today, and the numbers the result holds.</summary>
internal sealed record LabTest(string Id, int Minutes, ImmutableArray<int> Gives);

/// <summary>A unit; <see cref="InMilligrams"/> is 0 where it is no mass.</summary>
internal sealed record DoseUnit(string Id, string Title, double InMilligrams);

/// <summary>How often, in doses a day times a thousand; 0 for as required.</summary>
internal sealed record Frequency(string Id, int PerDayThousandths);

/// <summary>A unit that must never be written, what is meant, and why.</summary>
internal sealed record UnsafeUnit(string Written, string Means, string Why);

/// <summary>A quantity of a person: unit, decimals, the record section that shows it (-1 for none) and its usual range (NaN for none).</summary>
internal sealed record Quantity(string Id, string Unit, int Decimals, int Section, double Low, double High, string Title);

/// <summary>The words of the workflow.</summary>
internal sealed class Vocabulary
{
    /// <summary>Most conditions: one bit each.</summary>
    public const int MostConditions = 64;

    private readonly Dictionary<string, string> titles;

    public Vocabulary()
    {
        var titled = ContentFiles.Open("prescribing/titles.yaml");
        titles = titled.Maps("titles").Select(row => Closed(row, new Word(row.Text("id"), row.Text("title")))).ToDictionary(word => word.Id, word => word.Title, StringComparer.Ordinal);
        titled.Close();
        var file = ContentFiles.Open("prescribing/vocabulary.yaml");
        Sections = Words(file, "sections");
        Topics = ReadTopics(file, "topics");
        Queries = ReadTopics(file, "queries");
        Points = Words(file, "points");
        Teams = Words(file, "teams");
        Reasons = Words(file, "reasons");
        Changes = Words(file, "changes");
        Routes = [.. file.Texts("routes")];
        Units = [.. file.Maps("units").Select(ReadUnit)];
        UnsafeUnits = [.. file.Maps("unsafe_units").Select(row => Closed(row, new UnsafeUnit(row.Text("written"), row.Text("means"), row.Text("why"))))];
        UnsafeDirections = [.. file.Texts("unsafe_directions")];
        Frequencies = [.. file.Maps("frequencies").Select(row => Closed(row, new Frequency(row.Text("id"), row.Whole("per_day"))))];
        Days = [.. file.Texts("days")];
        Conditions = [.. file.Texts("conditions")];
        if (Conditions.Length > MostConditions)
            throw file.Fail(FormattableString.Invariant($"at most {MostConditions} conditions"));
        Numbers = [.. file.Maps("numbers").Select(ReadQuantity)];
        Tests = [.. file.Maps("tests").Select(ReadTest)];
        Weight = Number("weight");
        Crcl = Number("crcl");
        Age = Number("age");
        Creatinine = Number("creatinine");
        CreatinineBefore = Number("creatinine_before");
        Egfr = Number("egfr");
        Pregnancy = Number("pregnancy_weeks");
        MorphineEquivalent = Number("morphine_equivalent");
        Oral = Routes.IndexOf("oral");
        NilByMouth = 1UL << Conditions.IndexOf("no_oral_route");
        AsRequired = Frequencies.ToList().FindIndex(frequency => frequency.Id == "as_required");
        SafetyMatters = file.Texts("safety_matters").Aggregate(0UL, (mask, name) => mask | (1UL << Conditions.IndexOf(name)));
        file.Close();
        Weekly = Frequencies.ToList().FindIndex(frequency => frequency.Id == "once_weekly");
    }

    public ImmutableArray<Word> Sections { get; }

    public ImmutableArray<Topic> Topics { get; }

    public ImmutableArray<Topic> Queries { get; }

    public ImmutableArray<Word> Points { get; }

    public ImmutableArray<Word> Teams { get; }

    public ImmutableArray<Word> Reasons { get; }

    /// <summary>Why a line of the chart is stopped or changed, in the order of the areas of <see cref="Flow.IssueArea"/>.</summary>
    public ImmutableArray<Word> Changes { get; }

    public ImmutableArray<string> Routes { get; }

    public ImmutableArray<DoseUnit> Units { get; }

    public ImmutableArray<UnsafeUnit> UnsafeUnits { get; }

    public ImmutableArray<string> UnsafeDirections { get; }

    public ImmutableArray<Frequency> Frequencies { get; }

    public ImmutableArray<string> Days { get; }

    public ImmutableArray<string> Conditions { get; }

    public ImmutableArray<Quantity> Numbers { get; }

    public ImmutableArray<LabTest> Tests { get; }

    public int Weight { get; }

    public int Crcl { get; }

    public int Age { get; }

    public int Creatinine { get; }

    public int CreatinineBefore { get; }

    public int Egfr { get; }

    public int Pregnancy { get; }

    public int MorphineEquivalent { get; }

    /// <summary>Bit per condition that is a matter of safety, crisis or coercion.</summary>
    public ulong SafetyMatters { get; }

    public int Oral { get; }

    /// <summary>Bit of the condition that forbids to start anything by mouth.</summary>
    public ulong NilByMouth { get; }

    public int AsRequired { get; }

    public int Weekly { get; }

    /// <summary>Ids that read otherwise than they are written.</summary>
    public IReadOnlyCollection<string> Titled => titles.Keys;

    /// <summary>A word as people read it.</summary>
    public string Title(string id) => titles.GetValueOrDefault(id) ?? id.Replace('_', ' ').Replace('-', ' ');

    public int Section(string id) => IndexOf(Sections, id);

    public int Number(string id) => Find(Numbers, id, quantity => quantity.Id);

    public int Test(string id) => Find(Tests, id, test => test.Id);

    public int Point(string id) => IndexOf(Points, id);

    public int Unit(string id) => Find(Units, id, unit => unit.Id);

    public int FrequencyOf(string id) => Find(Frequencies, id, frequency => frequency.Id);

    public int TopicOf(string id) => Find(Topics, id, topic => topic.Id);

    public int QueryOf(string id) => Find(Queries, id, topic => topic.Id);

    public static int IndexOf(ImmutableArray<Word> words, string id) => Find(words, id, word => word.Id);

    private static int Find<T>(ImmutableArray<T> items, string id, Func<T, string> idOf)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (idOf(items[i]) == id)
                return i;
        }

        return -1;
    }

    private static ImmutableArray<Word> Words(YamlMap file, string key) => [.. file.Maps(key).Select(row => Closed(row, new Word(row.Text("id"), row.Text("title"))))];

    private static ImmutableArray<Topic> ReadTopics(YamlMap file, string key) => [.. file.Maps(key).Select(row => Closed(row, new Topic(row.Text("id"), row.Text("nothing"))))];

    private static DoseUnit ReadUnit(YamlMap row) => Closed(row, new DoseUnit(row.Text("id"), row.Text("title"), row.Has("in_mg") ? row.Number("in_mg") : 0));

    private Quantity ReadQuantity(YamlMap row)
    {
        var section = row.Has("section") ? Section(row.Text("section")) : -1;
        var (low, high) = row.Has("usual") ? row.NumberRange("usual") : (double.NaN, double.NaN);
        var unit = row.Node("unit") is YamlDotNet.RepresentationModel.YamlScalarNode scalar ? scalar.Value ?? "" : "";
        return Closed(row, new Quantity(row.Text("id"), unit, row.Whole("decimals"), section, low, high, row.OptionalText("title") ?? row.Text("id")));
    }

    private LabTest ReadTest(YamlMap row) =>
        Closed(row, new LabTest(row.Text("id"), row.Whole("minutes"), [.. row.OptionalTexts("gives").Select(name => Number(name) is var number and >= 0 ? number : throw row.Fail($"unknown number '{name}'"))]));

    private static T Closed<T>(YamlMap row, T value)
    {
        row.Close();
        return value;
    }
}
