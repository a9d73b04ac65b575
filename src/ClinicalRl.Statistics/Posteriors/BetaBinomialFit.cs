using MathNet.Numerics;

namespace ClinicalRl.Statistics.Posteriors;

/// <summary>
/// A panel's rates as draws from one Beta distribution (Griffiths 1973). For panel reports and descriptive shrinkage, never for qualifying
/// one evaluator: a weak candidate would borrow the panel's record.
/// </summary>
public sealed record BetaBinomialFit
{
    /// <summary>A sum a + b above this means that the rates vary no more than chance.</summary>
    public const double MaxConcentration = 1e6;

    private const double MinConcentration = 1e-6;

    private BetaBinomialFit()
    {
    }

    /// <summary>First shape.</summary>
    public required double A { get; init; }

    /// <summary>Second shape.</summary>
    public required double B { get; init; }

    /// <summary>Σ ln B(a + x, b + n − x) − ln B(a, b), without binomial coefficients.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>The same with binomial coefficients.</summary>
    public required double LogLikelihoodWithCoefficients { get; init; }

    /// <summary>Log-likelihood of one common rate, without coefficients.</summary>
    public required double BinomialLogLikelihood { get; init; }

    /// <summary>Mean rate a / (a + b).</summary>
    public double Mean => A / (A + B);

    /// <summary>a + b: the higher, the more alike the evaluators.</summary>
    public double Concentration => A + B;

    /// <summary>Correlation of two outcomes of one evaluator, 1 / (a + b + 1).</summary>
    public double Correlation => 1 / (A + B + 1);

    /// <summary>Twice the gain in log-likelihood over one common rate.</summary>
    public double OverdispersionLikelihoodRatio => 2 * (LogLikelihood - BinomialLogLikelihood);

    /// <summary>
    /// Maximum likelihood. The slope in the mean falls monotonically at a fixed concentration, so the best mean is bisected; the concentration is
    /// bisected along these. Undefined for fewer than two evaluators with items, all right or all wrong, one item each, no
    /// overdispersion, or evaluators that are each all right or all wrong.
    /// </summary>
    public static Estimate<BetaBinomialFit> Of(IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        if (PanelCounts.WhyNotFitted(successes, trials) is { } reason)
            return reason;
        var counts = new BetaBinomialCounts(successes, trials);
        double low = Math.Log(MinConcentration), high = Math.Log(MaxConcentration);
        if (counts.ConcentrationSlope(BestMean(counts, MaxConcentration), MaxConcentration) >= 0)
            return Reason.BoundaryNoOverdispersion;
        if (counts.ConcentrationSlope(BestMean(counts, MinConcentration), MinConcentration) <= 0)
            return Reason.NotIdentifiable;
        var concentration = Math.Exp(Bisection.Find(
            logarithm => counts.ConcentrationSlope(BestMean(counts, Math.Exp(logarithm)), Math.Exp(logarithm)), low, high));
        var mean = BestMean(counts, concentration);
        return Describe(counts, mean * concentration, (1 - mean) * concentration, successes, trials);
    }

    /// <summary>(a + x) / (a + b + n): an evaluator's rate, drawn towards the panel's.</summary>
    public double ShrunkRate(int successes, int trials) => Posterior(successes, trials).Mean;

    /// <summary>The posterior of which <see cref="ShrunkRate"/> is the mean.</summary>
    public BetaPosterior Posterior(int successes, int trials) => BetaPosterior.After(successes, trials, A, B);

    private static double BestMean(BetaBinomialCounts counts, double concentration) =>
        Bisection.Find(mean => counts.MeanSlope(mean, concentration), 0, 1);

    private static BetaBinomialFit Describe(BetaBinomialCounts counts, double a, double b, IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        var logLikelihood = counts.LogLikelihood(a, b);
        double right = successes.Sum(), all = trials.Sum();
        var coefficients = 0.0;
        for (var j = 0; j < trials.Count; j++)
            coefficients += SpecialFunctions.BinomialLn(trials[j], successes[j]);
        return new BetaBinomialFit
        {
            A = a,
            B = b,
            LogLikelihood = logLikelihood,
            LogLikelihoodWithCoefficients = logLikelihood + coefficients,
            BinomialLogLikelihood = (right * Math.Log(right / all)) + ((all - right) * Math.Log((all - right) / all)),
        };
    }
}
