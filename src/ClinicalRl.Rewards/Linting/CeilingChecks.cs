using System.Collections.Immutable;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Checks a document's exploit ceiling against what the policies that must score low were measured to earn.</summary>
public static class CeilingChecks
{
    /// <summary>
    /// The findings at the ceiling's place. The upper end of a policy's interval counts, not its mean: few episodes prove little, so they
    /// let little pass.
    /// </summary>
    public static ImmutableArray<Finding> Check(RewardDocument document, ImmutableArray<PolicyDefinition> policies, PolicyScoreSheet scores)
    {
        var findings = new FindingList();
        var degenerate = policies.Where(policy => policy.IsDegenerate).ToList();
        if (degenerate.Count == 0)
            findings.Add(document.ExploitCeilingAt, "policies-not-run", $"'{document.Environment.Value}' has no policy that must score low");
        foreach (var policy in degenerate)
        {
            if (scores.Scores.FirstOrDefault(score => score.Policy == policy.Name) is not { } score)
                findings.Add(document.ExploitCeilingAt, "policies-not-run", $"policy '{policy.Name}' was not measured");
            else if (score.High > document.ExploitCeiling)
                findings.Add(document.ExploitCeilingAt, "ceiling-exceeded", Describe(document, score, scores.Episodes));
        }

        return findings.ToImmutable();
    }

    private static string Describe(RewardDocument document, PolicyScore score, int episodes) => FormattableString.Invariant(
        $"'{score.Policy}' earns {score.MeanReward:0.000} (95% interval {score.Low:0.000} to {score.High:0.000}, {episodes} episodes); the ceiling is {document.ExploitCeiling}");
}
