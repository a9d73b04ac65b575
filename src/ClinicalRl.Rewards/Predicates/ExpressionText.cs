using System.Globalization;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>Writes a predicate in one canonical form, so that two are equal when they differ only in blanks, brackets or quotes.</summary>
internal static class ExpressionText
{
    public static string Of(Expression expression) => expression switch
    {
        AllOf all => string.Join(" and ", all.Parts.Select(Bracketed)),
        AnyOf any => string.Join(" or ", any.Parts.Select(Bracketed)),
        Negation negation => $"not {Bracketed(negation.Part)}",
        Named named => named.Fact,
        Comparison comparison => $"{comparison.Fact} {Sign(comparison.Comparator)} {Of(comparison.Literal)}",
        Membership member => $"{member.Fact} {(member.Negated ? "not in" : "in")} [{string.Join(", ", member.Literals.Select(Of))}]",
        _ => throw new ArgumentException($"No text for {expression.GetType().Name}.", nameof(expression)),
    };

    private static string Bracketed(Expression part) => part is AllOf or AnyOf ? $"({Of(part)})" : Of(part);

    private static string Of(Literal literal) => literal.Number is { } number
        ? number.ToString(CultureInfo.InvariantCulture) + (literal.Unit is null ? "" : " " + literal.Unit)
        : literal.Text;

    private static string Sign(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "!=",
        Comparator.Less => "<",
        Comparator.AtMost => "<=",
        Comparator.Greater => ">",
        _ => ">=",
    };
}
