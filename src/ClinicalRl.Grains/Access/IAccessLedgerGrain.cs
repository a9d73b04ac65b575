using ClinicalRl.Grains.Ledger;
using Orleans.Concurrency;

namespace ClinicalRl.Grains.Access;

/// <summary>A tenant's ledger of who read what, keyed by the tenant: the one place where it grows. It is read from <see cref="IAccessStore"/> directly.</summary>
[Alias("clinicalrl.access-ledger")]
public interface IAccessLedgerGrain : IGrainWithStringKey
{
    /// <summary>Enters an event, once whatever is repeated; durable and signed when it returns. What comes while one batch is written goes into the next together.</summary>
    /// <param name="entry">Canonical bytes of an event of this tenant.</param>
    /// <exception cref="LedgerUnavailableException">Nothing is promised; the same event may be given again.</exception>
    [Alias("record")]
    [AlwaysInterleave]
    ValueTask RecordAsync(byte[] entry);

    /// <summary>The latest signed checkpoint; of a ledger without entries one is signed when it is first asked for.</summary>
    [Alias("checkpoint")]
    [AlwaysInterleave]
    ValueTask<string> CheckpointAsync();
}
