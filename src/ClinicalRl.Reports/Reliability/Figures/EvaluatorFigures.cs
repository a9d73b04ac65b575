using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Reliability.Figures;

/// <summary>How an evaluator stands. Flags ask a person to look; none is a sanction.</summary>
/// <param name="Evaluator">Pseudonym.</param>
/// <param name="Simulated">Whether it is a program.</param>
/// <param name="Qualified">Environments for which the evaluator is qualified.</param>
/// <param name="GoldItems">Gold items answered.</param>
/// <param name="Right">Of these, answered right.</param>
/// <param name="Reliability">Rate of right answers, posterior mean.</param>
/// <param name="LowerBound">Its one-sided 95% lower bound.</param>
/// <param name="Bias">What the evaluator's scores lie above the reference, shrunk to the panel.</param>
/// <param name="Noise">Variance of a score over h(truth).</param>
/// <param name="Steps">Steps scored.</param>
/// <param name="OutlyingSteps">Of these, beyond three standard errors from the others.</param>
/// <param name="Flags">Drift, Copying, LowEffort.</param>
/// <param name="CopiedFrom">Evaluators whose scores these are too like.</param>
public sealed record EvaluatorFigures(
    string Evaluator, bool Simulated, ImmutableArray<string> Qualified, int GoldItems, int Right, Estimate<double> Reliability, Estimate<double> LowerBound, Estimate<double> Bias,
    Estimate<double> Noise, int Steps, int OutlyingSteps, ImmutableArray<string> Flags, ImmutableArray<string> CopiedFrom)
{
    internal static EvaluatorFigures Of(EvaluatorStanding standing) => new(
        standing.Evaluator, standing.Enrolled.Simulated, standing.Qualified, standing.Gold.Items, standing.Gold.Correct, standing.Reliability.Value, standing.LowerBound,
        standing.Bias.Value, standing.Calibration.Then(known => known.Noise), standing.Steps, standing.OutlyingSteps, [.. standing.Flags.Select(flag => flag.ToString())],
        standing.CopiedFrom);
}
