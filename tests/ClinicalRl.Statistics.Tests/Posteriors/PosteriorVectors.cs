using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Posteriors;

internal static class PosteriorVectors
{
    public static VectorChecks Checks => new() { ["betaPosterior"] = CheckPosterior, ["severityWeightedPosterior"] = CheckWeighted };

    private static void CheckPosterior(VectorCase vector)
    {
        var posterior = BetaPosterior.After(vector.Number("successes"), vector.Number("trials"), vector.Number("priorA"), vector.Number("priorB"));
        CheckBeta(vector, posterior);
        vector.Check("probabilityAtLeastThreshold", posterior.ProbabilityAtLeast(vector.Number("threshold")));
    }

    private static void CheckWeighted(VectorCase vector)
    {
        var weighted = WeightedPosterior.Of(vector.Numbers("weights"), vector.Numbers("outcomes"), vector.Number("priorA"), vector.Number("priorB")).Value;
        CheckBeta(vector, weighted.Posterior);
        vector.Check("effectiveN", weighted.EffectiveCount);
        vector.Check("weightedProportion", weighted.Proportion);
    }

    private static void CheckBeta(VectorCase vector, BetaPosterior posterior)
    {
        var level = vector.Number("level");
        vector.Check("a", posterior.A);
        vector.Check("b", posterior.B);
        vector.Check("mean", posterior.Mean);
        vector.Check("variance", posterior.Variance);
        vector.Check("median", posterior.Median);
        vector.Check("mode", posterior.Mode);
        vector.Check("equalTailed", posterior.EqualTailed(level));
        vector.Check("hpd", posterior.HighestDensity(level));
        vector.Check("lowerBoundOneSided", posterior.LowerBound(level));
    }
}
