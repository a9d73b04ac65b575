using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Statistics.Tests.Aggregation;

/// <summary>The calibration computed from the ratings themselves in one pass over lists, sharing nothing with the streamed sums.</summary>
internal sealed record BatchCalibration(
    double PanelNoise, double BiasSpread, double MeanBias, Dictionary<string, double> Noise, Dictionary<string, double> Bias, Dictionary<string, double> BiasVariance)
{
    public static BatchCalibration? Of(GoldRating[] ratings)
    {
        var own = ratings.GroupBy(rating => rating.Evaluator, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => group.Select(rating => (Residual: rating.Score - rating.Reference, Weight: 1 / Math.Max(rating.Reference * (1 - rating.Reference), 0.04))).ToArray(),
            StringComparer.Ordinal);
        if (own.Values.All(rows => rows.Length < 2))
            return null;
        var weight = own.ToDictionary(e => e.Key, e => e.Value.Sum(row => row.Weight), StringComparer.Ordinal);
        var mean = own.ToDictionary(e => e.Key, e => e.Value.Sum(row => row.Residual * row.Weight) / weight[e.Key], StringComparer.Ordinal);
        var squares = own.ToDictionary(e => e.Key, e => e.Value.Sum(row => row.Weight * Math.Pow(row.Residual - mean[e.Key], 2)), StringComparer.Ordinal);
        var replicated = own.Where(e => e.Value.Length >= 2).Select(e => e.Key).ToArray();
        var panel = Math.Max(replicated.Sum(id => squares[id]) / replicated.Sum(id => own[id].Length - 1), 0.0004);
        var noise = own.ToDictionary(e => e.Key, e => Math.Max(((4 * panel) + squares[e.Key]) / (4 + Math.Max(e.Value.Length - 1, 0)), 0.0004), StringComparer.Ordinal);
        var total = weight.Values.Sum();
        var pooled = own.Keys.Sum(id => weight[id] * mean[id]) / total;
        var q = own.Keys.Sum(id => weight[id] * Math.Pow(mean[id] - pooled, 2)) / panel;
        var scale = total - (weight.Values.Sum(w => w * w) / total);
        var spread = own.Count < 2 ? 0 : Math.Max(0, panel * (q - (own.Count - 1)) / scale);
        var variance = own.Keys.ToDictionary(id => id, id => spread + (noise[id] / weight[id]), StringComparer.Ordinal);
        var mu = own.Keys.Sum(id => mean[id] / variance[id]) / own.Keys.Sum(id => 1 / variance[id]);
        return new BatchCalibration(
            panel, spread, mu, noise,
            own.Keys.ToDictionary(id => id, id => mu + (spread / variance[id] * (mean[id] - mu)), StringComparer.Ordinal),
            own.Keys.ToDictionary(id => id, id => spread * (1 - (spread / variance[id])), StringComparer.Ordinal));
    }
}
