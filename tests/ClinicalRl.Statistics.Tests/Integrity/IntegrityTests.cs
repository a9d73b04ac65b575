using ClinicalRl.Statistics.Integrity;
using ClinicalRl.Statistics.Tests.Coverage;

namespace ClinicalRl.Statistics.Tests.Integrity;

public sealed class IntegrityTests
{
    private static readonly Dictionary<string, int> Wrong = new(StringComparer.Ordinal) { ["B"] = 6, ["C"] = 2, ["D"] = 0 };

    [Fact]
    public void IdenticalErrors_FlagACopyist_AmongHonestPairs()
    {
        var chance = new SimulatedChance("test|copying|v1");
        var honest = Enumerable.Range(0, 40).Select(i => new TestedPair($"H{i}", $"K{i}", Pair(chance, copies: false))).ToList();
        var pairs = honest.Append(new TestedPair("source", "copyist", Pair(chance, copies: true))).ToList();
        Assert.Equal(["copyist"], CopyingReview.Flagged(pairs).Select(pair => pair.Second));
    }

    [Fact]
    public void IdenticalErrors_NeedThirtyItems() =>
        Assert.Equal(Reason.TooFewItems, IdenticalErrors.Of([.. Enumerable.Repeat(new SharedItem("A", "A", "A", Wrong), 29)], 0.2, 0.2).Reason);

    /// <summary>Honest residuals from the mean of two others correlate; a test against 0 would accuse them.</summary>
    [Fact]
    public void ResidualLikeness_AcquitsHonestPairs_WhoseResidualsShareAnError()
    {
        var chance = new SimulatedChance("test|likeness|v1");
        var accused = 0;
        for (var pair = 0; pair < 400; pair++)
            accused += Likeness(chance, copying: 0).PValue < 0.05 ? 1 : 0;
        Assert.InRange(accused, 8, 32);
        var likeness = Likeness(chance, copying: 0);
        Assert.Equal(0.5 / 1.5, likeness.HonestCorrelation, 1e-12);
        Assert.True(Likeness(chance, copying: 0.8).PValue < 0.001);
    }

    [Fact]
    public void EffortReview_FindsTheCareless_InALargePanel_AndNobodyInASmallOne()
    {
        var panel = Enumerable.Range(0, 120).ToDictionary(i => $"E{i:D3}", i => Effort($"effort {i}", careless: i == 17), StringComparer.Ordinal);
        Assert.Equal(["E017"], EffortReview.ForReview(panel));
        Assert.Empty(EffortReview.ForReview(panel.Take(50).ToDictionary(own => own.Key, own => own.Value, StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(new double[] { 20, 40, 60 }, 4)]
    [InlineData(new double[] { 5, 6, 7, 8 }, 3)]
    public void Threshold_IsATenthOfTheMedian_ButThreeSeconds(double[] seconds, double expected) => Assert.Equal(expected, ResponseEffort.Threshold(seconds).Value);

    private static double Pair(SimulatedChance chance, bool copies)
    {
        SharedItem[] items = [.. Enumerable.Range(0, 60).Select(_ =>
        {
            var first = Answer(chance);
            return new SharedItem(first, copies && chance.Uniform() < 0.9 ? first : Answer(chance), "A", Wrong);
        })];
        return IdenticalErrors.Of(items, 0.3, 0.3).Value.PValue;
    }

    private static string Answer(SimulatedChance chance) => chance.Uniform() < 0.7 ? "A" : chance.Uniform() < 0.6 ? "B" : chance.Uniform() < 0.7 ? "C" : "D";

    private static ResidualLikeness Likeness(SimulatedChance chance, double copying)
    {
        SharedStep[] steps = [.. Enumerable.Range(0, 60).Select(_ =>
        {
            var (rest, own) = (Math.Sqrt(0.005) * chance.Normal(), 0.1 * chance.Normal());
            return new SharedStep(own - rest, (copying * own) + ((1 - copying) * 0.1 * chance.Normal()) - rest, 0.01, 0.01, 0.005);
        })];
        return ResidualLikeness.Of(steps).Value;
    }

    private static ResponseEffort Effort(string seed, bool careless)
    {
        var chance = new SimulatedChance(seed);
        return ResponseEffort.Of([.. Enumerable.Range(0, 50).Select(_ =>
        {
            var (truth, noise) = (chance.Uniform(), 0.1 * chance.Normal());
            return careless
                ? new TimedResponse("A", 0.5 + (0.001 * noise), truth, 1, 6)
                : new TimedResponse("ABCD"[(int)(4 * chance.Uniform())].ToString(), truth + noise, truth, 10 + (20 * chance.Uniform()), 6);
        })]).Value;
    }
}
