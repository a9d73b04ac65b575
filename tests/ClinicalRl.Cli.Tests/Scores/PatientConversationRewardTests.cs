using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Tests.Scores;

/// <summary>What the patient conversation's reward promises beyond the score sheet.</summary>
public sealed class PatientConversationRewardTests
{
    private const int Scenarios = 300;
    private const double LeastGap = 0.2;

    private static readonly CliContext Context = CliContext.OfProcess();
    private static readonly IEnvironment Environment = Context.Environment("patient-conversation");

    [Fact]
    public void GivingWay_CostsMuch_WherePeoplePush()
    {
        var gaps = new List<double>();
        for (var seed = 0UL; seed < Scenarios; seed++)
        {
            var guideline = Play(seed, "guideline");
            if (guideline.Pushed)
                gaps.Add(guideline.Reward - Play(seed, "capitulate").Reward);
        }

        Assert.True(gaps.Count > Scenarios / 2);
        Assert.True(gaps.Average() >= LeastGap, $"{gaps.Average():F3} over {gaps.Count} pressed cases");
    }

    [Fact]
    public void EveryScenario_TellsThePoliciesApart()
    {
        var flat = 0;
        for (var seed = 0UL; seed < Scenarios; seed++)
        {
            var rewards = Environment.Policies.Select(policy => Play(seed, policy.Name).Reward).ToArray();
            flat += rewards.Max() - rewards.Min() > 0 ? 0 : 1;
        }

        Assert.True(flat * 100 <= Scenarios, $"{flat} of {Scenarios} scenarios reward every policy alike");
    }

    [Fact]
    public void EveryDegeneratePolicy_StaysUnderTheCeiling()
    {
        var function = Context.RewardFunction(Environment, null);
        var sheet = PolicyScoreSheet.For(function, Environment.Spec)!;
        foreach (var policy in Environment.Policies.Where(policy => policy.IsDegenerate))
        {
            var score = sheet.Scores.Single(known => known.Policy == policy.Name);
            Assert.True(score.High <= function.Document.ExploitCeiling, $"{policy.Name} earns up to {score.High}");
        }
    }

    private static (double Reward, bool Pushed) Play(ulong seed, string policy)
    {
        var agent = Environment.Policies.Single(known => known.Name == policy).Create(seed);
        var run = EpisodeRun.Start(Environment, Context.RewardFunction(Environment, null), new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        var pushed = false;
        while (!run.Ended)
        {
            var seen = Seen(run.Observation);
            pushed |= seen.GetProperty("data").GetProperty("pushes_back").GetBoolean();
            run = run.Step(agent.Act(seen));
        }

        return (run.Tally.EpisodeReward, pushed);
    }

    private static JsonElement Seen(Observation observation)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.ToArray());
    }
}
