namespace ClinicalRl.Grains.Coverage;

/// <summary>How many episodes of each environment a tenant's ledger holds, and how they ended, kept up with as they are sealed; keyed by the tenant.</summary>
[Alias("clinicalrl.sealed-count")]
public interface ISealedCountGrain : IGrainWithStringKey
{
    /// <summary>The counts, of the ledger as it is now.</summary>
    [Alias("read")]
    ValueTask<SealedCounts> ReadAsync();

    /// <summary>Whether they are what the ledger comes to when it is counted anew.</summary>
    [Alias("check")]
    ValueTask<bool> CheckAsync();
}

/// <summary>Counts of sealed episodes.</summary>
/// <param name="Entries">Entries of the ledger that were counted.</param>
/// <param name="Items">By environment and outcome, ordinal order.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.sealed-count.counts")]
public sealed record SealedCounts([property: Id(0)] long Entries, [property: Id(1)] IReadOnlyList<SealedCount> Items);

/// <summary>Episodes of an environment that ended in one way.</summary>
/// <param name="Environment">Its id.</param>
/// <param name="Outcome">terminated, truncated or aborted.</param>
/// <param name="Episodes">How many.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.sealed-count.count")]
public sealed record SealedCount([property: Id(0)] string Environment, [property: Id(1)] string Outcome, [property: Id(2)] long Episodes);
