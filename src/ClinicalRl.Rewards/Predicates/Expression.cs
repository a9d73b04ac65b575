using System.Collections.Immutable;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>How a fact is compared with a literal.</summary>
internal enum Comparator
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// <summary>Part of a predicate as written, not yet checked against any fact. <paramref name="Offset"/> counts characters of its text.</summary>
internal abstract record Expression(int Offset);

/// <summary>All of them hold.</summary>
internal sealed record AllOf(int Offset, ImmutableArray<Expression> Parts) : Expression(Offset);

/// <summary>At least one of them holds.</summary>
internal sealed record AnyOf(int Offset, ImmutableArray<Expression> Parts) : Expression(Offset);

/// <summary>It does not hold.</summary>
internal sealed record Negation(int Offset, Expression Part) : Expression(Offset);

/// <summary>One statement about one fact.</summary>
internal abstract record FactTest(int Offset, string Fact) : Expression(Offset);

/// <summary>A true-or-false fact, by its name.</summary>
internal sealed record Named(int Offset, string Fact) : FactTest(Offset, Fact);

/// <summary>A fact compared with a literal.</summary>
internal sealed record Comparison(int Offset, string Fact, Comparator Comparator, Literal Literal) : FactTest(Offset, Fact);

/// <summary>A fact that is (or is not) one of a list of literals.</summary>
internal sealed record Membership(int Offset, string Fact, bool Negated, ImmutableArray<Literal> Literals) : FactTest(Offset, Fact);

/// <summary>A word, or a number with or without a unit. A number has <paramref name="Number"/>; a word has none.</summary>
internal sealed record Literal(int Offset, string Text, double? Number, string? Unit);
