using System.Globalization;
using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.Tests.Language;

/// <summary>
/// One labelled utterance: "text => label; label". A label is a concept with what is said of it ("stroke past family"), a quantity ("#aspirin 300 mg"),
/// a time ("@within 4h") or the act of one of its clauses ("?open"). A reading is written in the same labels, and the two sets compared.
/// </summary>
public sealed record LabelledUtterance(string Source, int Line, string Text, IReadOnlySet<string> Labels)
{
    private static readonly Dictionary<string, Unit> UnitNames = new(StringComparer.Ordinal)
    {
        [""] = Unit.None, ["mg"] = Unit.Milligram, ["g"] = Unit.Gram, ["microgram"] = Unit.Microgram, ["kg"] = Unit.Kilogram, ["ml"] = Unit.Millilitre, ["l"] = Unit.Litre,
        ["units"] = Unit.Units, ["tablets"] = Unit.Tablets, ["puffs"] = Unit.Puffs, ["drops"] = Unit.Drops, ["doses"] = Unit.Doses, ["%"] = Unit.Percent,
        ["mmHg"] = Unit.MillimetreOfMercury, ["/min"] = Unit.PerMinute, ["C"] = Unit.DegreeCelsius, ["l/min"] = Unit.LitrePerMinute, ["ml/h"] = Unit.MillilitrePerHour,
        ["mL/min"] = Unit.MillilitrePerMinute, ["mmol/L"] = Unit.MillimolePerLitre, ["micromol/L"] = Unit.MicromolePerLitre, ["mg/L"] = Unit.MilligramPerLitre,
        ["g/L"] = Unit.GramPerLitre, ["ng/L"] = Unit.NanogramPerLitre, ["mg/kg"] = Unit.MilligramPerKilogram, ["microgram/h"] = Unit.MicrogramPerHour,
        ["units/kg"] = Unit.UnitsPerKilogram, ["units/h"] = Unit.UnitsPerHour, ["mg/day"] = Unit.MilligramPerDay, ["mg/ml"] = Unit.MilligramPerMillilitre, ["years"] = Unit.YearOfAge, ["months"] = Unit.MonthOfAge,
        ["weeks"] = Unit.WeekOfAge, ["days"] = Unit.DayOfAge, ["nhs"] = Unit.NhsNumber, ["s"] = Unit.Second, ["cm"] = Unit.Centimetre, ["m"] = Unit.Metre, ["mm"] = Unit.Millimetre,
        ["mmol"] = Unit.Millimole, ["mmol/mol"] = Unit.MillimolePerMole, ["kPa"] = Unit.Kilopascal, ["count"] = Unit.Count, ["patches"] = Unit.Patches, ["ml/kg"] = Unit.MillilitrePerKilogram, ["mmol/h"] = Unit.MillimolePerHour,
        ["ml/kg/h"] = Unit.MillilitrePerKilogramPerHour, ["ng"] = Unit.Nanogram, ["microgram/kg"] = Unit.MicrogramPerKilogram, ["g/day"] = Unit.GramPerDay, ["mg/h"] = Unit.MilligramPerHour,
    };

    private static readonly Dictionary<Unit, string> NamesOfUnits = UnitNames.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Reads a file of utterances; lines that begin with # are headings.</summary>
    public static IReadOnlyList<LabelledUtterance> Load(string path)
    {
        var all = new List<LabelledUtterance>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#')
                continue;
            var at = lines[i].LastIndexOf(" =>", StringComparison.Ordinal);
            Assert.True(at > 0, $"{path}:{i + 1} has no ' =>'.");
            var labels = lines[i][(at + 3)..].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            all.Add(new LabelledUtterance(Path.GetFileName(path), i + 1, lines[i][..at], labels.ToHashSet(StringComparer.Ordinal)));
        }

