using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>What one entry of a condition looks at.</summary>
internal enum TermKind
{
    Condition,
    Number,
    WeeksSince,
    On,
    New,
    Female,
    Male,
}

/// <summary>One entry of a condition.</summary>
/// <param name="Kind">What it looks at.</param>
/// <param name="Index">Condition, number or test.</param>
/// <param name="Operator">Of a comparison.</param>
/// <param name="Value">What is compared with.</param>
/// <param name="Medicines">For <see cref="TermKind.On"/>: any of these.</param>
internal readonly record struct Term(TermKind Kind, int Index, string Operator, double Value, UInt128 Medicines)
{
    /// <summary>False for what is not known (NaN).</summary>
    public bool Compare(double actual) => Operator switch
    {
        ">=" => actual >= Value,
        ">" => actual > Value,
        "<=" => actual <= Value,
        "=" => actual == Value,
        _ => actual < Value,
    };
}

/// <summary>A person as far as the one who judges knows them: numbers (NaN unknown), conditions, allergies and weeks since tests.</summary>
internal interface IPatientFacts
{
    double Number(int number);

    ulong Conditions { get; }

    bool Female { get; }

    /// <summary>Weeks since a test was last done; NaN when nobody recorded it.</summary>
    double WeeksSince(int test);

    /// <summary>Medicines that an allergy forbids.</summary>
    UInt128 Forbidden { get; }
}

/// <summary>All of, any of, at least two of, and none of lists of terms.</summary>
internal sealed record PatientCondition(ImmutableArray<Term> All, ImmutableArray<Term> Any, ImmutableArray<Term> TwoOf, ImmutableArray<Term> None)
{
    public static PatientCondition Always { get; } = new([], [], [], []);

    public IEnumerable<Term> Terms => All.Concat(Any).Concat(TwoOf).Concat(None);

    /// <summary>Whether it holds for a person on <paramref name="chart"/>; <paramref name="isNew"/> tells whether the medicine in question was started or changed just now.</summary>
    public bool Holds(IPatientFacts patient, UInt128 chart, bool isNew)
    {
        foreach (ref readonly var term in All.AsSpan())
        {
            if (!Holds(term, patient, chart, isNew))
                return false;
        }

        foreach (ref readonly var term in None.AsSpan())
        {
            if (Holds(term, patient, chart, isNew))
                return false;
        }

        return (Any.IsEmpty || Count(Any, patient, chart, isNew) >= 1) && (TwoOf.IsEmpty || Count(TwoOf, patient, chart, isNew) >= 2);
    }

    private static int Count(ImmutableArray<Term> terms, IPatientFacts patient, UInt128 chart, bool isNew)
    {
        var count = 0;
        foreach (ref readonly var term in terms.AsSpan())
            count += Holds(term, patient, chart, isNew) ? 1 : 0;
        return count;
    }

    private static bool Holds(in Term term, IPatientFacts patient, UInt128 chart, bool isNew) => term.Kind switch
    {
        TermKind.Condition => (patient.Conditions >> term.Index & 1) != 0,
        TermKind.Number => term.Compare(patient.Number(term.Index)),
        TermKind.WeeksSince => term.Compare(patient.WeeksSince(term.Index)),
        TermKind.On => (chart & term.Medicines) != 0,
        TermKind.New => isNew,
        TermKind.Female => patient.Female,
        _ => !patient.Female,
    };

    /// <summary>Reads a mapping of lists; <paramref name="medicines"/> finds the medicines that a tag or id stands for.</summary>
    public static PatientCondition Read(YamlMap map, Vocabulary words, Func<string, UInt128> medicines)
    {
        var condition = new PatientCondition(Terms("all"), Terms("any"), Terms("two_of"), Terms("none"));
        map.Close();
        return condition.Terms.Any() ? condition : throw map.Fail("a condition needs at least one entry");

        ImmutableArray<Term> Terms(string key) =>
            [.. map.OptionalTexts(key).Select(entry => ReadTerm(entry, words, medicines) ?? throw map.Fail($"'{entry}' is no condition, comparison or medicine"))];
    }

    /// <summary>Reads one entry such as <c>asthma</c>, <c>egfr &lt; 45</c>, <c>weeks_since:fbc &gt; 12</c> or <c>on:nsaid</c>; null when it is none.</summary>
    public static Term? ReadTerm(string entry, Vocabulary words, Func<string, UInt128> medicines)
    {
        const string On = "on:", Weeks = "weeks_since:";
        var parts = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is [var name, ">=" or ">" or "<=" or "<" or "=", var text]
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            var isWeeks = name.StartsWith(Weeks, StringComparison.Ordinal);
            var index = isWeeks ? words.Test(name[Weeks.Length..]) : words.Number(name);
            return index < 0 ? null : new Term(isWeeks ? TermKind.WeeksSince : TermKind.Number, index, parts[1], value, 0);
        }

        if (entry.StartsWith(On, StringComparison.Ordinal))
            return medicines(entry[On.Length..]) is var mask && mask != 0 ? new Term(TermKind.On, 0, "", 0, mask) : null;
        return entry switch
        {
            "new" => new Term(TermKind.New, 0, "", 0, 0),
            "female" => new Term(TermKind.Female, 0, "", 0, 0),
            "male" => new Term(TermKind.Male, 0, "", 0, 0),
            _ => words.Conditions.IndexOf(entry) is var condition and >= 0 ? new Term(TermKind.Condition, condition, "", 0, 0) : null,
        };
    }
}
