namespace ClinicalRl.Rewards.Predicates;

/// <summary>What a predicate speaks of.</summary>
internal static class FactNames
{
    /// <summary>Every statement about a fact in <paramref name="expression"/>, in the order written.</summary>
    public static IEnumerable<FactTest> Tests(Expression expression) => expression switch
    {
        AllOf all => all.Parts.SelectMany(Tests),
        AnyOf any => any.Parts.SelectMany(Tests),
        Negation negation => Tests(negation.Part),
        FactTest test => [test],
        _ => [],
    };

    /// <summary>How many comparisons judging an event may take.</summary>
    public static int Comparisons(Criterion criterion) =>
        new[] { criterion.Applies, criterion.Met, criterion.Partly }
            .Where(predicate => predicate is not null)
            .SelectMany(predicate => Tests(predicate!.Expression))
            .Sum(test => test is Membership member ? member.Literals.Length : 1);

    /// <summary>The names of the facts that the criterion's predicates use, in the order first written.</summary>
    public static IEnumerable<string> UsedBy(Criterion criterion) =>
        new[] { criterion.Applies, criterion.Met, criterion.Partly }
            .Where(predicate => predicate is not null)
            .SelectMany(predicate => Tests(predicate!.Expression))
            .Select(test => test.Fact)
            .Distinct(StringComparer.Ordinal);
}
