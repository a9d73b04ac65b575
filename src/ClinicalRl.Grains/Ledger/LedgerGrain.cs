using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <inheritdoc cref="ILedgerGrain"/>
[GrainType("ledger")]
internal sealed class LedgerGrain : Grain, ILedgerGrain
{
    private readonly LedgerWriter<LedgerEntry> writer;

    public LedgerGrain(IJournal journal, ILogSigner signer, TimeProvider time) => writer = new LedgerWriter<LedgerEntry>(Tenant, Tenant, journal.Ledger, signer, time);

    private string Tenant => this.GetPrimaryKeyString();

    public ValueTask<IReadOnlyList<string>> AppendAsync(IReadOnlyList<byte[]> entries) => writer.AppendAsync(entries.Select(Read).ToList());

    public ValueTask<string> CheckpointAsync() => writer.CheckpointAsync();

    private LedgerEntry Read(byte[] bytes) => LedgerEntry.TryRead(bytes, out var entry, out var problem) && entry.Tenant == Tenant
        ? entry
        : throw new ArgumentException($"An entry is not one of this tenant's: {problem}", nameof(bytes));
}
