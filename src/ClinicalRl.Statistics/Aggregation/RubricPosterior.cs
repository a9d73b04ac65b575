using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Proportions;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>What an evaluator says of a criterion, and how well the evaluator tells met from not met.</summary>
/// <param name="Met">The vote.</param>
/// <param name="Sensitivity">Probability of saying met when it is; between 0 and 1.</param>
/// <param name="Specificity">Probability of saying not met when it is not; between 0 and 1.</param>
public readonly record struct RubricVote(bool Met, double Sensitivity, double Specificity)
{
    /// <summary>With both figures as posterior means from gold items under Jeffreys' prior.</summary>
    public static RubricVote Of(bool met, Proportion metSaidMet, Proportion notMetSaidNotMet) => new(
        met,
        BetaPosterior.After(metSaidMet.Events, metSaidMet.Trials).Mean,
        BetaPosterior.After(notMetSaidNotMet.Events, notMetSaidNotMet.Trials).Mean);
}

/// <summary>Probability that a criterion is met, by Bayes' rule from independent votes.</summary>
/// <param name="LogOdds">Of being met.</param>
/// <param name="Probability">Of being met.</param>
public readonly record struct RubricPosterior(double LogOdds, double Probability)
{
    private const double LeastPrevalence = 0.05;

    /// <summary>Share of gold items on which the criterion is met, held from 0.05 to 0.95 so that votes can always outweigh it; 1/2 without gold items.</summary>
    public static double Prior(Proportion gold) => gold.Trials > 0 ? Math.Clamp(gold.Rate.Value, LeastPrevalence, 1 - LeastPrevalence) : 0.5;

    /// <summary>From a prior between 0 and 1 and any number of votes; their order is of no account beyond rounding.</summary>
    public static RubricPosterior Of(double prior, IEnumerable<RubricVote> votes)
    {
        Intervals.RequireLevel(prior);
        var odds = Math.Log(prior / (1 - prior));
        foreach (var (met, sensitivity, specificity) in votes)
        {
            Intervals.RequireLevel(sensitivity);
            Intervals.RequireLevel(specificity);
            odds += met ? Math.Log(sensitivity / (1 - specificity)) : Math.Log((1 - sensitivity) / specificity);
        }

        return new RubricPosterior(odds, 1 / (1 + Math.Exp(-odds)));
    }
}
