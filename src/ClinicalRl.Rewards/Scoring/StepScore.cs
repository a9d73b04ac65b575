using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Scoring;

/// <summary>Adds up the verdicts of one step, in whole numbers.</summary>
internal struct StepScore
{
    private long earned;

    private long possible;

    private bool isCapped;

    private double cap;

    /// <summary>The verdicts so far; null while there is none.</summary>
    public List<CriterionVerdict>? Verdicts { get; private set; }

    /// <summary>Whether a verdict that carries weight was given.</summary>
    public readonly bool IsJudged => possible > 0;

    /// <summary>Sum of the weights judged.</summary>
    public readonly double Weight => (double)possible / WeightUnits.PerOne;

    /// <summary>Weighted mean score, 0 to 1, no higher than the lowest cap of the step gates that fell.</summary>
    public readonly double Value
    {
        get
        {
            var value = (double)earned / (2 * possible);
            return isCapped && cap < value ? cap : value;
        }
    }

    /// <summary>Adds one verdict; <paramref name="expected"/> is how many there may be of its event.</summary>
    public void Add(CompiledCriterion criterion, in FactEvent judged, Verdict verdict, int expected)
    {
        (Verdicts ??= new List<CriterionVerdict>(expected)).Add(new CriterionVerdict(criterion, judged, verdict));
        earned += criterion.WeightUnits * (int)verdict;
        possible += criterion.WeightUnits;
        if (verdict != Verdict.NotMet || criterion.Criterion.Gate is not { Scope: GateScope.Step } gate)
            return;
        cap = isCapped && cap < gate.Cap ? cap : gate.Cap;
        isCapped = true;
    }
}
