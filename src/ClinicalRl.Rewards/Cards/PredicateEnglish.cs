using System.Collections.Immutable;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Cards;

/// <summary>Says a predicate in plain English, for a reader who has not seen the language.</summary>
internal static class PredicateEnglish
{
    /// <summary>The predicate in words; <paramref name="kind"/> is any of the event kinds its criterion judges.</summary>
    public static string Of(Predicate predicate, EventKind kind) => Say(predicate.Expression, kind, nested: false);

    /// <summary>A fact's name in words, without its unit: <c>wait_minutes</c> in minutes is "wait".</summary>
    public static string NameOf(FactField fact)
    {
        var suffix = "_" + fact.Unit;
        var name = fact.Unit is not null && fact.Name.Length > suffix.Length && fact.Name.EndsWith(suffix, StringComparison.Ordinal)
            ? fact.Name[..^suffix.Length]
            : fact.Name;
        return name.Replace('_', ' ');
    }

    private static string Say(Expression expression, EventKind kind, bool nested) => expression switch
    {
        AllOf all => Join(all.Parts, " and ", kind, nested),
        AnyOf any => Join(any.Parts, " or ", kind, nested),
        Negation { Part: Named named } => "not " + Name(named, kind),
        Negation negation => $"it is not so that ({Say(negation.Part, kind, nested: false)})",
        Named named => Name(named, kind),
        Comparison comparison => $"{Name(comparison, kind)} {Verb(comparison.Comparator)} {Say(comparison.Literal)}",
        Membership { Literals.Length: 1 } member => $"{Name(member, kind)} {(member.Negated ? "is not" : "is")} {Say(member.Literals[0])}",
        Membership member => $"{Name(member, kind)} is {(member.Negated ? "none of" : "one of")} {List(member.Literals, member.Negated ? "and" : "or")}",
        _ => throw new ArgumentException($"No words for {expression.GetType().Name}.", nameof(expression)),
    };

    private static string Join(ImmutableArray<Expression> parts, string word, EventKind kind, bool nested)
    {
        var text = string.Join(word, parts.Select(part => Say(part, kind, nested: true)));
        return nested ? $"({text})" : text;
    }

    private static string Name(FactTest test, EventKind kind) => NameOf(kind.Facts[kind.IndexOf(test.Fact)]);

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
