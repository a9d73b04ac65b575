using System.Collections.Immutable;
using ClinicalRl.Statistics.Concordance;

namespace ClinicalRl.Statistics.Integrity;

/// <summary>One answer of an evaluator.</summary>
/// <param name="Response">What was answered, in a form that can repeat.</param>
/// <param name="Score">The answer as a number, such as a rating.</param>
/// <param name="RestScore">Mean of the other evaluators' scores of the same item; null without any.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="ThresholdSeconds">See <see cref="ResponseEffort.Threshold"/>.</param>
public sealed record TimedResponse(string Response, double Score, double? RestScore, double Seconds, double ThresholdSeconds);

/// <summary>Indicators of answers given without reading (Wise and Kong 2005). None is proof; two among the panel's worst ask for a review.</summary>
/// <param name="TimeEffort">Share of answers that took at least their item's threshold; low is worse.</param>
/// <param name="LongestRun">Longest run of one answer; high is worse.</param>
/// <param name="Entropy">Of the answers, over the logarithm of their distinct number; 0 for a single one. Low is worse.</param>
/// <param name="Variance">Of the evaluator's scores; low is worse.</param>
/// <param name="RestCorrelation">With the mean of the others; low is worse. Undefined with fewer than two items or without variation.</param>
/// <param name="Count">Answers.</param>
public sealed record ResponseEffort(
    double TimeEffort, int LongestRun, double Entropy, Estimate<double> Variance, Estimate<double> RestCorrelation, int Count)
{
    private const double ThresholdShare = 0.10;
    private const double ShortestThreshold = 3;

    /// <summary>Undefined without answers. Answers are in the order in which they were given.</summary>
    public static Estimate<ResponseEffort> Of(IReadOnlyList<TimedResponse> responses)
    {
        if (responses.Count == 0)
            return Reason.NoData;
        var mean = responses.Sum(response => Numbers.RequireFinite(response.Score, nameof(responses))) / responses.Count;
        var rested = responses.Where(response => response.RestScore is not null).ToArray();
        return new ResponseEffort(
            OfTimes([.. responses.Select(response => response.Seconds)], [.. responses.Select(response => response.ThresholdSeconds)]).Value,
            RunOf([.. responses.Select(response => response.Response)]),
            EntropyOf([.. responses.Select(response => response.Response)]),
            responses.Count < 2 ? Reason.TooFewItems : responses.Sum(response => (response.Score - mean) * (response.Score - mean)) / (responses.Count - 1),
            Correlations.Pearson(new PairedValues([.. rested.Select(response => response.Score)], [.. rested.Select(response => response.RestScore!.Value)])),
            responses.Count);
    }

    /// <summary>Seconds below which an item cannot have been read: a tenth of its median time, at least 3. Undefined without times.</summary>
    public static Estimate<double> Threshold(IReadOnlyList<double> seconds)
    {
        if (seconds.Count == 0)
            return Reason.NoData;
        var ascending = seconds.Select(time => Numbers.RequireNotNegative(time, nameof(seconds))).Order().ToArray();
        var median = (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;
        return Math.Max(ShortestThreshold, ThresholdShare * median);
    }

    /// <summary>Share of times at or above their thresholds; undefined without any.</summary>
    public static Estimate<double> OfTimes(IReadOnlyList<double> seconds, IReadOnlyList<double> thresholds)
    {
        Numbers.RequireSameLength(seconds.Count, thresholds.Count, nameof(thresholds));
        return seconds.Count == 0 ? Reason.NoData : seconds.Index().Count(time => time.Item >= thresholds[time.Index]) / (double)seconds.Count;
    }

    /// <summary>Longest run of equal answers; 0 without answers.</summary>
    public static int RunOf(IReadOnlyList<string> responses)
    {
        var (longest, run) = (0, 0);
        for (var i = 0; i < responses.Count; i++)
        {
            run = i > 0 && responses[i] == responses[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>−Σ f ln f over the logarithm of the number of distinct answers, from 0 to 1; 0 for at most one distinct.</summary>
    public static double EntropyOf(IReadOnlyList<string> responses)
    {
        ImmutableArray<double> shares =
            [.. responses.CountBy(response => response, StringComparer.Ordinal).Select(answer => answer.Value / (double)responses.Count).Order()];
        return shares.Length < 2 ? 0 : -shares.Sum(share => share * Math.Log(share)) / Math.Log(shares.Length);
    }
}
