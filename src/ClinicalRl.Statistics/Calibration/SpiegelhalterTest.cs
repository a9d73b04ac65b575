using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>Spiegelhalter's test of calibration (1986): Z = Σ(o − c)(1 − 2c) / √Σ(1 − 2c)² c(1 − c).</summary>
/// <param name="Z">Standard normal when the stated confidences are true; positive means a Brier score worse than they promise.</param>
/// <param name="TwoSidedP">Probability of so large a |Z| when they are.</param>
/// <param name="Count">Number of items.</param>
public sealed record SpiegelhalterTest(double Z, double TwoSidedP, int Count)
{
    /// <summary>Undefined without items, and when every stated confidence is 0, 1/2 or 1.</summary>
    public static Estimate<SpiegelhalterTest> Of(StatedConfidence stated)
    {
        if (stated.Count == 0)
            return Reason.NoData;
        var (sum, variance) = (0.0, 0.0);
        for (var i = 0; i < stated.Count; i++)
        {
            var (c, lean) = (stated.Confidence(i), 1 - (2 * stated.Confidence(i)));
            sum += (stated.Outcome(i) - c) * lean;
            variance += lean * lean * c * (1 - c);
        }

        if (variance <= 0)
            return Reason.ZeroDenominator;
        var z = sum / Math.Sqrt(variance);
        return new SpiegelhalterTest(z, 2 * NormalDistribution.Cumulative(-Math.Abs(z)), stated.Count);
    }
}
