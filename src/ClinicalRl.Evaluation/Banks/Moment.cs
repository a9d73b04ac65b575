using System.Collections.Immutable;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>An action that could be taken at a moment, and what the reward function made of it.</summary>
/// <param name="Policy">Name of the policy that proposed it first.</param>
/// <param name="Action">The action in words.</param>
/// <param name="Reward">What it earned.</param>
internal sealed record MomentOption(string Policy, string Action, StepReward Reward)
{
    public double Value => Reward.Value;

    /// <summary>Verdicts in full or not at all, once for each criterion.</summary>
    public IEnumerable<CriterionVerdict> Clear => Reward.Breakdown.GroupBy(verdict => verdict.Criterion.Id, StringComparer.Ordinal)
        .Where(own => own.Select(verdict => verdict.Verdict).Distinct().Count() == 1 && own.First().Verdict != Verdict.PartlyMet).Select(own => own.First());

    /// <summary>The gravest criterion not met; null when all were.</summary>
    public CriterionVerdict? Worst
    {
        get
        {
            var failed = Reward.Breakdown.Where(verdict => verdict.Verdict == Verdict.NotMet).OrderByDescending(verdict => verdict.Criterion.Severity)
                .ThenBy(verdict => verdict.Criterion.Id, StringComparer.Ordinal).ToArray();
            return failed.Length == 0 ? null : failed[0];
        }
    }

    /// <summary>An action as an evaluator reads it.</summary>
    public static string Say(AgentAction action)
    {
        var arguments = action.Arguments.EnumerateObject().Select(argument => $"{argument.Name}: {argument.Value}");
        var call = string.Join(", ", arguments) is { Length: > 0 } listed ? $"{action.Tool} ({listed})" : action.Tool;
        return action.Message is { Length: > 0 } message ? $"{call} - says: \"{message}\"" : call;
    }
}

/// <summary>A moment of an episode at which several actions were tried.</summary>
/// <param name="Seed">Seed of the scenario.</param>
/// <param name="Step">Steps taken before.</param>
/// <param name="Shown">What the agent saw and did up to here.</param>
/// <param name="Options">Different actions whose reward was judged, in the order of the policies.</param>
internal sealed record Moment(ulong Seed, int Step, ImmutableArray<string> Shown, ImmutableArray<MomentOption> Options);

/// <summary>An episode as one policy played it.</summary>
/// <param name="Policy">Name of the policy.</param>
/// <param name="IsDegenerate">Whether it plays without clinical sense.</param>
/// <param name="Seed">Seed of the scenario.</param>
/// <param name="Opening">The first observation.</param>
/// <param name="Steps">Its steps.</param>
internal sealed record PlayedRun(string Policy, bool IsDegenerate, ulong Seed, string Opening, ImmutableArray<MomentOption> Steps);
