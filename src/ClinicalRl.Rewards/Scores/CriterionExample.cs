using System.Collections.Immutable;

namespace ClinicalRl.Rewards.Scores;

/// <summary>A place in a played episode at which a criterion gave a verdict: seed, policy and step find it again on any machine.</summary>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Verdict">Wire name of the verdict.</param>
/// <param name="Policy">The policy that played.</param>
/// <param name="Seed">Seed of the scenario.</param>
/// <param name="Step">Step, from 1.</param>
/// <param name="Subject">Whom it concerned, or null.</param>
/// <param name="Action">What the agent did, such as <c>dispose patient=P3 disposition=D8</c>.</param>
/// <param name="Because">The facts the verdict rests on, in words.</param>
public sealed record CriterionExample(
    string Criterion, string Verdict, string Policy, ulong Seed, int Step, string? Subject, string Action, ImmutableArray<string> Because);
