using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Distributions;

internal static class DistributionVectors
{
    public static VectorChecks Checks => new()
    {
        ["betaQuantile"] = vector => vector.Check("value", BetaDistribution.Quantile(vector.Number("p"), vector.Number("a"), vector.Number("b"))),
        ["betaCdf"] = vector => vector.Check("value", BetaDistribution.Cumulative(vector.Number("x"), vector.Number("a"), vector.Number("b"))),
        ["normalQuantile"] = vector => vector.Check("value", NormalDistribution.Quantile(vector.Number("p"))),
        ["normalCdf"] = vector => vector.Check("value", NormalDistribution.Cumulative(vector.Number("z"))),
        ["studentTQuantile"] = vector => vector.Check("value", StudentDistribution.Quantile(vector.Number("p"), vector.Number("df"))),
        ["fQuantile"] = vector => vector.Check("value", FDistribution.Quantile(vector.Number("p"), vector.Number("df1"), vector.Number("df2"))),
        ["chiSquareUpperTail"] = vector => vector.Check("value", ChiSquareDistribution.UpperTail(vector.Number("x"), vector.Number("df"))),
        ["logBeta"] = vector => vector.Check("value", BetaDistribution.LogBeta(vector.Number("a"), vector.Number("b"))),
    };
}
