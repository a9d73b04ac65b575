using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>Reads one family file strictly: whatever is not right is refused with file and line.</summary>
internal sealed class FamilyReader(YamlMap file, ConversationVocabulary words, ImmutableArray<Pressure> pressures, SourceLibrary sources)
{
    private const int MostItems = 24;
    private const int MostMonths = 105 * 12;

    private readonly Dictionary<string, int> itemIndexes = new(StringComparer.Ordinal);

    public Family Read()
    {
        var (low, high) = ReadAge();
        var items = ReadItems();
        var chart = file.Maps("chart").Select(ReadRow).ToImmutableArray();
        if (!chart[^1].IsOtherwise || chart.SkipLast(1).Any(row => row.IsOtherwise))
            throw file.Fail("the last row of the chart, and no other, must be 'otherwise: true'");
        var twins = file.Map("twins");
        var family = new Family
        {
            Id = file.Text("id"),
            Title = file.Text("title"),
            IsInClinic = file.Text("setting") switch { "clinic" => true, "phone" => false, _ => throw file.Fail("'setting' must be clinic or phone") },
            Caller = file.OptionalText("caller"),
            LowestAgeMonths = low,
            HighestAgeMonths = high,
            Sex = file.OptionalText("sex") switch { null => "any", "female" => "female", "male" => "male", _ => throw file.Fail("'sex' must be female or male") },
            Company = file.Has("company") ? ReadCompany(file.Map("company")) : null,
            AllowsLanguageBarrier = file.Flag("language_barrier"),
            MustAsk = words.Topics.Read(file, "must_ask"),
            IsCrisis = file.Flag("crisis"),
            NeedsCapacity = file.Flag("capacity"),
            Wants = file.OptionalText("wants") is { } wants ? words.Advice.Index(file, wants) : -1,
            Openings = Phrases(file, "openings"),
            Slots = ReadSlots(),
            Items = items,
            Ideas = Phrases(file, "ideas"),
            Concerns = Phrases(file, "concerns"),
            Expectations = Phrases(file, "expectations"),
            Chart = chart,
            Net = ReadNet(file.Map("safety_net")),
            Twins = [.. twins.Keys.Select(name => ReadTwin(name, twins.Map(name), items))],
            Hazards = [.. file.Texts("hazards")],
            Topics = items.Where(item => item.Topic >= 0).Aggregate(0UL, (mask, item) => mask | 1UL << item.Topic),
            RedFlags = Mask(items, item => item.IsRedFlag),
            PrivateItems = Mask(items, item => item.IsPrivate),
            PrivateTopics = items.Where(item => item.IsPrivate && item.Topic >= 0).Aggregate(0UL, (mask, item) => mask | 1UL << item.Topic),
            Regions = items.Where(item => item.Region >= 0).Aggregate(0UL, (mask, item) => mask | 1UL << item.Region),
        };
        file.Close();
        Check(family);
        return family;
    }

    private void Check(Family family)
    {
        if (!family.Twins.Any(twin => twin.IsDangerous) || family.Twins.All(twin => twin.IsDangerous))
            throw file.Fail("a family needs a dangerous and a benign twin");
        if (family.Regions != 0 && !family.IsInClinic)
            throw file.Fail("nothing can be examined on the phone");
        foreach (var opening in family.Openings)
        {
            if (family.Slots.Any(slot => opening.Contains('{' + slot.Name + '}', StringComparison.Ordinal)) || family.Slots.IsEmpty)
                continue;
            throw file.Fail($"opening '{opening}' uses no slot");
        }
    }

    private (int Low, int High) ReadAge()
    {
        var (low, high) = file.Has("age_months") ? file.Range("age_months") : file.Range("age_years");
        var factor = file.Has("age_months") ? 1 : 12;
        var months = (Low: low * factor, High: (high * factor) + factor - 1);
        return months.Low >= 0 && months.High <= MostMonths ? months : throw file.Fail("ages must be between 0 and 104 years");
    }

    private ImmutableArray<Item> ReadItems()
    {
        var map = file.Map("items");
        var items = ImmutableArray.CreateBuilder<Item>();
        foreach (var code in map.Keys)
        {
            itemIndexes[code] = items.Count;
            items.Add(ReadItem(code, map.Map(code)));
        }

        return items.Count <= MostItems ? items.ToImmutable() : throw file.Fail($"at most {MostItems} items");
    }

