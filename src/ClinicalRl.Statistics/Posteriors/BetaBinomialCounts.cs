namespace ClinicalRl.Statistics.Posteriors;

/// <summary>
/// Successes and trials of several evaluators, arranged so that the Beta-Binomial likelihood and its slopes need neither gamma functions nor
/// a pass over evaluators: Σ_j Σ_{i &lt; x_j} f(i) = Σ_i c_i f(i), c_i the number of evaluators with more than i.
/// </summary>
internal sealed class BetaBinomialCounts
{
    private readonly int[] successesAbove;
    private readonly int[] failuresAbove;
    private readonly int[] trialsAbove;

    public BetaBinomialCounts(IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        successesAbove = CountAbove(successes);
        failuresAbove = CountAbove([.. trials.Select((n, j) => n - successes[j])]);
        trialsAbove = CountAbove(trials);
    }

    /// <summary>Σ ln B(a + x, b + n − x) − ln B(a, b).</summary>
    public double LogLikelihood(double a, double b) =>
        SumOfLogs(successesAbove, a) + SumOfLogs(failuresAbove, b) - SumOfLogs(trialsAbove, a + b);

    /// <summary>Slope of the log-likelihood in the mean, at a fixed concentration; falls as the mean rises.</summary>
    public double MeanSlope(double mean, double concentration) =>
        concentration * (SumOfInverses(successesAbove, mean * concentration) - SumOfInverses(failuresAbove, (1 - mean) * concentration));

    /// <summary>Slope of the log-likelihood in the logarithm of the concentration, at a fixed mean.</summary>
    public double ConcentrationSlope(double mean, double concentration)
    {
        double a = mean * concentration, b = concentration - a;
        return (a * SumOfInverses(successesAbove, a)) + (b * SumOfInverses(failuresAbove, b)) - (concentration * SumOfInverses(trialsAbove, concentration));
    }

    private static int[] CountAbove(IReadOnlyList<int> counts)
    {
        var above = new int[counts.Count == 0 ? 0 : counts.Max()];
        foreach (var count in counts)
        {
            for (var i = 0; i < count; i++)
                above[i]++;
        }

        return above;
    }

    private static double SumOfLogs(int[] above, double start)
    {
        var sum = 0.0;
        for (var i = 0; i < above.Length; i++)
            sum += above[i] * Math.Log(start + i);
        return sum;
    }

    private static double SumOfInverses(int[] above, double start)
    {
        var sum = 0.0;
        for (var i = 0; i < above.Length; i++)
            sum += above[i] / (start + i);
        return sum;
    }
}
