using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Posteriors;

internal static class BetaBinomialVectors
{
    public static VectorChecks Checks => new() { ["betaBinomialFit"] = CheckFit };

    private static void CheckFit(VectorCase vector)
    {
        var (successes, trials) = (vector.Counts("successes"), vector.Counts("trials"));
        CheckMoments(vector, PanelMoments.Of(successes, trials));
        if (vector.Has("pooledProportion"))
            vector.Check("pooledProportion", PanelCounts.PooledProportion(successes, trials));
        var fit = BetaBinomialFit.Of(successes, trials);
        if (!fit.IsDefined)
        {
            vector.CheckReason("mle", fit.Reason);
            return;
        }

        vector.Check("mle.a", fit.Value.A);
        vector.Check("mle.b", fit.Value.B);
        vector.Check("mle.mean", fit.Value.Mean);
        vector.Check("mle.concentration", fit.Value.Concentration);
        vector.Check("mle.rho", fit.Value.Correlation);
        vector.Check("mle.logLikelihood", fit.Value.LogLikelihood);
        vector.Check("mle.logLikelihoodWithBinomialCoefficients", fit.Value.LogLikelihoodWithCoefficients);
        vector.Check("binomialLogLikelihood", fit.Value.BinomialLogLikelihood);
        vector.Check("overdispersionLikelihoodRatio", fit.Value.OverdispersionLikelihoodRatio);
        foreach (var pair in vector.Take("empiricalBayesMeans").EnumerateArray())
        {
            var j = pair[0].GetInt32();
            vector.CheckNear($"empiricalBayesMeans of {j}", pair[1].GetDouble(), fit.Value.ShrunkRate(successes[j], trials[j]));
        }
    }

    private static void CheckMoments(VectorCase vector, Estimate<PanelMoments> moments)
    {
        if (!moments.IsDefined)
        {
            vector.CheckReason("moments", moments.Reason);
            return;
        }

        vector.Check("moments.mean", moments.Value.Mean);
        vector.Check("moments.rhoRaw", moments.Value.RawCorrelation);
        vector.Check("moments.rho", moments.Value.Correlation);
        vector.Check("moments.concentration", moments.Value.Concentration);
        if (!moments.Value.Distribution.IsDefined)
            return;
        vector.Check("moments.a", moments.Value.Distribution.Value.A);
        vector.Check("moments.b", moments.Value.Distribution.Value.B);
    }
}
