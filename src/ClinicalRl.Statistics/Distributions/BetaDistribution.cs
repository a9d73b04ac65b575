using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ClinicalRl.Statistics.Distributions;

/// <summary>The Beta distribution on [0, 1] with shapes above 0.</summary>
public static class BetaDistribution
{
    private const int MaxPolishingSteps = 12;

    private const double NearEnd = 1e-4;

    /// <summary>Probability of a value up to <paramref name="x"/>.</summary>
    public static double Cumulative(double x, double a, double b)
    {
        RequireShapes(a, b);
        if (!(x >= 0 && x <= 1))
            throw new ArgumentOutOfRangeException(nameof(x), x, "A value from 0 to 1.");
        return SpecialFunctions.BetaRegularized(a, b, x);
    }

    /// <summary>Probability of a value of at least <paramref name="x"/>, accurate where it is small: the lower tail of the mirrored distribution.</summary>
    public static double UpperTail(double x, double a, double b) => Cumulative(1 - x, b, a);

    /// <summary>ln B(a, b), from the logarithms of the gamma function.</summary>
    public static double LogBeta(double a, double b)
    {
        RequireShapes(a, b);
        return SpecialFunctions.BetaLn(a, b);
    }

    /// <summary>Logarithm of the density at <paramref name="x"/>, between 0 and 1.</summary>
    public static double LogDensity(double x, double a, double b) => ((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x)) - LogBeta(a, b);

    /// <summary>
    /// The value with probability <paramref name="p"/>, from 0 to 1, below it. The library's root search stops at 1e-12, too
    /// coarse near the ends, so Newton steps follow: on log x near 0; near 1 the mirrored distribution is used.
    /// </summary>
    public static double Quantile(double p, double a, double b)
    {
        RequireShapes(a, b);
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability from 0 to 1.");
        if (p is 0 or 1)
            return p;
        var start = Beta.InvCDF(a, b, p);
        return start > 1 - NearEnd ? 1 - Polish(1 - p, b, a, 1 - start) : Polish(p, a, b, start);
    }

    private static double Polish(double p, double a, double b, double x)
    {
        var logBeta = SpecialFunctions.BetaLn(a, b);
        if (x < 1e-9)
            x = Math.Exp((Math.Log(p * a) + logBeta) / a);   // leading term of the series at 0
        for (var i = 0; i < MaxPolishingSteps && x is > 0 and < 1; i++)
        {
            var density = Math.Exp(((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x)) - logBeta);
            var step = (SpecialFunctions.BetaRegularized(a, b, x) - p) / density;
            var next = x < NearEnd ? x * Math.Exp(-step / x) : x - step;
            if (!(next is > 0 and < 1))
                return x;
            var done = Math.Abs(next - x) <= 1e-15 * x;
            x = next;
            if (done)
                break;
        }

        return x;
    }

    private static void RequireShapes(double a, double b)
    {
        if (!(a > 0 && b > 0 && double.IsFinite(a) && double.IsFinite(b)))
            throw new ArgumentOutOfRangeException(nameof(a), FormattableString.Invariant($"Shapes {a} and {b} must be above 0."));
    }
}
