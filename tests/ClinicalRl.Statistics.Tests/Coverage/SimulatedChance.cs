using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Tests.Coverage;

/// <summary>Draws for a simulation, fixed by a seed text.</summary>
internal sealed class SimulatedChance(string seedText)
{
    private readonly CounterGenerator generator = CounterGenerator.FromText(seedText);

    private ulong counter;

    /// <summary>In (0, 1).</summary>
    public double Uniform() => generator.Unit(counter++) + (1.0 / (1UL << 54));

    public double Normal() => NormalDistribution.Quantile(Uniform());

    public int Binomial(int trials, double p)
    {
        var successes = 0;
        for (var i = 0; i < trials; i++)
            successes += Uniform() < p ? 1 : 0;
        return successes;
    }

    /// <summary>A Beta variate by its mean and variance, from two gamma variates.</summary>
    public double BetaOf(double mean, double variance)
    {
        var concentration = (mean * (1 - mean) / variance) - 1;
        var (first, second) = (Gamma(mean * concentration), Gamma((1 - mean) * concentration));
        return first / (first + second);
    }

    /// <summary>Marsaglia and Tsang 2000; a shape below 1 is raised by one and corrected.</summary>
    private double Gamma(double shape)
    {
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(Uniform(), 1 / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(Uniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
