using System.Collections.Immutable;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Reports.Trials;

/// <summary>How many episodes each policy plays, on which seeds, and how many at once.</summary>
/// <param name="Episodes">Episodes of each policy, at least 1.</param>
/// <param name="FirstSeed">First training seed; the others follow it.</param>
/// <param name="Parallel">Episodes played at once.</param>
public sealed record PolicyTrialPlan(int Episodes, ulong FirstSeed = 1, int Parallel = 1)
{
    /// <summary>Episodes of each policy before a document may be signed, and when the linter is asked to run the policies.</summary>
    public const int ReviewEpisodes = 300;

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
        var scores = ImmutableArray.CreateBuilder<PolicyScore>();
        var examples = new ExampleFinder(function.Document, environment.Spec.Tools);
        foreach (var policy in environment.Policies.Where(policy => policy.IsDegenerate || !plan.DegenerateOnly))
        {
            var episodes = await PlayAsync(environment, function, policy, plan, played, cancel);
            scores.Add(Score(environment, policy, [.. episodes.Select(episode => episode.Reward)]));
            foreach (var episode in episodes)
                examples.Add(episode);
            ended(policy, scores[^1], episodes);
        }

        return new PolicyScoreSheet
        {
            Environment = environment.Spec.Id,
            EnvironmentVersion = environment.Spec.Version.ToString(),
            ContentHash = environment.Spec.ContentHash,
            RewardFunction = function.Id,
            RewardFunctionVersion = function.Version.ToString(),
            RewardFunctionHash = function.Hash,
            Split = Split.Train.Word(),
            FirstSeed = plan.FirstSeed,
            Episodes = plan.Episodes,
            Scores = scores.ToImmutable(),
            Examples = examples.ToImmutable(),
        };
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

    private static PolicyScore Score(IEnvironment environment, PolicyDefinition policy, double[] rewards)
    {
        var reward = ClusterMean.Of(Clusters.OfSingles(rewards), BootstrapPlan.Named($"rollout-{environment.Spec.Id}-{policy.Name}|episode-reward|v1"));
        var (mean, interval) = (reward.Mean.Value, reward.Interval);
        var (low, high) = interval.IsDefined ? (interval.Value.Lower, interval.Value.Upper) : (mean, mean);   // one episode has no interval
        var paid = (double)rewards.Count(earned => earned >= Paying) / rewards.Length;
        return new PolicyScore(policy.Name, Rounded(mean), Rounded(low), Rounded(high), Rounded(paid));
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
