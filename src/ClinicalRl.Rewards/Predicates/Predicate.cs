using ClinicalRl.Rewards.Yaml;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>A condition over the facts of an event, as written. Data only: it can do nothing but compare facts with literals.</summary>
public sealed class Predicate
{
    /// <summary>Longest predicate, characters.</summary>
    public const int MaxLength = 2_000;

    private readonly TextPlace place;

    internal Predicate(string text, Expression expression, TextPlace place) => (Text, Expression, this.place) = (text, expression, place);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Where it begins.</summary>
    public SourcePosition At => place.Start;

    internal Expression Expression { get; }

    /// <summary>Where the character at <paramref name="offset"/> of <see cref="Text"/> stands in the document.</summary>
    internal SourcePosition PositionOf(int offset) => place.PositionOf(Text, offset);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
