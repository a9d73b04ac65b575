using System.Collections.Immutable;
using ClinicalRl.Audit.Access;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Access;

/// <summary>Which access events are asked for, newest first. What is null chooses nothing out.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Limit">Most events.</param>
/// <param name="Before">Only those at places before this one.</param>
/// <param name="Actor">Only those of this key.</param>
/// <param name="Kind">Only those of this kind of record.</param>
/// <param name="Subject">Only those about this episode, job or bundle.</param>
/// <param name="From">Only those then or later.</param>
/// <param name="To">Only those before then.</param>
public sealed record AccessQuery(
    string Tenant, int Limit, long? Before = null, string? Actor = null, string? Kind = null, string? Subject = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Every tenant's access ledger, which can also be searched.</summary>
public interface IAccessStore : ILedgerStore<AccessEvent>
{
    /// <summary>Events with their places, newest first.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<(long Leaf, AccessEvent Event)>> ListAsync(AccessQuery query);

    /// <summary>Tenants that have events of a kind.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<string>> TenantsAsync(string kind);
}
