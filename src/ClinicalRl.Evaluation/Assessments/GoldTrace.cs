using System.Collections.Immutable;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>The right score of a step.</summary>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Severity">Severity of the gravest criterion that the step failed or else met, 1 to 5.</param>
public readonly record struct GoldReference(double Score, int Severity);

/// <summary>A whole trajectory whose right scores are known, of the same form as any other.</summary>
/// <param name="Id">Id, unique in all environments.</param>
/// <param name="Environment">Id of the environment.</param>
/// <param name="Trajectory">What is shown.</param>
/// <param name="References">Right scores of the steps that are asked for.</param>
public sealed record GoldTrace(string Id, string Environment, Trajectory Trajectory, ImmutableSortedDictionary<int, GoldReference> References)
{
    /// <summary>A score is right within this of the reference; that of the rating items.</summary>
    public const double Tolerance = 0.15;

    /// <summary>Id of a step as a gold item.</summary>
    public string ItemOf(int step) => FormattableString.Invariant($"{Id}/{step}");
}
