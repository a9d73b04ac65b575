using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Reports;

/// <inheritdoc cref="IReportLedgerGrain"/>
[GrainType("report-ledger")]
internal sealed class ReportLedgerGrain : Grain, IReportLedgerGrain
{
    private readonly LedgerWriter<ReportEntry> writer;
    private readonly IReportStore store;

    public ReportLedgerGrain(IJournal journal, ILogSigner signer, TimeProvider time)
    {
        store = journal.Reports;
        writer = new LedgerWriter<ReportEntry>(Tenant, ReportEntry.LedgerOf(Tenant), store, signer, time);
    }

    private string Tenant => this.GetPrimaryKeyString();

    public async ValueTask<EnteredReport> EnterAsync(byte[] entry)
    {
        if (!ReportEntry.TryRead(entry, out var read, out var problem) || read.Tenant != Tenant)
            throw new ArgumentException($"The entry is not one of this tenant's: {problem}", nameof(entry));
        if (await store.FindAsync(Tenant, read.Id) is null)
            await writer.AppendAsync([read]);
        var leaf = await store.FindAsync(Tenant, read.Id) ?? throw new LedgerUnavailableException($"The ledger of reports of {Tenant} did not keep {read.Id}.");
        return new EnteredReport(leaf, (await store.ReadAsync(Tenant, leaf, 1))[0].ToBytes());
    }

    public ValueTask<string> CheckpointAsync() => writer.CheckpointAsync();
}
