using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;

namespace ClinicalRl.Grains.Reliability;

/// <summary>
/// The records that a number about assessments rests on: their own, and from the tenant's register those of the evaluators who scored in them. Which they are
/// depends on the records alone, so that whoever gathers them later gathers the same.
/// </summary>
internal sealed class GatheredEvidence(IEvaluationRecords store, string tenant)
{
    /// <summary>The lines as they were kept, by id, of a gathering that is to show them.</summary>
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>>? lines;

    /// <summary>Evaluators who scored, with the number of the next record of the register to look at.</summary>
    private readonly SortedDictionary<string, long> evaluators = new(StringComparer.Ordinal);

    /// <summary>One that may keep the lines as well.</summary>
    public GatheredEvidence(IEvaluationRecords store, string tenant, bool keepsLines)
        : this(store, tenant) => lines = keepsLines ? new(StringComparer.Ordinal) : null;

    /// <summary>All of them.</summary>
    public EvidenceLedger Ledger { get; } = new();

    /// <summary>Of these, the assessments' own.</summary>
    public int Own { get; private set; }

    /// <summary>Takes a record of one of the assessments; false when it is known.</summary>
    public bool Apply(EvaluationRecord record)
    {
        if (!Ledger.Apply(record))
            return false;
        Own++;
        if (record is StepScored or CriterionJudged or EpisodeJudged)
            evaluators.TryAdd(RecordNames.Evaluator(record)!, 0);
        return true;
    }

    /// <summary>Takes the records of an assessment, all or those that it <paramref name="holds"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public async ValueTask AddAsync(RecordSubject assessment, Func<EvaluationRecord, bool>? holds = null)
    {
        await foreach (var stored in store.ReadAllAsync(new RecordQuery(tenant) { Subject = assessment }))
        {
            var record = stored.Read();
            if (holds is not null && !holds(record))
                continue;
            Apply(record);
            lines?.TryAdd(stored.Id, stored.Line);
        }
    }

    /// <summary>Takes what is new in the register about the evaluators who scored.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public async ValueTask AddRegisterAsync()
    {
        foreach (var (evaluator, from) in evaluators.ToArray())
        {
            await foreach (var record in store.ReadAllAsync(new RecordQuery(tenant) { Subject = RecordSubject.Register, Evaluator = evaluator, From = from }))
            {
                Ledger.Apply(record.Read());
                lines?.TryAdd(record.Id, record.Line);
                evaluators[evaluator] = record.Sequence + 1;
            }
        }
    }

    /// <summary>The records as lines, in ordinal order of their ids; empty when there are none.</summary>
    public byte[] Lines()
    {
        using var text = new MemoryStream();
        foreach (var line in lines!.Values)
        {
            text.Write(line.Span);
            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    /// <summary>Everything of some assessments; with their lines when it <paramref name="keepsLines"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public static async ValueTask<GatheredEvidence> OfAsync(IEvaluationRecords store, string tenant, IEnumerable<RecordSubject> assessments, bool keepsLines = false)
    {
        var gathered = new GatheredEvidence(store, tenant, keepsLines);
        foreach (var assessment in assessments)
            await gathered.AddAsync(assessment);
        await gathered.AddRegisterAsync();
        return gathered;
    }
}
