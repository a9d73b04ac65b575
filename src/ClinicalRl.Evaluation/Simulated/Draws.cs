using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>Draws that the simulated pool needs beyond whole numbers.</summary>
internal static class Draws
{
    /// <summary>A standard normal deviate.</summary>
    public static double Normal(ref RandomStream random) => NormalDistribution.Quantile(((random.NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52)));

    /// <summary>A real in [low, high).</summary>
    public static double Between(ref RandomStream random, double low, double high) => low + ((high - low) * random.NextUnit());

    /// <summary>Held from 0 to 1 and rounded to two decimals, as a person gives a score.</summary>
    public static double AsScore(double value) => Math.Round(Math.Clamp(value, 0, 1), 2, MidpointRounding.ToEven);
}
