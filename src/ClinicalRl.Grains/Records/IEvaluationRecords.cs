using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Records;

/// <summary>
/// What evaluators did, kept for good: every tenant's records numbered from 0 without gaps in the order they came to be kept, each once, never changed or
/// removed. Every record kept becomes an event of its streams (<see cref="RecordStreams"/>) in the same transaction, so that none is lost or made up.
/// </summary>
public interface IEvaluationRecords
{
    /// <summary>
    /// Keeps records, all or none; durable when it returns. One whose id (<see cref="RecordJson.IdOf"/>) the subject has already is not kept again, so the same
    /// call may be repeated by anybody.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="subject">What they belong to.</param>
    /// <param name="records">At most <see cref="RecordLimits.MaxAppend"/>.</param>
    /// <exception cref="JournalUnavailableException">The store failed; they may be kept or not. Repeat it.</exception>
    ValueTask AppendAsync(string tenant, RecordSubject subject, IReadOnlyList<EvaluationRecord> records);

    /// <summary>Records as asked for, in the order of their numbers, at most <see cref="RecordQuery.Limit"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<StoredRecord>> ReadAsync(RecordQuery query);

    /// <summary>How many there are, whatever the limit.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<long> CountAsync(RecordQuery query);

    /// <summary>The assessments that have such records, in the order of their first one, at most <see cref="RecordQuery.Limit"/> and of more the latest.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<RecordSubject>> AssessmentsAsync(RecordQuery query);
}

/// <summary>Which records of a tenant; what is null is not asked for.</summary>
/// <param name="Tenant">Whose.</param>
public sealed record RecordQuery(string Tenant)
{
    /// <summary>Number of the first.</summary>
    public long From { get; init; }

    /// <summary>What they belong to.</summary>
    public RecordSubject? Subject { get; init; }

    /// <summary>Pseudonym of the evaluator they name.</summary>
    public string? Evaluator { get; init; }

    /// <summary>Id of the episode they name.</summary>
    public string? Episode { get; init; }

    /// <summary>At most so many, 1 to <see cref="RecordLimits.MaxPage"/>.</summary>
    public int Limit { get; init; } = RecordLimits.MaxPage;
}

/// <summary>A record that is kept.</summary>
/// <param name="Sequence">Its number among the tenant's.</param>
/// <param name="Subject">What it belongs to.</param>
/// <param name="Id">Its name, the hash of its line.</param>
/// <param name="Line">Its line of JSON.</param>
public sealed record StoredRecord(long Sequence, RecordSubject Subject, string Id, ReadOnlyMemory<byte> Line)
{
    /// <summary>The record.</summary>
    /// <exception cref="JournalUnavailableException">The line is none, or not the one that was kept under this id.</exception>
    public EvaluationRecord Read() => RecordJson.TryRead(Line.Span, out var record, out var problem) && RecordJson.IdOf(record) == Id
        ? record
        : throw new JournalUnavailableException($"Record {Id} is not what was kept: {problem}");
}

/// <summary>Limits of the record store.</summary>
public static class RecordLimits
{
    /// <summary>Most records of one append.</summary>
    public const int MaxAppend = 5_000;

    /// <summary>Most records read at once.</summary>
    public const int MaxPage = 2_000;
}

/// <summary>Reads that take more than one page.</summary>
public static class EvaluationRecordReads
{
    /// <summary>All records as asked for, a page at a time.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public static async IAsyncEnumerable<StoredRecord> ReadAllAsync(this IEvaluationRecords store, RecordQuery query)
    {
        for (var next = query; ;)
        {
            var page = await store.ReadAsync(next);
            foreach (var record in page)
                yield return record;
            if (page.Length < next.Limit)
                yield break;
            next = next with { From = page[^1].Sequence + 1 };
        }
    }
}