        return all;
    }

    /// <summary>What was understood, as labels; acts of clauses only as far as the utterance is labelled with any.</summary>
    public IReadOnlySet<string> LabelsOf(Reading reading)
    {
        var labels = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var mention in reading.Mentions)
            labels.Add(LabelOf(mention, reading.Lexicon));
        foreach (var quantity in reading.Quantities)
        {
            if (quantity.Mention >= 0 || quantity.Unit != Unit.None)
                labels.Add(LabelOf(quantity, reading));
        }

        foreach (var time in reading.Times)
            labels.Add(LabelOf(time));
        if (Labels.FirstOrDefault(label => label[0] == '?') is { } act)
        {
            var acts = reading.Clauses.Select(clause => "?" + NameOf(clause.Act)).ToArray();
            labels.Add(acts.Contains(act) ? act : acts.FirstOrDefault() ?? "?none");
        }

        return labels;
    }

    private static string LabelOf(in Mention mention, Lexicon lexicon) => string.Concat(
        lexicon[mention.Concept].Id,
        mention.Polarity == Polarity.Negated ? " neg" : "",
        mention.Certainty == Certainty.Hedged ? " hedged" : "",
        mention.Temporality switch { Temporality.Past => " past", Temporality.Planned => " planned", Temporality.Conditional => " if", _ => "" },
        mention.Subject switch { Subject.Family => " family", Subject.Other => " other", _ => "" } + mention.Side switch { Side.Left => " left", Side.Right => " right", Side.Both => " both", _ => "" });

    private static string LabelOf(in Quantity quantity, Reading reading)
    {
        var concept = quantity.Mention >= 0 ? reading.Lexicon[reading.Mentions[quantity.Mention].Concept].Id : "-";
        var number = quantity.Form switch
        {
            QuantityForm.Range => Invariant($"{quantity.Low}-{quantity.High}"),
            QuantityForm.Ratio => Invariant($"{quantity.Low}/{quantity.High}"),
            _ => Invariant($"{quantity.Low}"),
        };
        return $"#{concept} {number} {NamesOfUnits[quantity.Unit]}".TrimEnd();
    }

    private static string LabelOf(in TimeExpression time) => time.Kind switch
    {
        TimeKind.Clock => "@clock " + OfDay(time.LowMinutes),
        TimeKind.Date => Invariant($"@date {time.Year:0000}-{time.Month:00}-{time.Day:00}"),
        TimeKind.Day => Invariant($"@day {time.LowMinutes / 1440:+0;-0;0}"),
        TimeKind.Weekday => Invariant($"@weekday {time.Day}"),
        TimeKind.Now => "@now",
        TimeKind.Since => "@since " + (time.LowMinutes < 0 ? Invariant($"{time.LowMinutes / 1440}d") : OfDay(time.LowMinutes)),
        TimeKind.Duration => "@for " + Length(time),
        TimeKind.Ago => "@ago " + Length(time),
        TimeKind.Within => "@within " + Length(time),
        TimeKind.In => "@in " + Length(time),
        _ => "@every " + Length(time),
    };

    private static string OfDay(int minutes) => Invariant($"{minutes / 60:00}:{minutes % 60:00}");

    private static string Length(in TimeExpression time)
    {
        foreach (var (minutes, name) in new[] { (525600, "y"), (43200, "mo"), (10080, "w"), (1440, "d"), (60, "h") })
        {
            if (time.LowMinutes > 0 && time.LowMinutes % minutes == 0 && time.HighMinutes % minutes == 0)
                return Amount(time, minutes) + name;
        }

        return Amount(time, 1) + "min";
    }

    private static string Amount(in TimeExpression time, int each) => time.LowMinutes == time.HighMinutes
        ? Invariant($"{time.LowMinutes / each}")
        : Invariant($"{time.LowMinutes / each}-{time.HighMinutes / each}");

    private static string NameOf(SpeechAct act) => act switch
    {
        SpeechAct.OpenQuestion => "open",
        SpeechAct.ClosedQuestion => "closed",
        SpeechAct.Request => "request",
        SpeechAct.Fragment => "fragment",
        _ => "statement",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