    private Item ReadItem(string code, YamlMap map)
    {
        var examined = map.Has("examine");
        var item = new Item
        {
            Code = code,
            Topic = examined ? -1 : words.Topics.Index(map, map.Text("ask")),
            Region = examined ? words.Regions.Index(map, map.Text("examine")) : -1,
            Reveal = ReadReveal(map),
            IsRedFlag = !map.Flag("minor"),
            IsPrivate = map.Flag("private"),
            IsCrisis = map.Flag("crisis"),
            Present = Phrases(map, "present"),
            Absent = Phrases(map, "absent"),
            Avoid = words.Advice.Read(map, "avoid"),
        };
        map.Close();
        return item;
    }

    private static Reveal ReadReveal(YamlMap map) => map.OptionalText("reveal") switch
    {
        null or "direct" => Reveal.Direct,
        "volunteered" => Reveal.Volunteered,
        "open" => Reveal.Open,
        "denied" => Reveal.Denied,
        _ => throw map.Fail("'reveal' must be volunteered, open, direct or denied"),
    };

    private ChartRow ReadRow(YamlMap map)
    {
        var when = map.Has("when") ? map.Map("when") : null;
        if (when is null && !map.Flag("otherwise"))
            throw map.Fail("a row needs 'when' or 'otherwise: true'");
        var place = words.Places.Index(map, map.Text("to"));
        var row = new ChartRow
        {
            All = ReadCodes(when, "all"),
            AnyOf = ReadCodes(when, "any"),
            NoneOf = ReadCodes(when, "none"),
            Place = place,
            Accepted = words.Places.Read(map, "accept") | 1UL << place,
            Must = words.Advice.Read(map, "must"),
            Avoid = words.Advice.Read(map, "avoid"),
            Teams = words.Teams.Read(map, "teams"),
            MayShare = map.Flag("may_share"),
            Source = map.Text("source"),
            Rule = map.Text("rule"),
        };
        if (sources.Find(row.Source) is null)
            throw map.Fail($"source '{row.Source}' is not listed");
        if ((row.Must & row.Avoid) != 0)
            throw map.Fail("advice cannot be both a must and to be avoided");
        when?.Close();
        map.Close();
        return row;
    }

    private uint ReadCodes(YamlMap? map, string key)
    {
        var mask = 0U;
        foreach (var code in map?.OptionalTexts(key) ?? [])
            mask |= 1U << ItemIndex(map!, code);
        return mask;
    }

    private Twin ReadTwin(string name, YamlMap map, ImmutableArray<Item> items)
    {
        var chances = new int[items.Length];
        foreach (var code in map.OptionalTexts("has"))
            chances[ItemIndex(map, code)] = 1000;
        if (map.Has("often"))
        {
            var often = map.Map("often");
            foreach (var code in often.Keys)
                chances[ItemIndex(often, code)] = often.Whole(code);
        }

        var twin = new Twin
        {
            Name = name,
            Condition = map.Text("condition"),
            IsDangerous = map.Flag("dangerous"),
            Severity = Enum.TryParse<Severity>(map.Text("severity"), out var severity) ? severity : throw map.Fail("'severity' must be S0 to S5"),
            Items = [.. chances],
            Pressures = [.. map.Texts("pressures").Select(id => PressureIndex(map, id))],
            Expect = words.Places.Index(map, map.Text("expect")),
        };
        map.Close();
        return twin;
    }

    private int PressureIndex(YamlMap map, string id)
    {
        for (var i = 0; i < pressures.Length; i++)
        {
            if (pressures[i].Id == id)
                return i;
        }

        throw map.Fail($"'{id}' is not in pressures.yaml");
    }

    private int ItemIndex(YamlMap map, string code) => itemIndexes.TryGetValue(code, out var index) ? index : throw map.Fail($"'{code}' is not an item of the family");

    private RightNet ReadNet(YamlMap map)
    {
        var net = new RightNet(words.Signs.Read(map, "signs"), map.Whole("within_hours"), words.Routes.Read(map, "routes"));
        map.Close();
        return net;
    }

    private static Company ReadCompany(YamlMap map)
    {
        var company = new Company(map.Text("who"), map.Whole("per_mille", 1000), map.Flag("must_leave"));
        map.Close();
        return company;
    }

    private ImmutableArray<(string Name, ImmutableArray<string> Alternatives)> ReadSlots()
    {
        if (!file.Has("slots"))
            return [];
        var map = file.Map("slots");
        return [.. map.Keys.Select(key => (key, Phrases(map, key)))];
    }

    private static ImmutableArray<string> Phrases(YamlMap map, string key) =>
        map.Texts(key) is { Count: > 0 } texts ? [.. texts] : throw map.Fail($"'{key}' must hold a phrase");

    private static uint Mask(ImmutableArray<Item> items, Func<Item, bool> trait)
    {
        var mask = 0U;
        for (var i = 0; i < items.Length; i++)
            mask |= trait(items[i]) ? 1U << i : 0;
        return mask;
    }
}
