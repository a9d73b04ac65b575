using System.Text.Json;
using ClinicalRl.Audit.Access;

namespace ClinicalRl.Service.Access;

/// <summary>A page of access events, newest first.</summary>
public sealed record AccessPage
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<AccessItem> Items { get; init; }

    /// <summary>Give it as 'cursor' for the next page; null on the last.</summary>
    public required string? Next { get; init; }
}

/// <summary>An event and its place in the access ledger.</summary>
public sealed record AccessItem
{
    /// <summary>Its place, from 0.</summary>
    public required long LeafIndex { get; init; }

    /// <summary>The event.</summary>
    public required AccessEventAnswer Entry { get; init; }

    internal static AccessItem Of(long place, AccessEvent entry) =>
        new() { LeafIndex = place, Entry = JsonSerializer.Deserialize<AccessEventAnswer>(entry.ToBytes(), JsonSerializerOptions.Web)! };
}

/// <summary>That somebody read or governed something recorded. The leaf is this object without white space, its members in this order.</summary>
public sealed record AccessEventAnswer
{
    /// <summary>Always access.</summary>
    public required string Record { get; init; }

    /// <summary>Format of the entry: 1.</summary>
    public required int Format { get; init; }

    /// <summary>Owner.</summary>
    public required string Tenant { get; init; }

    /// <summary>The event's id.</summary>
    public required string Event { get; init; }

    /// <summary>When, such as 2026-11-22T09:30:00.000Z.</summary>
    public required string Time { get; init; }

    /// <summary>Public id of the API key used; service for what the service did by itself.</summary>
    public required string Actor { get; init; }

    /// <summary>read, start, cancel, set, hold, release or remove.</summary>
    public required string Action { get; init; }

    /// <summary>Of what, such as run-log, coverage or bundle.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of the episode, job or bundle; empty for a selection.</summary>
    public required string Subject { get; init; }

    /// <summary>The query as it was sent, or a reason; shortened to 500 bytes.</summary>
    public required string Detail { get; init; }

    /// <summary>granted, or the problem that was answered instead, such as not-found or forbidden.</summary>
    public required string Result { get; init; }
}

/// <summary>That an event is in the access ledger of some size. Its bytes are canonical.</summary>
public sealed record AccessProofAnswer
{
    /// <summary>The event.</summary>
    public required AccessEventAnswer Entry { get; init; }

    /// <summary>Its place, from 0.</summary>
    public required long LeafIndex { get; init; }

    /// <summary>Entries of the ledger that it is proven for.</summary>
    public required long TreeSize { get; init; }

    /// <summary>The hashes beside the way from leaf to root (RFC 9162), 64 hex digits each.</summary>
    public required IReadOnlyList<string> InclusionPath { get; init; }
}
