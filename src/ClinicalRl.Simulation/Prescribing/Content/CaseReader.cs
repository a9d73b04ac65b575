using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>Reads one file of requests strictly: unknown members, words and codes are errors.</summary>
internal sealed class CaseReader(Vocabulary words, Formulary formulary, ImmutableHashSet<string> hazards, ImmutableHashSet<string> allergyGroups)
{
    private const int DefaultDeadlineMinutes = 90;

    public IEnumerable<CaseFamily> Read(YamlMap file)
    {
        var families = file.Maps("cases").Select(ReadFamily).ToArray();
        file.Close();
        return families;
    }

    private CaseFamily ReadFamily(YamlMap row)
    {
        ImmutableArray<int> needs = [.. row.OptionalTexts("need").Select(name => Indication(row, name))];
        var shared = ReadShared(row, needs);
        var family = new CaseFamily
        {
            Id = row.Text("id"),
            Title = row.Text("title"),
            Type = row.Text("type"),
            Setting = row.Text("setting"),
            AgeYears = row.Range("age"),
            Sex = row.OptionalText("sex") ?? "any",
            DeadlineMinutes = row.Whole("deadline", DefaultDeadlineMinutes),
            Urgent = row.Flag("urgent"),
            StatedNeeds = needs,
            Requests = [.. row.Texts("requests")],
            Slots = ReadSlots(row),
            Twins = [.. row.Maps("twins").Select(twin => ReadTwin(twin, shared))],
        };
        row.Close();
        if (!family.Twins.Any(twin => twin.IsDangerous) || family.Twins.All(twin => twin.IsDangerous))
            throw row.Fail("a request needs a dangerous and a benign twin");
        return family;
    }

    /// <summary>What a family says of all its twins.</summary>
    private CaseTwin ReadShared(YamlMap row, ImmutableArray<int> needs) => ReadFacts(row, new CaseTwin
    {
        Name = "", IsDangerous = false, Severity = Severity.S2, Weight = 1, Ends = Ends.Sign, Teams = 0, ReferWithinHours = 0, Reasons = 0, Conditions = 0, Clues = [],
        Allergies = [], Numbers = [.. Enumerable.Repeat((double.NaN, double.NaN), words.Numbers.Length)], Old = [],
        WeeksSince = [.. Enumerable.Repeat(double.NaN, words.Tests.Length)], Needs = needs, Requested = [], Current = [], MayStop = 0, MustCheck = default, Tell = 0, Hazards = [],
    });

    private CaseTwin ReadTwin(YamlMap row, CaseTwin shared)
    {
        var twin = ReadFacts(row, shared) with
        {
            Name = row.Text("name"),
            IsDangerous = row.Flag("dangerous"),
            Severity = Enum.Parse<Severity>(row.OptionalText("severity") ?? "S2"),
            Weight = row.Whole("weight", 1),
            Ends = row.Has("ends") ? row.Texts("ends").Aggregate(Ends.None, (ends, word) => ends | Enum.Parse<Ends>(word, ignoreCase: true)) : Ends.Sign,
            Teams = Bits(row, "refer_to", words.Teams),
            ReferWithinHours = row.Whole("refer_within_hours", 0),
            Reasons = Bits(row, "reasons", words.Reasons),
            Needs = row.Has("truly_needs") ? [.. row.Texts("truly_needs").Select(name => Indication(row, name))] : shared.Needs,
        };
        row.Close();
        if (twin.Ends.HasFlag(Ends.Refer) && twin.Teams == 0)
            throw row.Fail("a referral needs 'refer_to'");
        return !twin.Ends.HasFlag(Ends.Decline) || twin.Reasons != 0 ? twin : throw row.Fail("a refusal needs 'reasons'");
    }

    /// <summary>Facts of a family or twin: lists add to what is there, single values replace it.</summary>
    private CaseTwin ReadFacts(YamlMap row, CaseTwin before)
    {
        var checks = before.MustCheck;
        foreach (var place in row.OptionalTexts("must_check"))
            checks = checks.With(Place(row, place));
        return before with
        {
            Conditions = before.Conditions | Conditions(row, "conditions"),
            Clues = [.. before.Clues, .. row.OptionalMaps("clues").Select(ReadClue)],
            Allergies = row.Has("allergies") ? [.. row.Maps("allergies").Select(ReadAllergy)] : before.Allergies,
            Numbers = ReadNumbers(row, before.Numbers),
            Old = [.. before.Old, .. row.OptionalMaps("old").Select(ReadOld)],
            WeeksSince = ReadWeeks(row, before.WeeksSince),
            Requested = row.Has("requested") ? [.. row.Texts("requested").Select(text => ReadOrder(row, text, OrderFlags.Requested))] : before.Requested,
            Current = row.Has("current") ? [.. row.Texts("current").Select(text => ReadOrder(row, text, OrderFlags.Record))] : before.Current,
            MayStop = row.OptionalTexts("may_stop").Aggregate(before.MayStop, (mask, name) => mask | (formulary.Mask(name) is var found && found != 0 ? found : throw row.Fail($"unknown medicine '{name}'"))),
            MustCheck = checks,
            Tell = before.Tell | formulary.Points(row, "tell"),
            Hazards = [.. before.Hazards, .. row.OptionalTexts("hazards").Select(id => hazards.Contains(id) ? id : throw row.Fail($"unknown hazard '{id}'"))],
        };
    }

    private static ImmutableArray<(string, ImmutableArray<string>)> ReadSlots(YamlMap row)
    {
        if (!row.Has("slots"))
            return [];
        var slots = row.Map("slots");
        ImmutableArray<(string, ImmutableArray<string>)> read = [.. slots.Keys.Select(name => (name, slots.Texts(name).ToImmutableArray()))];
        slots.Close();
        return read;
    }

