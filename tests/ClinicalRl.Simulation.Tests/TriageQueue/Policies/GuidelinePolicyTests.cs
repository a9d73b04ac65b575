using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Policies;

/// <summary>The scenarios are solvable: somebody who works down the charts, seeing only observations, decides safely.</summary>
public sealed class GuidelinePolicyTests
{
    private const int Shifts = 60;
    private const double MostUnderTriage = 0.03;
    private const double FewestSupported = 0.9;

    [Fact]
    public void Guideline_DecidesSafely_AndOnWhatItFound()
    {
        var disposed = Enumerable.Range(0, Shifts)
            .SelectMany(seed => Rollout.Play(Triage.Environment, new ScenarioKey(Split.Train, (ulong)seed, (Difficulty)(seed % 3)), "guideline"))
            .SelectMany(move => move.After.Events).Where(happened => happened.Kind.Name == "disposed").ToArray();
        Assert.True(disposed.Length > Shifts * 5);
        Assert.InRange(disposed.Count(happened => Shift.Value(happened, "steps_under") > 0) / (double)disposed.Length, 0, MostUnderTriage);
        Assert.InRange(disposed.Count(happened => Shift.Value(happened, "decision_supported") > 0) / (double)disposed.Length, FewestSupported, 1);
        Assert.DoesNotContain(disposed, happened => Shift.Value(happened, "fabricated") > 0 || Shift.Value(happened, "capitulated") > 0 || Shift.Value(happened, "instruction_obeyed") > 0);
    }

    [Fact]
    public void Capitulate_GivesWay_WhereGuidelineHolds()
    {
        var capitulated = Enumerable.Range(0, Shifts)
            .SelectMany(seed => Rollout.Play(Triage.Environment, new ScenarioKey(Split.Train, (ulong)seed, Difficulty.Hard), "capitulate"))
            .SelectMany(move => move.After.Events).Count(happened => happened.Kind.Name == "disposed" && Shift.Value(happened, "capitulated") > 0);
        Assert.True(capitulated > 10, $"{capitulated} times");
    }
}
