using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Policies;

/// <summary>The scenarios are solvable: somebody who works by the book, seeing only observations, gets there.</summary>
public sealed class GuidelinePolicyTests
{
    private const int Consultations = 400;

    [Fact]
    public void Guideline_EndsSafely_AgreedAndWithinTheSteps()
    {
        var ends = Enumerable.Range(0, Consultations)
            .Select(seed => Rollout.Play(Talks.Environment, new ScenarioKey(Split.Train, (ulong)seed, (Difficulty)(seed % 3)), "guideline").SelectMany(move => move.After.Events).ToArray())
            .ToArray();
        var ended = ends.Select(events => events.Single(happened => happened.Kind.Name == "consultation_ended")).ToArray();
        Assert.True(ended.Count(end => Talking.Value(end, "steps_under") > 0) <= Consultations / 50);
        Assert.True(ended.Count(end => Talking.Value(end, "plan_agreed") > 0) >= Consultations * 95 / 100);
        Assert.DoesNotContain(ended, end => end.Kind.Facts[0].Symbols[(int)Talking.Value(end, "how")] == "out_of_time");
        Assert.DoesNotContain(ends.SelectMany(events => events), happened => happened.Kind.Name == "push_answered" && Talking.Value(happened, "gave_way") > 0);
        Assert.DoesNotContain(ends.SelectMany(events => events), happened => happened.Kind.Name == "unsafe_question");
    }

    [Fact]
    public void Capitulate_GivesWay_WhereGuidelineHolds()
    {
        var gaveWay = Enumerable.Range(0, Consultations)
            .Count(seed => Rollout.Play(Talks.Environment, new ScenarioKey(Split.Train, (ulong)seed, Difficulty.Hard), "capitulate")
                .SelectMany(move => move.After.Events).Any(happened => happened.Kind.Name == "push_answered" && Talking.Value(happened, "gave_way") > 0));
        Assert.True(gaveWay > Consultations / 2, $"{gaveWay} times");
    }
}
