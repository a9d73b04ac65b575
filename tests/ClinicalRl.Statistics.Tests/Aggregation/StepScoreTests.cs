using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Proportions;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Aggregation;

public sealed class StepScoreTests
{
    private static readonly CalibrationSnapshot Panel = CalibrationSnapshot.Assumed(["E1", "E2", "E3"], 0.05, 0.001);

    private static readonly Gen<double> Score = Gen.Int[0, 100].Select(hundredth => hundredth / 100.0);

    [Fact]
    public void Score_IsHeldByItsInterval_WhichNarrowsWithEvaluators() => Score.Sample(score =>
    {
        var widths = Enumerable.Range(1, 3).Select(count =>
        {
            var step = StepScore.Of(Panel, Enumerable.Range(1, count).Select(j => KeyValuePair.Create($"E{j}", score))).Value;
            Assert.Equal(score, step.Score, 1e-12);
            Assert.True(step.Match.Interval.Contains(step.Score));
            return step.Match.Interval.Width;
        }).ToArray();
        Assert.True(widths[0] > widths[1] && widths[1] > widths[2]);
    });

    [Fact]
    public void Score_IgnoresTheNamesOfEvaluatorsAlike_AndMirrors() => Gen.Select(Score, Score).Sample((first, second) =>
    {
        var here = StepScore.Of(Panel, Scores(("E1", first), ("E2", second))).Value;
        var there = StepScore.Of(Panel, Scores(("E3", first), ("E1", second))).Value;
        var mirrored = StepScore.Of(Panel, Scores(("E1", 1 - first), ("E2", 1 - second))).Value;
        Assert.Equal(here.Score, there.Score, 1e-12);
        Assert.Equal(here.Score, 1 - mirrored.Score, 1e-12);
        Assert.Equal(here.Variance, mirrored.Variance, 1e-12);
    });

    [Fact]
    public void Outlying_NamesWhoDisagreesByThreeErrors_AndDropsNoScore()
    {
        var step = StepScore.Of(Panel, Scores(("E1", 0.9), ("E2", 0.88), ("E3", 0.1))).Value;
        Assert.Contains("E3", step.Outlying(Panel));
        Assert.Equal(3, step.Parts.Length);
        Assert.Empty(StepScore.Of(Panel, Scores(("E1", 0.9), ("E2", 0.88), ("E3", 0.8))).Value.Outlying(Panel));
    }

    [Fact]
    public void Flags_AskForAnotherEvaluator_WhenReliabilityIsLow()
    {
        var step = StepScore.Of(Panel with { StepVariance = 0.001 }, Scores(("E1", 0.5))).Value;
        Assert.Equal([Flag.NeedsEvaluator, Flag.Provisional], step.Flags);
        Assert.InRange(step.ShrunkTowards(0.8).Value, 0.5, 0.8);
        Assert.Equal(Reason.InsufficientReference, StepScore.Of(Panel, Scores(("E1", 0.5))).Value.Reliability.Reason);
    }

    [Fact]
    public void Inflation_WaitsForAHundredDegreesOfFreedom()
    {
        var noisy = NoiseInflation.Of(StepScore.Of(Panel, Scores(("E1", 0.2), ("E2", 0.8))).Value);
        Assert.Equal(1, noisy.Value);
        var many = Enumerable.Range(0, 100).Aggregate(default(NoiseInflation), (sum, _) => sum + noisy);
        Assert.True(many.Value > 5);
    }

    [Fact]
    public void Episode_SharesBiasesBetweenSteps_SoMoreStepsDoNotRemoveThem()
    {
        var biased = CalibrationSnapshot.Assumed(["E1"], 0.01, 0.01);
        var step = StepScore.Of(biased, Scores(("E1", 0.6)));
        var long1 = EpisodeScore.Of(biased, [.. Enumerable.Repeat(step, 100)]).Value;
        Assert.InRange(long1.Variance, 0.01, 0.0101);
        Assert.Equal(0.5, EpisodeScore.CoveredShare([step, Reason.NoData]).Value);
    }

    [Fact]
    public void Rubric_PriorIsBounded_AndVotesOutweighIt()
    {
        Assert.Equal([0.95, 0.05, 0.5], [RubricPosterior.Prior(new Proportion(9, 9)), RubricPosterior.Prior(new Proportion(0, 9)), RubricPosterior.Prior(default)]);
        var vote = RubricVote.Of(false, new Proportion(19, 20), new Proportion(18, 20));
        Assert.True(RubricPosterior.Of(0.95, [vote, vote, vote]).Probability < 0.05);
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Of_Refuses_ScoresOutsideTheirRange(double score) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StepScore.Of(Panel, Scores(("E1", score))));

    [Fact]
    public void Of_Refuses_TwoScoresOfOneEvaluator() =>
        Assert.Throws<ArgumentException>(() => StepScore.Of(Panel, Scores(("E1", 0.1), ("E1", 0.2))));

    private static IEnumerable<KeyValuePair<string, double>> Scores(params (string Evaluator, double Score)[] scores) =>
        scores.Select(score => KeyValuePair.Create(score.Evaluator, score.Score));
}
