using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>Reads one presentation file strictly: unknown members, words, codes and sources are errors.</summary>
internal sealed class FamilyReader(YamlMap file, Checks checks, TriageWords words, SourceLibrary sources)
{
    private const int MostFindings = 24;

    private static readonly string[] Groups = ["adult", "child", "pregnancy", "mental-health", "safeguarding"];

    private static readonly string[] TeamWords = ["none", "crisis_team", "child_safeguarding", "adult_safeguarding"];

    private IReadOnlyList<string> codes = [];

    public Family Read()
    {
        var findings = ReadFindings();
        codes = [.. findings.Select(finding => finding.Code)];
        var (lowest, highest) = ReadAges();
        var pregnant = file.Flag("pregnant");
        var family = new Family
        {
            Id = file.Text("id"),
            Title = file.Text("title"),
            Group = OneOf(file, "group", Groups),
            LowestAgeMonths = lowest,
            HighestAgeMonths = highest,
            Sex = file.Has("sex") ? OneOf(file, "sex", "any", "female", "male") : pregnant ? "female" : "any",
            Carer = file.Flag("carer"),
            PartnerPresentPerMille = file.Whole("partner_present_per_mille", 0),
            PregnantPerMille = pregnant ? 1000 : file.Whole("pregnant_per_mille", 0),
            PregnancyStated = pregnant && !file.Flag("pregnancy_to_be_tested"),
            Weeks = file.Has("weeks") ? file.Range("weeks") : (5, 12),
            Complaints = [.. file.Texts("complaints")],
            Slots = ReadSlots(),
            Findings = findings,
            Rules = [.. file.Maps("rules").Select(ReadRule)],
            Teams = [.. file.OptionalMaps("teams").Select(ReadTeam)],
            MustDos = [.. file.OptionalMaps("must_do").Select(ReadMustDo)],
            Twins = ReadTwins(findings),
            SafetyNet = ReadSafetyNet(file.Map("safety_net")),
            Hazards = [.. file.Texts("hazards").Order(StringComparer.Ordinal)],
        };
        if (file.Has("sources"))
            _ = file.Texts("sources");
        if (family.Rules[^1].When != Condition.Always)
            throw file.Fail("the last rule must be 'otherwise: true'");
        if (!family.Twins.Any(twin => twin.IsDangerous) || family.Twins.All(twin => twin.IsDangerous))
            throw file.Fail("a family needs a dangerous (S3 or above) and a benign twin");
        CheckSlots(family);
        file.Close();
        return family;
    }

    private void CheckSlots(Family family)
    {
        var text = string.Join('\n', family.Complaints.Concat(family.Slots.SelectMany(slot => slot.Alternatives)));
        foreach (var name in family.Slots.Select(slot => slot.Name).Append("n"))
            text = text.Replace("{" + name + "}", "", StringComparison.Ordinal);
        if (text.IndexOf('{', StringComparison.Ordinal) is var at and >= 0)
            throw file.Fail($"'{text[at..(text.IndexOf('}', at) is var end and >= 0 ? end + 1 : text.Length)]}' is no slot");
    }

    private static string OneOf(YamlMap map, string key, params string[] allowed)
    {
        var value = map.Text(key);
        return allowed.Contains(value, StringComparer.Ordinal) ? value : throw map.Fail($"'{key}' must be one of {string.Join(", ", allowed)}");
    }

    private static int ReadDisposition(YamlMap map, string code) =>
        code is ['D', >= '0' and <= '8'] ? code[1] - '0' : throw map.Fail($"'{code}' is no disposition D0 to D8");

    private static ulong Bits(YamlMap map, string key, IReadOnlyList<string> vocabulary)
    {
        var bits = 0UL;
        foreach (var word in map.Texts(key))
        {
            var index = vocabulary.ToList().IndexOf(word);
            bits |= index >= 0 ? 1UL << index : throw map.Fail($"'{word}' is not in the vocabulary for '{key}'");
        }

        return bits;
    }

    private (int Lowest, int Highest) ReadAges()
    {
        if (file.Has("age_months"))
            return file.Range("age_months");
        var (low, high) = file.Range("age_years");
        return (low * 12, (high * 12) + 11);
    }

    private ImmutableArray<(string Name, ImmutableArray<string> Alternatives)> ReadSlots()
    {
        if (!file.Has("slots"))
            return [];
        var map = file.Map("slots");
        ImmutableArray<(string, ImmutableArray<string>)> slots = [.. map.Keys.Select(name => (name, map.Texts(name).ToImmutableArray()))];
        map.Close();
        return slots;
    }

    private ImmutableArray<Finding> ReadFindings()
    {
        var map = file.Map("findings");
        if (map.Keys.Count > MostFindings)
            throw map.Fail(string.Create(CultureInfo.InvariantCulture, $"at most {MostFindings} findings"));
        var findings = map.Keys.Select(code => ReadFinding(code, map.Map(code))).ToImmutableArray();
        map.Close();
        return findings;
    }

    private Finding ReadFinding(string code, YamlMap map)
    {
        var how = map.Has("ask") ? "ask" : map.Has("examine") ? "examine" : "measure";
        var check = checks.Find(how, map.Text(how)) ?? throw map.Fail($"'{map.Text(how)}' cannot be used with {how}");
        var disclosure = map.OptionalText("disclose") switch
        {
            null or "topic" => Disclosure.Topic,
            "open" => Disclosure.Open,
            "second" => Disclosure.Second,
            "alone" => Disclosure.Alone,
            var other => throw map.Fail($"'{other}' is no way to disclose"),
        };
        if (disclosure != Disclosure.Topic && how != "ask")
            throw map.Fail("only what is asked can be disclosed in another way");
        var finding = new Finding(code, check, disclosure, map.Text("present"), map.Text("absent"));
        map.Close();
        return finding;
    }

