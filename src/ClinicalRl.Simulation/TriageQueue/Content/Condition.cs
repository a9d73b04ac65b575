using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>Whether something holds, as far as is known.</summary>
internal enum Truth
{
    False,
    Unknown,
    True,
}

/// <summary>What one entry of a condition looks at.</summary>
internal enum TermKind
{
    Finding,
    Background,
    Vital,
    News2,
    AgeMonths,
    Pregnant,
    Female,
    Male,
}

/// <summary>One entry of a condition: a finding, a background, a comparison or a word.</summary>
internal readonly record struct Term(TermKind Kind, int Index, string Operator, double Value)
{
    public bool Compare(double actual) => Operator switch
    {
        ">=" => actual >= Value,
        ">" => actual > Value,
        "<=" => actual <= Value,
        _ => actual < Value,
    };
}

/// <summary>Who can say whether a term holds: the simulator, which knows all, or a triage nurse, who knows what was found.</summary>
internal interface IKnowledge
{
    Truth Of(in Term term);
}

/// <summary>All of, any of and none of a list of terms.</summary>
internal sealed record Condition(ImmutableArray<Term> All, ImmutableArray<Term> Any, ImmutableArray<Term> None)
{
    public static Condition Always { get; } = new([], [], []);

    public IEnumerable<Term> Terms => All.Concat(Any).Concat(None);

    /// <summary>Three-valued: false as soon as one part cannot hold, true when all parts do, else unknown.</summary>
    public Truth Evaluate<TKnowledge>(in TKnowledge knowledge)
        where TKnowledge : IKnowledge
    {
        var result = Truth.True;
        foreach (ref readonly var term in All.AsSpan())
        {
            var truth = knowledge.Of(term);
            if (truth == Truth.False)
                return Truth.False;
            if (truth == Truth.Unknown)
                result = Truth.Unknown;
        }

        foreach (ref readonly var term in None.AsSpan())
        {
            var truth = knowledge.Of(term);
            if (truth == Truth.True)
                return Truth.False;
            if (truth == Truth.Unknown)
                result = Truth.Unknown;
        }

        if (Any.IsEmpty)
            return result;
        var any = Truth.False;
        foreach (ref readonly var term in Any.AsSpan())
        {
            var truth = knowledge.Of(term);
            if (truth > any)
                any = truth;
        }

        return any < result ? any : result;
    }

    /// <summary>Reads <c>{all, any, none}</c> or a single entry; findings and backgrounds are looked up in the given lists.</summary>
    public static Condition Read(YamlMap map, IReadOnlyList<string> findings, IReadOnlyList<string> backgrounds)
    {
        var condition = new Condition(Terms("all"), Terms("any"), Terms("none"));
        map.Close();
        return condition.Terms.Any() ? condition : throw map.Fail("a condition needs at least one entry");

        ImmutableArray<Term> Terms(string key) =>
            [.. map.OptionalTexts(key).Select(entry => ReadTerm(entry, findings, backgrounds) ?? throw map.Fail($"'{entry}' is no finding, background or comparison"))];
    }

    /// <summary>Reads one entry such as <c>sweating</c>, <c>pulse &gt; 130</c> or <c>pregnant</c>; null when it is none.</summary>
    public static Term? ReadTerm(string entry, IReadOnlyList<string> findings, IReadOnlyList<string> backgrounds)
    {
        var parts = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is [var name, ">=" or ">" or "<=" or "<", var number]
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return name switch
            {
                "news2" => new Term(TermKind.News2, 0, parts[1], value),
                "age_months" => new Term(TermKind.AgeMonths, 0, parts[1], value),
                "age_years" => new Term(TermKind.AgeMonths, 0, parts[1] is "<=" or ">" ? (parts[1] == "<=" ? "<" : ">=") : parts[1], (value + (parts[1] is "<=" or ">" ? 1 : 0)) * 12),
                _ => Vitals.Find(name) is { } vital ? new Term(TermKind.Vital, (int)vital, parts[1], value) : null,
            };
        }

        return entry switch
        {
            "pregnant" => new Term(TermKind.Pregnant, 0, "", 0),
            "female" => new Term(TermKind.Female, 0, "", 0),
            "male" => new Term(TermKind.Male, 0, "", 0),
            _ when IndexOf(findings, entry) is var finding and >= 0 => new Term(TermKind.Finding, finding, "", 0),
            _ when IndexOf(backgrounds, entry) is var background and >= 0 => new Term(TermKind.Background, background, "", 0),
            _ => null,
        };
    }

    private static int IndexOf(IReadOnlyList<string> words, string word)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == word)
                return i;
        }

        return -1;
    }
}
