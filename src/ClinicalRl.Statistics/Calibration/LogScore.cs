using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>The logarithmic score −mean ln p(outcome), in nats; 0 is perfect.</summary>
/// <param name="Score">The mean.</param>
/// <param name="ClippedItems">Items whose stated confidence was moved to the clip, without which one certain error would be infinite.</param>
/// <param name="Count">Number of items.</param>
public sealed record LogScore(double Score, int ClippedItems, int Count)
{
    /// <summary>Stated confidence is held from this to one less it.</summary>
    public const double DefaultClip = 0.001;

    /// <summary>Undefined without items; the clip is above 0 and below 1/2.</summary>
    public static Estimate<LogScore> Of(StatedConfidence stated, double clip = DefaultClip)
    {
        if (stated.Count == 0)
            return Reason.NoData;
        var losses = Losses(stated, clip);
        var clipped = Enumerable.Range(0, stated.Count).Count(i => Clip(stated.Confidence(i), clip) != stated.Confidence(i));
        return new LogScore(losses.Sum() / losses.Length, clipped, stated.Count);
    }

    /// <summary>The score with its bootstrap interval over items.</summary>
    public static Statistic Measure(StatedConfidence stated, BootstrapPlan plan, double clip = DefaultClip) =>
        ClusterMean.Of(Clusters.OfSingles(Losses(stated, clip)), plan).ToStatistic("log score");

    /// <summary>Holds a confidence from the clip to one less it.</summary>
    internal static double Clip(double confidence, double clip) => Math.Clamp(confidence, clip, 1 - clip);

    private static double[] Losses(StatedConfidence stated, double clip)
    {
        if (!(clip is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(clip), clip, "A clip between 0 and 1/2.");
        return [.. Enumerable.Range(0, stated.Count).Select(i =>
        {
            var confidence = Clip(stated.Confidence(i), clip);
            return -Math.Log(stated.Outcome(i) > 0 ? confidence : 1 - confidence);
        })];
    }
}
