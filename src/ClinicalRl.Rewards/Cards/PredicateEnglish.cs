using System.Collections.Immutable;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Cards;

/// <summary>Says a predicate in plain English, for a reader who has not seen the language: with what facts mean, not with their names.</summary>
internal static class PredicateEnglish
{
    /// <summary>The predicate in words; <paramref name="kind"/> is any of the event kinds its criterion judges.</summary>
    public static string Of(Predicate predicate, EventKind kind) => Say(predicate.Expression, kind, nested: false);

    /// <summary>A fact's value in words: <c>the patient is under 16</c>, <c>the number of checks not done is 0</c>.</summary>
    public static string Of(FactField fact, double value) => fact.Type switch
    {
        FactType.Boolean => Clause(fact, value != 0),
        FactType.Symbol => $"{Noun(fact)} is {fact.Symbols[(int)value].Replace('_', ' ')}",
        _ => FormattableString.Invariant($"{Noun(fact)} is {value}{(fact.Unit is null ? "" : " " + fact.Unit)}"),
    };

    /// <summary>A fact's name in words, without its unit: <c>wait_minutes</c> in minutes is "wait".</summary>
    public static string NameOf(FactField fact)
    {
        var suffix = "_" + fact.Unit;
        var name = fact.Unit is not null && fact.Name.Length > suffix.Length && fact.Name.EndsWith(suffix, StringComparison.Ordinal)
            ? fact.Name[..^suffix.Length]
            : fact.Name;
        return name.Replace('_', ' ');
    }

    /// <summary>A sentence as part of another: without its full stop, and beginning with a small letter unless its first word is an abbreviation.</summary>
    public static string Within(string sentence)
    {
        var text = sentence.Trim().TrimEnd('.');
        var isWord = text.Length > 1 && char.IsUpper(text[0]) && (char.IsLower(text[1]) || text[1] == ' ');
        return isWord ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    private static string Say(Expression expression, EventKind kind, bool nested) => expression switch
    {
        AllOf all => Join(all.Parts, ", and ", kind, nested),
        AnyOf any => Join(any.Parts, ", or ", kind, nested),
        Negation { Part: Named named } => Clause(Fact(named, kind), holds: false),
        Negation negation => $"it is not so that ({Say(negation.Part, kind, nested: false)})",
        Named named => Clause(Fact(named, kind), holds: true),
        Comparison comparison => $"{Noun(Fact(comparison, kind))} {Verb(comparison.Comparator)} {Say(comparison.Literal)}",
        Membership { Literals.Length: 1 } member => $"{Noun(Fact(member, kind))} {(member.Negated ? "is not" : "is")} {Say(member.Literals[0])}",
        Membership member => $"{Noun(Fact(member, kind))} is {(member.Negated ? "none of " : "")}{List(member.Literals, member.Negated ? "and" : "or")}",
        _ => throw new ArgumentException($"No words for {expression.GetType().Name}.", nameof(expression)),
    };

    private static string Join(ImmutableArray<Expression> parts, string word, EventKind kind, bool nested)
    {
        var text = string.Join(word, parts.Select(part => Say(part, kind, nested: true)));
        return nested ? $"({text})" : text;
    }

    private static FactField Fact(FactTest test, EventKind kind) => kind.Facts[kind.IndexOf(test.Fact)];

    private static string Clause(FactField fact, bool holds) =>
        holds ? Within(fact.Description) : fact.Denial is { } denial ? Within(denial) : $"it is not so that {Within(fact.Description)}";

    private static string Noun(FactField fact) => Within(fact.Description);

    private static string Verb(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "is",
        Comparator.NotEqual => "is not",
        Comparator.Less => "is less than",
        Comparator.AtMost => "is at most",
        Comparator.Greater => "is more than",
        _ => "is at least",
    };

    private static string List(ImmutableArray<Literal> literals, string word) =>
        $"{string.Join(", ", literals.SkipLast(1).Select(Say))} {word} {Say(literals[^1])}";

    private static string Say(Literal literal) =>
        literal.Number is null ? literal.Text.Replace('_', ' ') : literal.Unit is null ? literal.Text : $"{literal.Text} {literal.Unit}";
}