    private string ReadSource(YamlMap map)
    {
        var id = map.Text("source");
        return sources.Find(id) is not null ? id : throw map.Fail($"source '{id}' is not in sources.yaml");
    }

    private Condition ReadCondition(YamlMap map) => Condition.Read(map, codes, words.Backgrounds);

    private Rule ReadRule(YamlMap map)
    {
        var condition = map.Flag("otherwise") ? Condition.Always : ReadCondition(map.Map("when"));
        var rule = new Rule(condition, ReadPlacement(map), ReadSource(map), map.Text("rule"));
        map.Close();
        return rule;
    }

    internal static Placement ReadPlacement(YamlMap map)
    {
        var disposition = ReadDisposition(map, map.Text("disposition"));
        var accepted = 1 << disposition;
        foreach (var code in map.OptionalTexts("accept"))
            accepted |= 1 << ReadDisposition(map, code);
        var category = map.Whole("category");
        var categories = 1 << category;
        foreach (var other in map.OptionalTexts("accept_category"))
            categories |= other is [>= '1' and <= '5'] ? 1 << (other[0] - '0') : throw map.Fail("'accept_category' holds categories 1 to 5");
        return category is >= 1 and <= 5 ? new Placement(disposition, accepted, category, categories) : throw map.Fail("'category' is 1 to 5");
    }

    private TeamNeed ReadTeam(YamlMap map)
    {
        var team = (Team)Array.IndexOf(TeamWords, OneOf(map, "team", TeamWords));
        var need = new TeamNeed(ReadCondition(map.Map("when")), team, ReadSource(map), map.Text("rule"));
        map.Close();
        return need;
    }

    private MustDo ReadMustDo(YamlMap map)
    {
        var parts = map.Text("do").Split(' ');
        var medicine = parts is ["medicine", var id, ..] ? words.Medicines.IndexOf(id) : -1;
        var check = parts is ["ask" or "examine" or "measure", var what] ? checks.Find(parts[0], what) ?? -1 : -1;
        if (medicine < 0 && check < 0)
            throw map.Fail($"'{string.Join(' ', parts)}' is nothing that can be done");
        var must = new MustDo(ReadCondition(map.Map("when")), check, medicine, ReadSource(map), map.Text("rule"));
        map.Close();
        return must;
    }

    private ImmutableArray<Twin> ReadTwins(ImmutableArray<Finding> findings)
    {
        var map = file.Map("twins");
        var twins = map.Keys.Select(name => ReadTwin(name, map.Map(name), findings)).ToImmutableArray();
        map.Close();
        return twins;
    }

    private Twin ReadTwin(string name, YamlMap map, ImmutableArray<Finding> findings)
    {
        var probabilities = ByName(map.Map("findings"), [.. codes], 0);
        var one = 0U;
        foreach (var code in map.OptionalTexts("at_least_one"))
            one |= codes.ToList().IndexOf(code) is var index and >= 0 ? 1U << index : throw map.Fail($"'{code}' is no finding here");
        var (drift, harm) = ReadCourse(map);
        var twin = new Twin
        {
            Name = name,
            Condition = map.Text("condition"),
            Severity = Enum.Parse<Severity>(OneOf(map, "severity", Enum.GetNames<Severity>())),
            Weight = map.Whole("weight", 1),
            Findings = probabilities,
            AtLeastOne = one,
            Vitals = ReadVitals(map),
            Drift = drift,
            HarmAfterMinutes = harm,
            Backgrounds = map.Has("background") ? ByName(map.Map("background"), words.Backgrounds, -1) : [.. words.Backgrounds.Select(_ => -1)],
            Expect = ReadDisposition(map, map.Text("expect")),
        };
        map.Close();
        if (twin.IsDangerous && harm == 0)
            throw map.Fail($"twin '{name}' is dangerous but says no harm_after_minutes");
        return twin;
    }

    private static ImmutableArray<int> ByName(YamlMap map, ImmutableArray<string> names, int otherwise)
    {
        var values = names.Select(name => map.Has(name) ? map.Whole(name) : otherwise).ToImmutableArray();
        map.Close();
        return values.All(value => value is >= -1 and <= 1000) ? values : throw map.Fail("a probability is 0 to 1000 per mille");
    }

    private static ImmutableArray<(double Low, double High)> ReadVitals(YamlMap twin)
    {
        var map = twin.Map("vitals");
        ImmutableArray<(double, double)> vitals = [.. Vitals.Names.Select(name => map.Has(name) ? map.NumberRange(name) : (double.NaN, double.NaN))];
        map.Close();
        return vitals;
    }

    private static (ImmutableArray<double> Drift, int Harm) ReadCourse(YamlMap twin)
    {
        if (!twin.Has("course"))
            return ([.. Vitals.Names.Select(_ => 0.0)], 0);
        var course = twin.Map("course");
        var drift = course.Map("per_10_minutes");
        ImmutableArray<double> change = [.. Vitals.Names.Select(name => drift.Has(name) ? drift.Number(name) : 0)];
        drift.Close();
        var harm = course.Whole("harm_after_minutes", 0);
        course.Close();
        return (change, harm);
    }

    private SafetyNet ReadSafetyNet(YamlMap map)
    {
        var net = new SafetyNet(
            Bits(map, "signs", words.Vocabulary.Signs), map.Whole("within_hours"), (int)Bits(map, "route", words.Vocabulary.Routes));
        map.Close();
        return net;
    }
}
