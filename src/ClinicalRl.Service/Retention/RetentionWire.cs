using System.Text.Json.Serialization;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Retention;

namespace ClinicalRl.Service.Retention;

/// <summary>For how long to keep.</summary>
public sealed record RetentionBody
{
    /// <summary>Days after a record was sealed or made, 1 to 146,000; not fewer than were set before.</summary>
    public required int Days { get; init; }
}

/// <summary>How a tenant's records are kept.</summary>
public sealed record RetentionAnswer
{
    /// <summary>Days after a record was sealed or made; null until told, which keeps everything.</summary>
    public required int? Days { get; init; }

    /// <summary>Legal holds that stand.</summary>
    public required int Holds { get; init; }

    /// <summary>carried, not-supported or not-tried: whether the blob store keeps held logs by a hold of its own, besides the service.</summary>
    public required string StoreHolds { get; init; }

    /// <summary>What happens when the period of a record is over.</summary>
    public required string AtTheEnd { get; init; }

    internal static RetentionAnswer Of(RetentionState state, BlobHold? support) => new()
    {
        Days = state.Days,
        Holds = state.Holds.Length,
        StoreHolds = support switch { null => "not-tried", BlobHold.NotSupported => "not-supported", _ => "carried" },
        AtTheEnd = "Bundles and finished jobs are removed, unless any legal hold stands, and each removal is an access event. Sealed logs, ledgers and access events are never removed by the service: "
            + "/v1/retention/due lists the logs whose period is over and that nothing holds, for a person to decide.",
    };
}

/// <summary>What to hold: an episode, a label's episodes, or all; exactly one of them.</summary>
public sealed record LegalHoldBody
{
    /// <summary>Id of an episode of this tenant.</summary>
    public string? Episode { get; init; }

    /// <summary>A label, as key=value, of at most 120 characters.</summary>
    public string? Label { get; init; }

    /// <summary>True to hold all that the tenant has.</summary>
    public bool? All { get; init; }

    /// <summary>Why, 1 to 200 characters. It is kept for good.</summary>
    public required string Reason { get; init; }
}

/// <summary>A legal hold.</summary>
public sealed record LegalHoldAnswer
{
    /// <summary>Its id.</summary>
    public required string Hold { get; init; }

    /// <summary>The episode it covers, if it covers one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Episode { get; init; }

    /// <summary>The label whose episodes it covers, if it covers those.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>Whether it covers all that the tenant has.</summary>
    public required bool All { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Public id of the key that placed it.</summary>
    public required string PlacedBy { get; init; }

    /// <summary>When, such as 2026-11-22T09:30:00.000Z.</summary>
    public required string Placed { get; init; }

    internal static LegalHoldAnswer Of(LegalHold hold) => new()
    {
        Hold = hold.Id, Episode = hold.Episode, Label = hold.Label, All = hold.IsOfAll, Reason = hold.Reason, PlacedBy = hold.Actor, Placed = RunLogTime.Write(hold.Placed),
    };
}

/// <summary>The legal holds that stand, oldest first.</summary>
public sealed record LegalHoldList
{
    /// <summary>The holds.</summary>
    public required IReadOnlyList<LegalHoldAnswer> Items { get; init; }
}

/// <summary>Sealed logs whose period is over and that nothing holds.</summary>
public sealed record DuePage
{
    /// <summary>The logs, in the order of the ledger; may be empty though there is a next page.</summary>
    public required IReadOnlyList<DueLog> Items { get; init; }

    /// <summary>Give it as 'cursor' for the next page; null on the last.</summary>
    public required long? Next { get; init; }
}

/// <summary>A sealed log that a person may decide about.</summary>
public sealed record DueLog
{
    /// <summary>Place of its entry in the ledger.</summary>
    public required long LeafIndex { get; init; }

    /// <summary>Whose log.</summary>
    public required string Episode { get; init; }

    /// <summary>SHA-256 of it.</summary>
    public required string Log { get; init; }

    /// <summary>When it was sealed.</summary>
    public required string Sealed { get; init; }

    /// <summary>When its period was over.</summary>
    public required string Over { get; init; }

    internal static DueLog Of(long place, LedgerEntry entry, int days) => new()
    {
        LeafIndex = place, Episode = entry.Episode, Log = entry.Log.ToString(), Sealed = RunLogTime.Write(entry.Sealed), Over = RunLogTime.Write(entry.Sealed.AddDays(days)),
    };
}
