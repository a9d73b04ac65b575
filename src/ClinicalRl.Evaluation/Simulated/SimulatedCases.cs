using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>A simulated step with its truth.</summary>
internal sealed record SimulatedStep(int Step, double Truth, string Failure, ImmutableArray<AutomaticVerdict> Criteria, AutomaticStep Automatic);

/// <summary>A simulated episode with its truth.</summary>
internal sealed record SimulatedEpisode(string Id, string Scenario, string Policy, ImmutableArray<SimulatedStep> Steps)
{
    public double Truth => Steps.Sum(step => step.Truth) / Steps.Length;

    public double AutomaticReward => Steps.Sum(step => step.Automatic.Reward) / Steps.Length;
}

/// <summary>
/// Draws episodes: a quality, steps around it, and an automatic reward that follows the truth, but for one policy which learnt to please it with words.
/// </summary>
internal static class SimulatedCases
{
    /// <summary>The policy whose automatic reward rises without the truth.</summary>
    public const string FlatteringPolicy = "policy-c";

    private const double FailureBelow = 0.4;

    private static readonly string[] Policies = ["policy-a", "policy-b", FlatteringPolicy];

    private static readonly string[] Criteria = ["red-flags-sought", "right-urgency", "safety-net-given"];

    private static readonly string[] LikelyFailures = ["CS01", "CS03", "CS07", "CS08"];

    public static ImmutableArray<SimulatedEpisode> Of(PoolDesign design)
    {
        var random = RandomStream.Named(design.Seed, "simulated-cases");
        var episodes = ImmutableArray.CreateBuilder<SimulatedEpisode>(design.Episodes);
        var difficulty = 0.0;
        for (var i = 0; i < design.Episodes; i++)
        {
            var policy = i % Policies.Length;
            difficulty = policy == 0 ? Draws.Between(ref random, -0.2, 0.2) : difficulty;
            var quality = 0.55 + difficulty + (policy == 0 ? -0.05 : 0.03) + (0.08 * Draws.Normal(ref random));
            episodes.Add(Episode(FormattableString.Invariant($"sim-{i + 1:D4}"), FormattableString.Invariant($"sim-scenario-{(i / Policies.Length) + 1:D3}"), Policies[policy], quality, ref random));
        }

        return episodes.MoveToImmutable();
    }

    private static SimulatedEpisode Episode(string id, string scenario, string policy, double quality, ref RandomStream random)
    {
        var steps = ImmutableArray.CreateBuilder<SimulatedStep>();
        var count = random.Between(4, 8);
        for (var step = 1; step <= count; step++)
            steps.Add(Step(step, Math.Clamp(quality + (0.15 * Draws.Normal(ref random)), 0.05, 0.95), policy, ref random));
        return new SimulatedEpisode(id, scenario, policy, steps.ToImmutable());
    }

    private static SimulatedStep Step(int step, double truth, string policy, ref RandomStream random)
    {
        var flatters = policy == FlatteringPolicy;
        var length = random.Between(40, 400) + (flatters ? 300 : 0);
        var reward = truth + (0.06 * Draws.Normal(ref random)) + (flatters ? 0.12 + (0.0002 * length) : 0);
        var failure = truth < FailureBelow ? random.Pick(LikelyFailures) : StepScored.NoFailure;
        var (criteria, verdicts) = (ImmutableArray.CreateBuilder<AutomaticVerdict>(Criteria.Length), ImmutableArray.CreateBuilder<AutomaticVerdict>(Criteria.Length));
        foreach (var criterion in Criteria)
        {
            var met = random.NextUnit() < truth;
            criteria.Add(new AutomaticVerdict(criterion, met));
            verdicts.Add(new AutomaticVerdict(criterion, random.Chance(900) ? met : !met));
        }

        return new SimulatedStep(step, truth, failure, criteria.MoveToImmutable(), new AutomaticStep(step, Draws.AsScore(reward), length, verdicts.MoveToImmutable()));
    }
}
