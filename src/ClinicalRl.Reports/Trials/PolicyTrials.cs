using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Reports.Trials;

/// <summary>How many episodes each policy plays, on which seeds, and how many at once.</summary>
/// <param name="Episodes">Episodes of each policy, at least 1.</param>
/// <param name="FirstSeed">First training seed; the others follow it.</param>
/// <param name="Parallel">Episodes played at once.</param>
public sealed record PolicyTrialPlan(int Episodes, ulong FirstSeed = 1, int Parallel = 1)
{
    /// <summary>Episodes of each policy before a document may be signed, when the linter is asked to run the policies, and on the cards: one measure.</summary>
    public const int ReviewEpisodes = 500;

    /// <summary>Only the policies that must score low.</summary>
    public bool DegenerateOnly { get; init; }
}

/// <summary>Plays an environment's own policies under a reward function: what each earns, and where each criterion was met and where not.</summary>
public static class PolicyTrials
{
    /// <summary>An episode pays when its reward is at least this.</summary>
    public const double Paying = 0.5;

    /// <summary>The sheet. The same function, environment and plan give the same sheet, in whatever order the episodes end.</summary>
    public static Task<PolicyScoreSheet> MeasureAsync(
        IEnvironment environment, RewardFunction function, PolicyTrialPlan plan, Action<int>? played = null, CancellationToken cancel = default) =>
        MeasureAsync(environment, function, plan, (_, _, _) => { }, played, cancel);

    /// <summary>The same; <paramref name="ended"/> is shown the score and episodes of each policy, these in the order of their seeds.</summary>
    internal static async Task<PolicyScoreSheet> MeasureAsync(
        IEnvironment environment, RewardFunction function, PolicyTrialPlan plan, Action<PolicyDefinition, PolicyScore, TrialEpisode[]> ended, Action<int>? played, CancellationToken cancel)
    {
        var scores = new PolicyScores(environment, function, plan);
        foreach (var policy in scores.Policies)
        {
            var episodes = await PlayAsync(environment, function, policy, plan, played, cancel);
            ended(policy, scores.Add(policy, episodes), episodes);
        }

        return scores.ToSheet();
    }

    private static async Task<TrialEpisode[]> PlayAsync(
        IEnvironment environment, RewardFunction function, PolicyDefinition policy, PolicyTrialPlan plan, Action<int>? played, CancellationToken cancel)
    {
        var episodes = new TrialEpisode[plan.Episodes];
        var options = new ParallelOptions { MaxDegreeOfParallelism = plan.Parallel, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, plan.Episodes), options, (index, stop) =>
        {
            episodes[index] = TrialEpisode.Play(environment, function, policy, plan.FirstSeed + (ulong)index, stop);
            played?.Invoke(1);
            return ValueTask.CompletedTask;
        });
        return episodes;
    }
}
