using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;

namespace ClinicalRl.Grains.Reliability;

/// <summary>The records that numbers about assessments rest on, as lines: what an auditor needs to work them out anew.</summary>
public static class EvidenceLines
{
    /// <summary>A line each, in ordinal order of their ids; empty when there are none.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public static async ValueTask<byte[]> ReadAsync(IEvaluationRecords store, string tenant, IEnumerable<RecordSubject> assessments) =>
        (await GatheredEvidence.OfAsync(store, tenant, assessments, keepsLines: true)).Lines();
}
