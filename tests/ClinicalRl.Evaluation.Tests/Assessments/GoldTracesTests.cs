using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation;

namespace ClinicalRl.Evaluation.Tests.Assessments;

public sealed class GoldTracesTests
{
    public static TheoryData<string> Environments => [.. ShippedEnvironments.Load().Environments.Select(environment => environment.Spec.Id)];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Traces_AreEnough_TheSameEveryTime_AndVaried(string id)
    {
        var catalogue = ShippedEnvironments.Load();
        var environment = catalogue.Find(id)!;
        var judge = RewardLibrary.Shipped(catalogue).Find(environment.Spec.DefaultRewardFunction)!;
        var traces = GoldTraces.Of(environment, judge);
        Assert.Equal(GoldTraces.Count, traces.Ids.Count());
        var again = GoldTraces.Of(environment, judge);
        Assert.All(traces.Ids, trace =>
        {
            var found = traces.Find(trace)!;
            Assert.Equal(found.Trajectory.Asked, found.References.Keys);
            Assert.Equal(found.Trajectory.Steps, again.Find(trace)!.Trajectory.Steps);
        });
        var references = traces.Ids.SelectMany(trace => traces.Find(trace)!.References.Values).Select(reference => reference.Score).ToArray();
        Assert.Contains(references, score => score > 0.8);
        Assert.Contains(references, score => score < 0.5);
        Assert.Null(traces.Find("none"));
    }
}
