using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Drift;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Tests.Coverage;

namespace ClinicalRl.Statistics.Tests.Drift;

public sealed class DriftTests
{
    private const int Longest = 3_000;

    /// <summary>Published run lengths: about 500, 465 and 455 while nothing changed, about 10, 10 and 20 after the change.</summary>
    [Fact]
    public void Charts_SignalRarelyInControl_AndSoonAfterAChange()
    {
        var chance = new SimulatedChance("test|run lengths|v1");
        Assert.InRange(Mean(400, () => new EwmaChart().Follow(Normals(chance, 0)).FirstSignal), 400, 600);
        Assert.InRange(Mean(400, () => new CusumChart().Follow(Normals(chance, 0)).FirstSignal), 380, 560);
        Assert.InRange(Mean(400, () => new CorrectnessChart().Follow(Answers(chance, 0.9)).FirstSignal), 370, 550);
        Assert.InRange(Mean(400, () => new EwmaChart().Follow(Normals(chance, 1)).FirstSignal), 7, 13);
        Assert.InRange(Mean(400, () => new CusumChart().Follow(Normals(chance, 1)).FirstSignal), 7, 13);
        Assert.InRange(Mean(400, () => new CorrectnessChart().Follow(Answers(chance, 0.7)).FirstSignal), 15, 26);
    }

    [Fact]
    public void Residual_IsStandardised_ByWhatTheSnapshotKnows()
    {
        var calibration = new EvaluatorCalibration(default, 0.25, 1, 0.1, 0);
        Assert.Equal((0.7 - 0.5 - 0.1) / Math.Sqrt(0.25 * 0.25), StandardisedResidual.Of(calibration, 0.7, 0.5), 1e-12);
    }

    [Fact]
    public void RateChange_IsAlarmed_OnlyWhenAsGoodAsCertain()
    {
        var reference = BetaPosterior.After(90, 100);
        Assert.True(RateChange.Between(reference, BetaPosterior.After(12, 20)).IsAlarm);
        Assert.False(RateChange.Between(reference, BetaPosterior.After(17, 20)).IsAlarm);
    }

    private static double Mean(int runs, Func<int?> length) => Enumerable.Range(0, runs).Average(_ => length() ?? Longest);

    private static double[] Normals(SimulatedChance chance, double mean) => [.. Enumerable.Range(0, Longest).Select(_ => mean + chance.Normal())];

    private static bool[] Answers(SimulatedChance chance, double rate) => [.. Enumerable.Range(0, Longest).Select(_ => chance.Uniform() < rate)];
}
