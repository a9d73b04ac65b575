using System.Collections.Immutable;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Reports.Trials;

/// <summary>Folds the episodes of one policy after the other into a score sheet, and lets go of them.</summary>
internal sealed class PolicyScores(IEnvironment environment, RewardFunction function, PolicyTrialPlan plan)
{
    private readonly ImmutableArray<PolicyScore>.Builder scores = ImmutableArray.CreateBuilder<PolicyScore>();

    private readonly ExampleFinder examples = new(function.Document, environment.Spec.Tools);

    /// <summary>The policies of the plan, in the environment's order.</summary>
    public ImmutableArray<PolicyDefinition> Policies { get; } = [.. environment.Policies.Where(policy => policy.IsDegenerate || !plan.DegenerateOnly)];

    /// <summary>Adds a policy's episodes, in the order of their seeds; its score.</summary>
    public PolicyScore Add(PolicyDefinition policy, TrialEpisode[] episodes)
    {
        var score = Score(policy, [.. episodes.Select(episode => episode.Reward)]);
        scores.Add(score);
        foreach (var episode in episodes)
            examples.Add(episode);
        return score;
    }

    /// <summary>The sheet of the policies added.</summary>
    public PolicyScoreSheet ToSheet() => new()
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

    private PolicyScore Score(PolicyDefinition policy, double[] rewards)
    {
        var reward = ClusterMean.Of(Clusters.OfSingles(rewards), BootstrapPlan.Named($"rollout-{environment.Spec.Id}-{policy.Name}|episode-reward|v1"));
        var (mean, interval) = (reward.Mean.Value, reward.Interval);
        var (low, high) = interval.IsDefined ? (interval.Value.Lower, interval.Value.Upper) : (mean, mean);   // one episode has no interval
        var paid = (double)rewards.Count(earned => earned >= PolicyTrials.Paying) / rewards.Length;
        return new PolicyScore(policy.Name, Rounded(mean), Rounded(low), Rounded(high), Rounded(paid));
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
