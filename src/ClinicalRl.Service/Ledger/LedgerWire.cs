using ClinicalRl.Audit.Ledger;

namespace ClinicalRl.Service.Ledger;

/// <summary>A page of a ledger, oldest entries first.</summary>
public sealed record LedgerPage
{
    /// <summary>Entries in the whole ledger.</summary>
    public required long TreeSize { get; init; }

    /// <summary>The entries.</summary>
    public required IReadOnlyList<LedgerItem> Items { get; init; }

    /// <summary>Give it as 'from' for the next page; null on the last.</summary>
    public required long? Next { get; init; }
}

/// <summary>An entry and its place.</summary>
public sealed record LedgerItem
{
    /// <summary>Its place, from 0.</summary>
    public required long LeafIndex { get; init; }

    /// <summary>The entry.</summary>
    public required LedgerEntryAnswer Entry { get; init; }

    internal static LedgerItem Of(long place, LedgerEntry entry) => new() { LeafIndex = place, Entry = LedgerEntryAnswer.Of(entry) };
}

/// <summary>What the ledger keeps of a sealed log. The leaf is this object without white space, its members in this order.</summary>
public sealed record LedgerEntryAnswer
{
    /// <summary>Always sealed-log.</summary>
    public required string Record { get; init; }

    /// <summary>Format of the entry: 1.</summary>
    public required int Format { get; init; }

    /// <summary>Owner.</summary>
    public required string Tenant { get; init; }

    /// <summary>Whose log.</summary>
    public required string Episode { get; init; }

    /// <summary>SHA-256 of the log's exact bytes, 64 lower-case hex digits.</summary>
    public required string Log { get; init; }

    /// <summary>The time in its seal, such as 2026-11-22T09:30:00.000Z.</summary>
    public required string Sealed { get; init; }

    internal static LedgerEntryAnswer Of(LedgerEntry entry) => System.Text.Json.JsonSerializer.Deserialize<LedgerEntryAnswer>(entry.ToBytes(), System.Text.Json.JsonSerializerOptions.Web)!;
}

/// <summary>That a sealed log is in the ledger of some size. Its bytes are canonical; keep them beside the log.</summary>
public sealed record InclusionProofAnswer
{
    /// <summary>The entry.</summary>
    public required LedgerEntryAnswer Entry { get; init; }

    /// <summary>Its place, from 0.</summary>
    public required long LeafIndex { get; init; }

    /// <summary>Entries of the ledger that it is proven for.</summary>
    public required long TreeSize { get; init; }

    /// <summary>The hashes beside the way from leaf to root (RFC 9162), 64 hex digits each.</summary>
    public required IReadOnlyList<string> InclusionPath { get; init; }
}

/// <summary>That the ledger of one size is the beginning of the ledger of a later one.</summary>
public sealed record ConsistencyProofAnswer
{
    /// <summary>Entries of the earlier ledger.</summary>
    public required long From { get; init; }

    /// <summary>Entries of the later one.</summary>
    public required long To { get; init; }

    /// <summary>The hashes that lead to both roots (RFC 9162), 64 hex digits each.</summary>
    public required IReadOnlyList<string> ConsistencyPath { get; init; }
}
