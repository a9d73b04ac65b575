using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Statistics.Aggregation;
using CsCheck;

namespace ClinicalRl.Reports.Tests.Reliability.Figures;

public sealed class AutomaticScoreTests
{
    [Fact]
    public void Score_IsUncalibrated_BeforeThereIsEvidenceOfEveryCriterion()
    {
        JudgedVerdict[] verdicts = [new("a", 1, 0.5), new("b", 0, 0.5)];
        foreach (var agreement in (Dictionary<string, CriterionAgreement>[])[[], Agreement(("a", 90, 100)), Agreement(("a", 90, 100), ("b", 9, 9))])
        {
            var score = AutomaticScore.Of(0.5, [.. verdicts], agreement);
            Assert.Equal((0.5, 0.0, 1.0, false, false), (score.Reward, score.Lower, score.Upper, score.IsCalibrated, score.Expected.IsDefined));
        }

        Assert.True(AutomaticScore.Of(0.5, [.. verdicts], Agreement(("a", 90, 100), ("b", 10, 10))).IsCalibrated);
        Assert.False(AutomaticScore.Of(0, [], Agreement(("a", 90, 100))).IsCalibrated);
    }

    [Fact]
    public void Score_OfOneVerdict_IsTheChanceThatItIsRight()
    {
        // 90 of 100 scenarios agreed: wrong with mean 10.5 / 101; the verdict is a Bernoulli trial of it.
        const double Wrong = 10.5 / 101;
        var met = AutomaticScore.Of(1, [new("a", 1, 1)], Agreement(("a", 90, 100)));
        Assert.Equal(1 - Wrong, met.Expected.Value, 12);
        var match = BetaMatch.Of(1 - Wrong, Wrong * (1 - Wrong)).Value.Interval;
        Assert.Equal((match.Lower, 1.0), (met.Lower, met.Upper));
        var not = AutomaticScore.Of(0, [new("a", 0, 1)], Agreement(("a", 90, 100)));
        Assert.Equal(Wrong, not.Expected.Value, 12);
        Assert.Equal(0, not.Lower);
        Assert.Equal(0.5, AutomaticScore.Of(0.5, [new("a", 0.5, 1)], Agreement(("a", 90, 100))).Expected.Value, 12);
    }

    [Fact]
    public void Verdicts_OfOneCriterion_AreWrongTogether()
    {
        var apart = AutomaticScore.Of(1, [new("a", 1, 0.5), new("b", 1, 0.5)], Agreement(("a", 40, 50), ("b", 40, 50)));
        var together = AutomaticScore.Of(1, [new("a", 1, 0.5), new("a", 1, 0.5)], Agreement(("a", 40, 50)));
        Assert.Equal(apart.Expected.Value, together.Expected.Value, 12);
        Assert.True(together.Lower < apart.Lower);
    }

    [Fact]
    public void Interval_HoldsRewardAndExpectation_AndNarrowsWithAgreement() => Gen.Select(
        Gen.Double[0.05, 1].Array[1, 12], Gen.Int[0, 2].Select(half => half / 2.0).Array[12], Gen.Int[10, 400], Gen.Double[0.5, 1]).Sample((weights, scores, scenarios, rate) =>
    {
        var total = weights.Sum();
        JudgedVerdict[] verdicts = [.. weights.Select((weight, i) => new JudgedVerdict("c" + (i % 4), scores[i], weight / total))];
        var reward = Math.Clamp(verdicts.Sum(verdict => verdict.Share * verdict.Score), 0, 1);
        var known = Agreement([.. Enumerable.Range(0, 4).Select(i => ("c" + i, rate * scenarios, scenarios))]);
        var sure = Agreement([.. Enumerable.Range(0, 4).Select(i => ("c" + i, 10_000.0, 10_000))]);
        var (score, best) = (AutomaticScore.Of(reward, [.. verdicts], known), AutomaticScore.Of(reward, [.. verdicts], sure));
        Assert.InRange(reward, score.Lower, score.Upper);
        Assert.InRange(score.Expected.Value, score.Lower, score.Upper);
        Assert.True(score.Lower >= 0 && score.Upper <= 1);
        Assert.True(best.Upper - best.Lower <= score.Upper - score.Lower + 1e-9);
        Assert.InRange(best.Expected.Value, reward - 1e-3, reward + 1e-3);
    });

    private static Dictionary<string, CriterionAgreement> Agreement(params (string Criterion, double Agreed, int Scenarios)[] known) => known.ToDictionary(
        one => one.Criterion, one => new CriterionAgreement("f@1.0.0", one.Criterion, one.Agreed, one.Scenarios, Simulated: false), StringComparer.Ordinal);
}
