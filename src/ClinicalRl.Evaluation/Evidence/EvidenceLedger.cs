using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Qualification;
using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>
/// Records as they arrive, in any order and any number of times; what it holds is the same to the last bit, since a record is named by its content, the
/// latest of a key holds whenever it comes, and running sums are in fixed point. Not for several threads at once.
/// </summary>
public sealed class EvidenceLedger
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    private readonly LatestRevisions<string, HeldRecord> latest = new();

    /// <summary>Ratings of gold items: what biases and noise are learnt from.</summary>
    public GoldLedger Ratings { get; } = new();

    /// <summary>How right answers to gold items were, of any form.</summary>
    public OutcomeLedger Outcomes { get; } = new();

    /// <summary>Different records taken in.</summary>
    public int Count => known.Count;

    /// <summary>Of these, records that a later one of the same key corrects. They stay on record and count for nothing.</summary>
    public int Superseded => known.Count - latest.Count;

    /// <summary>A ledger of all of these.</summary>
    public static EvidenceLedger Of(IEnumerable<EvaluationRecord> records)
    {
        var ledger = new EvidenceLedger();
        foreach (var record in records)
            ledger.Apply(record);
        return ledger;
    }

    /// <summary>Takes a record in and says whether it is new; one delivered again is not.</summary>
    public bool Apply(EvaluationRecord record)
    {
        var id = RecordJson.IdOf(record);
        if (!known.Add(id))
            return false;
        var revision = record.RevisionOf(id);
        latest.Accept(record.Key, revision, new HeldRecord(id, record));
        if (record is GoldRated rated)
            Ratings.Apply(new GoldRating(rated.Evaluator, rated.Item, rated.Stratum, revision, rated.Score, rated.Reference));
        if (record is IGoldOutcome gold)
            Outcomes.Apply(new GoldAnswer(gold.Evaluator, gold.Item, gold.Stratum, revision, gold.Outcome, WeightedPosterior.WeightOf(gold.Severity), gold.NeverEvent));
        return true;
    }

    /// <summary>The records of a kind that hold, in canonical order: by key, ordinal.</summary>
    public ImmutableArray<T> Holding<T>()
        where T : class => [.. latest.Values.Where(held => held.Record is T).OrderBy(held => held.Record.Key, StringComparer.Ordinal).Select(held => (T)(object)held.Record)];

    /// <summary>The same in the order in which they happened: by time, then by id.</summary>
    public ImmutableArray<T> InTime<T>()
        where T : class =>
        [.. latest.Values.Where(held => held.Record is T).OrderBy(held => held.Record.At).ThenBy(held => held.Id, StringComparer.Ordinal).Select(held => (T)(object)held.Record)];

    /// <summary>Ids of all records taken in, ordinal order: what a report names as its evidence.</summary>
    public ImmutableArray<string> Ids() => [.. known.Order(StringComparer.Ordinal)];

    private readonly record struct HeldRecord(string Id, EvaluationRecord Record);
}
