using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;
using YamlDotNet.RepresentationModel;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>Reads one file of <c>stays/</c>; refuses what is not right with file and line.</summary>
internal sealed class StayFamilyReader(YamlMap file, Concepts concepts, HandoverVocabulary words, ImmutableArray<HandoverItem> items, SourceLibrary sources)
{
    private const int Always = 1000;
    private ImmutableArray<StayTwin> twins = [];

    public StayFamily Read()
    {
        twins = [.. file.Maps("twins").Select(ReadTwin)];
        if (!twins.Any(twin => twin.IsDangerous) || twins.All(twin => twin.IsDangerous))
            throw file.Fail("a stay needs a dangerous and a benign twin");
        ImmutableArray<string> cited = [.. file.Texts("sources")];
        foreach (var id in cited)
            _ = sources.Find(id) ?? throw file.Fail($"source '{id}' is not in sources.yaml");
        var years = file.Has("ages") ? file.Range("ages") : (0, 0);
        var sex = file.OptionalText("sex");
        var family = new StayFamily
        {
            Id = file.Text("id"),
            Title = file.Text("title"),
            AgeMonths = file.Has("months") ? file.Range("months") : (years.Item1 * 12, (years.Item2 * 12) + 11),
            Female = sex is null ? null : sex == "female",
            Pregnant = file.Flag("pregnant"),
            Scale2 = file.Flag("scale_2"),
            Receiver = concepts.Require(file.Text("to"), file),
            Ward = file.Text("ward"),
            Allergen = file.OptionalText("allergen") is { } allergen ? concepts.Require(allergen, file) : -1,
            Twins = twins,
            Facts = [.. file.Maps("facts").Select(ReadFact)],
            Notes = [.. file.Maps("notes").Select(ReadNote)],
            Sources = cited,
        };
        file.Close();
        return family;
    }

    private StoryNote ReadNote(YamlMap map)
    {
        var note = new StoryNote(words.Section(map.Text("in"), map), concepts.Require(map.Text("by"), map), map.Text("says"));
        map.Close();
        return note;
    }

    private StayTwin ReadTwin(YamlMap map)
    {
        var twin = new StayTwin(
            map.Text("name"), map.Whole("weight", 1), map.Flag("dangerous"), ReadVitals(map, "first"), ReadVitals(map, "last"), map.Flag("oxygen"),
            map.OptionalText("trend") is { } trend ? concepts.Require(trend, map) : -1);
        map.Close();
        return twin;
    }

    private static ImmutableArray<(double Low, double High)> ReadVitals(YamlMap map, string key)
    {
        var ranges = new (double Low, double High)[Vitals.Count];
        Array.Fill(ranges, (double.NaN, double.NaN));
        if (!map.Has(key))
            return [.. ranges];
        var vitals = map.Map(key);
        foreach (var name in vitals.Keys)
            ranges[(int)(Vitals.Find(name) ?? throw vitals.Fail($"'{name}' is no vital sign"))] = vitals.NumberRange(name);
        vitals.Close();
        return [.. ranges];
    }

    private FactTemplate ReadFact(YamlMap map)
    {
        var item = map.Text("item");
        var index = items.Select(known => known.Id).ToList().IndexOf(item);
        var only = map.OptionalText("only");
        var twin = only is null ? -1 : twins.Select(known => known.Name).ToList().IndexOf(only);
        if (index < 0)
            throw map.Fail($"item '{item}' is not in items.yaml");
        if (only is not null && twin < 0)
            throw map.Fail($"twin '{only}' is not declared");
        var fact = new FactTemplate
        {
            Item = index,
            Concept = concepts.Require(map.Text("is"), map),
            OnlyTwin = twin,
            Details = !map.Has("detail") ? [] : [.. ReadOneOrMore(map, "detail").Select(code => concepts.Require(code, map))],
            Value = ReadDrawn(map, "value", map.Has("step") ? map.Number("step") : 1),
            Unit = map.OptionalText("unit") is { } unit ? words.Unit(unit, map) : -1,
            At = ReadDrawn(map, "at", 5),
            Due = ReadDrawn(map, "due", 5),
            Owner = map.OptionalText("owner") is { } owner ? concepts.Require(owner, map) : -1,
            HasSide = map.Flag("side"),
            Instead = map.OptionalText("instead") is { } instead ? concepts.Require(instead, map) : -1,
            SettledBy = map.OptionalText("settled_by") is { } settler ? concepts.Require(settler, map) : -1,
            Arrives = map.Flag("arrives"),
            PerMille = map.Whole("per_mille", Always),
        };
        map.Close();
        return fact;
    }

    private static IReadOnlyList<string> ReadOneOrMore(YamlMap map, string key) => map.Node(key) is YamlScalarNode ? [map.Text(key)] : map.Texts(key);

    private static Drawn ReadDrawn(YamlMap map, string key, double step)
    {
        if (!map.Has(key))
            return Drawn.Nothing;
        var (low, high) = map.Node(key) is YamlScalarNode ? (map.Number(key), map.Number(key)) : map.NumberRange(key);
        return new Drawn(low, high, step);
    }
}
