using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Rewards.Tests.Wards;
using CsCheck;

namespace ClinicalRl.Rewards.Tests.Linting;

/// <summary>What the linter calls constant is constant for every event, and nothing else is.</summary>
public sealed class ReachabilityTests
{
    private static readonly string[] Leaves =
    [
        "level < 2", "level = 3", "level in [2, 4]", "level > 4", "outcome = ward", "outcome != home", "explained",
        "minutes_overdue < 10 minutes", "minutes_overdue >= 10 minutes", "minutes_overdue = 10 minutes", "minutes_overdue > 10.5 minutes", "minutes_overdue <= 240 minutes",
    ];

    // Every threshold written above, both ends, and values on both sides of each.
    private static readonly double[] Minutes = [0, 5, 10, 10.25, 10.5, 11, 240];

    private static readonly double[][] Everything =
    [
        .. from minutes in Minutes
           from level in Enumerable.Range(1, 5)
           from outcome in Enumerable.Range(0, 3)
           from explained in Enumerable.Range(0, 2)
           select new[] { minutes, level, outcome, explained },
    ];

    [Fact]
    public void Lint_FindsConstants_Exactly() => Text(3).Sample(met =>
    {
        var program = PredicateBinder.Bind(PredicateParser.Parse(met), Ward.Seen);
        var held = Everything.Count(values => program.Holds(values));
        var findings = Ward.Lint(Ward.Criterion(met));
        Assert.Equal(held == 0 || held == Everything.Length, findings.Any(finding => finding.Code == "constant"));
    });

    [Fact]
    public void Lint_FindsUnreachableVerdicts_Exactly() => Gen.Select(Text(2), Text(2), Text(2)).Sample((applies, met, partly) =>
    {
        var (judged, full, half) = (Bind(applies), Bind(met), Bind(partly));
        var cases = Everything.Where(values => judged.Holds(values)).ToList();
        var open = cases.Where(values => !full.Holds(values)).ToList();
        var halfSomewhere = Everything.Any(values => half.Holds(values)) && Everything.Any(values => !half.Holds(values));
        var expected = new[]
        {
            cases.Count == 0,
            cases.Count > 0 && cases.Count == open.Count && Everything.Any(values => full.Holds(values)),
            open.Count > 0 && halfSomewhere && !open.Any(values => half.Holds(values)),
        };
        var findings = Ward.Lint(Ward.Criterion(met, applies, partly));
        Assert.Equal(expected.Count(unreachable => unreachable), findings.Count(finding => finding.Code == "unreachable"));
    });

    private static BranchProgram Bind(string text) => PredicateBinder.Bind(PredicateParser.Parse(text), Ward.Seen);

    private static Gen<string> Text(int depth)
    {
        var leaf = Gen.Int[0, Leaves.Length - 1].Select(i => Leaves[i]);
        if (depth == 0)
            return leaf;
        var inner = Text(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Select(one => $"not ({one})"),
            Gen.Select(inner, inner, (one, other) => $"({one}) and ({other})"),
            Gen.Select(inner, inner, (one, other) => $"({one}) or ({other})"));
    }
}
