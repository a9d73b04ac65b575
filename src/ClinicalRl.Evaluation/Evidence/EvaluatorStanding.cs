using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Drift;
using ClinicalRl.Statistics.Integrity;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>Why an evaluator is looked into. A review by a person follows, never an automatic sanction.</summary>
public enum EvaluatorFlag
{
    /// <summary>Bias or correctness on hidden gold items moved since calibration.</summary>
    Drift,

    /// <summary>Scores are more like an earlier evaluator's than honest ones are.</summary>
    Copying,

    /// <summary>Answers quicker than the item can be read, or unrelated to what all others say.</summary>
    LowEffort,
}

/// <summary>Charts of hidden gold items, answered after the assessment opened, against the calibration before it.</summary>
/// <param name="Items">Hidden gold ratings followed.</param>
/// <param name="EwmaSignal">First of them at which the moving average signals, from 1; null for none.</param>
/// <param name="CusumSignal">The same of the cumulative sum.</param>
/// <param name="CusumStands">Whether the cumulative sum is still beyond its limit at the last item.</param>
/// <param name="RateFell">Probability that the rate of right answers is lower than in calibration.</param>
public sealed record DriftWatch(int Items, int? EwmaSignal, int? CusumSignal, bool CusumStands, Estimate<double> RateFell)
{
    /// <summary>
    /// The moving average signalled and the cumulative sum still stands beyond its limit, or the rate of right answers fell for almost certain. A signal by
    /// itself suspends and asks for more gold items; in a report of some thirty hidden items it would accuse more than one in twenty honest evaluators.
    /// </summary>
    public bool IsDrift => (EwmaSignal is not null && CusumStands) || (RateFell.IsDefined && new RateChange(RateFell.Value).IsAlarm);
}

/// <summary>All that is known of an evaluator.</summary>
public sealed record EvaluatorStanding
{
    /// <summary>Smallest share of answers that took long enough to read: the screen's guard.</summary>
    public const double LeastTimeEffort = 0.9;

    /// <summary>Pseudonym, register, and whether a program.</summary>
    public required EvaluatorEnrolled Enrolled { get; init; }

    /// <summary>Task families for which the evaluator is qualified.</summary>
    public required ImmutableArray<string> Qualified { get; init; }

    /// <summary>Sums over gold items of all families.</summary>
    public required OutcomeSums Gold { get; init; }

    /// <summary>Rate of right answers to gold items, with the equal-tailed interval under Jeffreys' prior.</summary>
    public required Statistic Reliability { get; init; }

    /// <summary>Its one-sided 95% lower bound; undefined without gold items.</summary>
    public required Estimate<double> LowerBound { get; init; }

    /// <summary>The same rate weighted by severity.</summary>
    public required Estimate<double> WeightedReliability { get; init; }

    /// <summary>Bias and noise; undefined when the panel cannot be calibrated or the evaluator rated no gold item.</summary>
    public required Estimate<EvaluatorCalibration> Calibration { get; init; }

    /// <summary>Bias with a normal interval that holds the doubt about the panel's mean bias too.</summary>
    public required Statistic Bias { get; init; }

    /// <summary>Brier score of stated confidence on gold items, with a bootstrap interval over items.</summary>
    public required Statistic Confidence { get; init; }

    /// <summary>Slope of the logistic recalibration of stated confidence; below 1 is overconfident.</summary>
    public required Statistic ConfidenceSlope { get; init; }

    /// <summary>Steps scored.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps on which the score lay more than three standard errors from the others'.</summary>
    public required int OutlyingSteps { get; init; }

    /// <summary>Hidden gold items over time.</summary>
    public required DriftWatch Drift { get; init; }

    /// <summary>Signs of answers given without reading.</summary>
    public required Estimate<ResponseEffort> Effort { get; init; }

    /// <summary>Correlation with the mean of the others' scores of the same steps, bootstrap over episodes.</summary>
    public required Statistic RestCorrelation { get; init; }

    /// <summary>Mean distance between the first and the second score of steps that were shown again, bootstrap over episodes; undefined when none were.</summary>
    public required Statistic SelfDifference { get; init; }

    /// <summary>Earlier evaluators whose scores this one's are too like.</summary>
    public required ImmutableArray<string> CopiedFrom { get; init; }

    /// <summary>Whether at least two signs of effort are among the worst hundredth of a panel of at least a hundred.</summary>
    public required bool IsAmongWorst { get; init; }

    /// <summary>Pseudonym.</summary>
    public string Evaluator => Enrolled.Evaluator;

    /// <summary>What asks for a review.</summary>
    public ImmutableArray<EvaluatorFlag> Flags
    {
        get
        {
            var flags = ImmutableArray.CreateBuilder<EvaluatorFlag>();
            if (Drift.IsDrift)
                flags.Add(EvaluatorFlag.Drift);
            if (!CopiedFrom.IsEmpty)
                flags.Add(EvaluatorFlag.Copying);
            if (IsAmongWorst || (Effort.IsDefined && Effort.Value.TimeEffort < LeastTimeEffort) || IsUnrelated)
                flags.Add(EvaluatorFlag.LowEffort);
            return flags.ToImmutable();
        }
    }

    /// <summary>Whether scores cannot be told from answers given without looking: the interval of their correlation with the others' reaches 0.</summary>
    private bool IsUnrelated => RestCorrelation.Count >= Statistics.Resampling.ClusterMean.FewUnits && RestCorrelation.Interval is { IsDefined: true } known && known.Value.Lower <= 0;
}
