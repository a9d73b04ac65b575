namespace ClinicalRl.Grains.Ledger;

/// <summary>A tenant's ledger, keyed by the tenant: the one place where it grows. It is read from <see cref="ILedgerStore"/> directly.</summary>
[Alias("clinicalrl.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Enters sealed and stored logs, each once whatever is repeated, and signs a checkpoint over all there are. Durable when it returns. Returns the
    /// episodes of which the ledger already holds another log; those were not entered again.
    /// </summary>
    /// <param name="entries">Canonical bytes of entries of this tenant, at most <see cref="LedgerLimits.BatchEntries"/>.</param>
    [Alias("append")]
    ValueTask<IReadOnlyList<string>> AppendAsync(IReadOnlyList<byte[]> entries);

    /// <summary>The latest signed checkpoint; of a ledger without entries one is signed when it is first asked for.</summary>
    [Alias("checkpoint")]
    ValueTask<string> CheckpointAsync();
}

/// <summary>Limits of a ledger.</summary>
public static class LedgerLimits
{
    /// <summary>Most entries that enter with one checkpoint.</summary>
    public const int BatchEntries = 256;

    /// <summary>Tries of one append before it is given up.</summary>
    public const int Attempts = 3;
}

/// <summary>The ledger could not grow; nothing is promised, the same append may be repeated.</summary>
[GenerateSerializer]
[Alias("clinicalrl.ledger.unavailable")]
public sealed class LedgerUnavailableException(string message) : Exception(message);
