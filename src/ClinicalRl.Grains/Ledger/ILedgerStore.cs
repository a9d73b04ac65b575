using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <summary>A new leaf of a ledger.</summary>
/// <param name="Entry">What it holds.</param>
/// <param name="Completed">The hashes that <see cref="MerkleTree.Append"/> gave for it.</param>
public sealed record LedgerLeaf(ILedgerEntry Entry, ImmutableArray<Sha256Digest> Completed);

/// <summary>Leaves that enter a tenant's ledger together, and the checkpoint over all that is then in it.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="FirstLeaf">Place of the first leaf, which is the ledger's size before.</param>
/// <param name="Leaves">The leaves; none when only a checkpoint of the size there is is kept.</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
public sealed record LedgerAppend(string Tenant, long FirstLeaf, ImmutableArray<LedgerLeaf> Leaves, string Checkpoint)
{
    /// <summary>The ledger's size after.</summary>
    public long Size => FirstLeaf + Leaves.Length;
}

/// <summary>
/// Every tenant's ledger of one kind: entries numbered from 0 without gaps, each id once, never changed or removed, and every checkpoint ever signed. The
/// tenant is part of each key.
/// </summary>
/// <typeparam name="TEntry">What it holds.</typeparam>
public interface ILedgerStore<TEntry>
    where TEntry : ILedgerEntry
{
    /// <summary>
    /// Makes entries and checkpoint durable, and of logs notes in the journal that they are in the ledger, all or nothing.
    /// <see cref="AppendOutcome.Conflict"/>: the first place is taken or not the next, or one is there already, or is a log that is not sealed.
    /// Answers in bounded time; does not throw for a failing store.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(LedgerAppend append);

    /// <summary>Entries in a tenant's ledger.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<long> SizeAsync(string tenant);

    /// <summary>The place of the entry of an id (a log's is its episode), or null.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<long?> FindAsync(string tenant, string id);

    /// <summary>Entries from place <paramref name="from"/> on, in order, at most <paramref name="count"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<TEntry>> ReadAsync(string tenant, long from, int count);

    /// <summary>The hashes of perfect subtrees, in the order asked. One lookup each.</summary>
    /// <exception cref="JournalUnavailableException">The store failed, or has no such subtree.</exception>
    ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees);

    /// <summary>The checkpoint signed over <paramref name="size"/> entries, or the latest; null when there is none.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<string?> CheckpointAsync(string tenant, long? size = null);
}
