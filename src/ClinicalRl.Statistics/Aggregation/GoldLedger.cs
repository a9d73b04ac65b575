using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>A gold item rated by an evaluator.</summary>
/// <param name="Evaluator">Id.</param>
/// <param name="Item">Id of the gold item and, where there are several, its criterion.</param>
/// <param name="Stratum">Task family and rubric dimension.</param>
/// <param name="Revision">Which of several ratings of the item by the evaluator is the latest.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Reference">From 0 to 1.</param>
public readonly record struct GoldRating(string Evaluator, string Item, string Stratum, Revision Revision, double Score, double Reference);

/// <summary>
/// Gold ratings as they arrive, in any order and any number of times; what it holds is the same to the last bit. Not for several threads at once.
/// </summary>
public sealed class GoldLedger
{
    /// <summary>Evaluators with <see cref="NoiseModel.MinGoldRatings"/> that a stratum needs for a snapshot of its own.</summary>
    public const int MinStratumEvaluators = 5;

    private readonly LatestRevisions<(string Stratum, string Evaluator, string Item), GoldSums> ratings = new();

    private readonly Dictionary<string, Dictionary<string, GoldSums>> strata = new(StringComparer.Ordinal);

    /// <summary>Ratings that count.</summary>
    public int Count => ratings.Count;

    /// <summary>Takes a rating in and says whether it changed anything; a repeated or overtaken one does not. Refuses scores outside 0 to 1.</summary>
    public bool Apply(GoldRating rating)
    {
        var effect = ratings.Accept((rating.Stratum, rating.Evaluator, rating.Item), rating.Revision, GoldSums.Of(rating.Score, rating.Reference));
        if (!effect.IsNew)
            return false;
        if (!strata.TryGetValue(rating.Stratum, out var evaluators))
            strata[rating.Stratum] = evaluators = new Dictionary<string, GoldSums>(StringComparer.Ordinal);
        evaluators[rating.Evaluator] = evaluators.GetValueOrDefault(rating.Evaluator) + GoldSums.Of(rating.Score, rating.Reference) - effect.Replaced;
        return true;
    }

    /// <summary>The sums of each evaluator over all strata.</summary>
    public IReadOnlyDictionary<string, GoldSums> Pooled()
    {
        var pooled = new Dictionary<string, GoldSums>(StringComparer.Ordinal);
        foreach (var (evaluator, sums) in strata.Values.SelectMany(evaluators => evaluators))
            pooled[evaluator] = pooled.GetValueOrDefault(evaluator) + sums;
        return pooled;
    }

    /// <summary>The stratum's own calibration when it has enough evaluators with enough ratings, else that of all strata together.</summary>
    public Estimate<CalibrationSnapshot> Snapshot(string stratum) => CalibrationSnapshot.Of(
        strata.TryGetValue(stratum, out var own) && own.Values.Count(sums => sums.Count >= NoiseModel.MinGoldRatings) >= MinStratumEvaluators
            ? own
            : Pooled());
}