    private Clue ReadClue(YamlMap row)
    {
        var clue = new Clue
        {
            In = Place(row, row.Text("in")),
            Text = row.Text("text"),
            Sets = Conditions(row, "sets"),
            Takes = row.Has("takes") ? ReadOrder(row, row.Text("takes"), OrderFlags.SelfBought) : null,
            Needs = row.Has("needs") ? Indication(row, row.Text("needs")) : -1,
            Allergy = row.Has("allergy") ? (Group(row, row.Text("allergy")), Enum.Parse<Reaction>(row.Text("reaction"), ignoreCase: true)) : null,
            Number = row.Has("tells") ? Known(row, words.Number(row.Text("tells")), "number") : -1,
        };
        row.Close();
        return clue;
    }

    private ChartedAllergy ReadAllergy(YamlMap row)
    {
        var charted = Enum.Parse<Reaction>(row.Text("charted"), ignoreCase: true);
        var truth = row.Has("truth") ? Enum.Parse<Reaction>(row.Text("truth"), ignoreCase: true) : charted;
        var allergy = new ChartedAllergy(Group(row, row.Text("to")), charted, truth, row.Text("text"));
        row.Close();
        return allergy;
    }

    private string Group(YamlMap row, string group) => allergyGroups.Contains(group) ? group : throw row.Fail($"unknown allergy group '{group}'");

    private ImmutableArray<(double, double)> ReadNumbers(YamlMap row, ImmutableArray<(double, double)> before)
    {
        if (!row.Has("numbers"))
            return before;
        var numbers = before.ToArray();
        var map = row.Map("numbers");
        foreach (var name in map.Keys)
            numbers[Known(map, words.Number(name), "number")] = map.NumberRange(name);
        map.Close();
        return [.. numbers];
    }

    private ImmutableArray<double> ReadWeeks(YamlMap row, ImmutableArray<double> before)
    {
        if (!row.Has("last"))
            return before;
        var weeks = before.ToArray();
        var map = row.Map("last");
        foreach (var name in map.Keys)
            weeks[Known(map, words.Test(name), "test")] = map.Number(name);
        map.Close();
        return [.. weeks];
    }

    private OldNumber ReadOld(YamlMap row)
    {
        var (low, high) = row.NumberRange("range");
        var old = new OldNumber(Known(row, words.Number(row.Text("number")), "number"), low, high, row.Whole("months"));
        row.Close();
        return old;
    }

    private ulong Conditions(YamlMap row, string key) => row.OptionalTexts(key)
        .Aggregate(0UL, (mask, name) => mask | (1UL << Known(row, words.Conditions.IndexOf(name), $"condition '{name}'")));

    private static uint Bits(YamlMap row, string key, ImmutableArray<Word> known) =>
        row.OptionalTexts(key).Aggregate(0U, (mask, name) => mask | (1U << Known(row, Vocabulary.IndexOf(known, name), $"word '{name}'")));

    private int Indication(YamlMap row, string name) => Known(row, formulary.Indication(name), $"indication '{name}'");

    private static int Known(YamlMap row, int index, string what) => index >= 0 ? index : throw row.Fail($"unknown {what}");

    /// <summary>A section by name, or <c>ask topic</c>, or <c>query about</c>.</summary>
    private Source Place(YamlMap row, string text)
    {
        var parts = text.Split(' ');
        var place = parts switch
        {
            ["ask", var topic] => new Source(Channel.Ask, words.TopicOf(topic)),
            ["query", var about] => new Source(Channel.Query, words.QueryOf(about)),
            _ => new Source(Channel.Section, words.Section(text)),
        };
        return place.Index >= 0 ? place : throw row.Fail($"unknown place '{text}'");
    }

    /// <summary>Reads <c>medicine dose unit route frequency indication [days] [on DAY] [most N] [stopped] [unsafe]</c>.</summary>
    public Order ReadOrder(YamlMap row, string text, OrderFlags flags)
    {
        var parts = text.Split(' ');
        if (parts.Length < 6 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var dose))
            throw row.Fail($"'{text}' is not: medicine dose unit route frequency indication [days]");
        var order = new Order
        {
            Medicine = (short)Known(row, formulary.IndexOf(parts[0]), $"medicine '{parts[0]}'"),
            Dose = dose,
            Unit = (byte)Known(row, words.Unit(parts[2]), $"unit '{parts[2]}'"),
            Route = (byte)Known(row, words.Routes.IndexOf(parts[3]), $"route '{parts[3]}'"),
            Frequency = (byte)Known(row, words.FrequencyOf(parts[4]), $"frequency '{parts[4]}'"),
            Indication = (short)Indication(row, parts[5]),
            Flags = flags,
        };
        for (var i = 6; i < parts.Length; i++)
        {
            if (parts[i] == "on" && i + 1 < parts.Length)
                order.Day = (byte)(Known(row, words.Days.IndexOf(parts[++i]), "day") + 1);
            else if (parts[i] == "most" && i + 1 < parts.Length)
                order.MostPerDay = byte.Parse(parts[++i], CultureInfo.InvariantCulture);
            else if (parts[i] == "stopped")
                order.Status = OrderStatus.Stopped;
            else if (parts[i] == "unsafe")
                order.Flags |= OrderFlags.UnsafeNotation;
            else
                order.Days = short.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : throw row.Fail($"'{parts[i]}' is no number of days");
        }

        return order;
    }
}
