using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Reliability;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Reliability;

/// <summary>The example every report explains: 0.7375 with 60 judgements is 0.74 [0.62, 0.84].</summary>
public sealed class WorkedExampleTests(ITestOutputHelper output)
{
    [Fact]
    public void SixtyJudgements_Give062To084()
    {
        var match = BetaMatch.OfJudgements(0.7375, 60);
        output.WriteLine(FormattableString.Invariant($"0.7375 with 60 judgements: [{match.Interval.Lower:F4}, {match.Interval.Upper:F4}]"));
        Assert.Equal((0.62, 0.84), (Math.Round(match.Interval.Lower, 2), Math.Round(match.Interval.Upper, 2)));
    }

    [Fact]
    public void Interval_HoldsTheMean_AndNarrowsWithJudgements() => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 500]).Sample((mean, judgements) =>
    {
        var (few, many) = (BetaMatch.OfJudgements(mean, judgements), BetaMatch.OfJudgements(mean, (4 * judgements) + 4));
        Assert.True(few.Interval.Contains(mean) && few.Interval is { Lower: >= 0, Upper: <= 1 });
        Assert.True(many.Interval.Width < few.Interval.Width);
    });

    [Fact]
    public void RatersNeeded_ReachTheTarget_AndOneFewerDoesNot() => Gen.Select(Gen.Double[0.5, 0.99], Gen.Double[0.05, 0.95]).Sample((target, single) =>
    {
        var raters = SpearmanBrown.RatersNeeded(target, single).Value;
        Assert.True(SpearmanBrown.Of(single, raters).Value >= target - 1e-8);
        Assert.True(raters == 1 || SpearmanBrown.Of(single, raters - 1).Value < target);
    });

    [Fact]
    public void UniverseVariance_IsHeldAtZero_WhenScoresVaryNoMoreThanTheirErrors()
    {
        var universe = UniverseVariance.Of([.. Enumerable.Range(0, 30).Select(i => 0.5 + (i % 2 * 0.01))], [.. Enumerable.Repeat(0.01, 30)]).Value;
        Assert.Equal(0, universe.Value);
        Assert.Equal(0, UniverseVariance.ReliabilityOf(universe.Value, 0.01));
        Assert.Equal(Reason.NoVariation, UniverseVariance.Of([.. Enumerable.Repeat(0.1, 30)], [.. Enumerable.Repeat(0.0, 30)]).Value.Share.Reason);
    }
}
