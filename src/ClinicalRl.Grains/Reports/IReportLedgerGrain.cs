namespace ClinicalRl.Grains.Reports;

/// <summary>A tenant's ledger of reports, keyed by the tenant: the one place where it grows.</summary>
[Alias("clinicalrl.report-ledger")]
public interface IReportLedgerGrain : IGrainWithStringKey
{
    /// <summary>Enters a report, once whatever is repeated; durable when it returns. The entry that the ledger holds of this id, which may be an earlier one, and its place.</summary>
    /// <param name="entry">Canonical bytes of an entry of this tenant.</param>
    [Alias("enter")]
    ValueTask<EnteredReport> EnterAsync(byte[] entry);

    /// <summary>The latest signed checkpoint; of a ledger without entries one is signed when it is first asked for.</summary>
    [Alias("checkpoint")]
    ValueTask<string> CheckpointAsync();
}

/// <summary>A report that is in the ledger.</summary>
/// <param name="Leaf">Its place, from 0.</param>
/// <param name="Entry">Canonical bytes of its entry.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.report-ledger.entered")]
public sealed record EnteredReport([property: Id(0)] long Leaf, [property: Id(1)] byte[] Entry);
