using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicalRl.Audit.Access;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Retention;

/// <summary>
/// Retention periods and legal holds. They have no table of their own: they are what the tenant's access ledger says, signed and in order, so that a decision and its record
/// cannot differ. A period only grows: of all that were ever set the longest counts.
/// </summary>
public sealed class TenantRetention(IJournal journal, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Kind of the events about the period.</summary>
    public const string PeriodKind = "retention";

    /// <summary>Kind of the events about legal holds.</summary>
    public const string HoldKind = "legal-hold";

    private const string Set = "set";
    private const string Hold = "hold";
    private const string Release = "release";
    private const int Page = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = Audit.RunLogs.RunLogWriter.Json.Encoder };

    /// <summary>What holds now, or what held when the ledger had <paramref name="size"/> entries.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public async ValueTask<RetentionState> ReadAsync(string tenant, long? size = null)
    {
        var days = (await ReadAsync(tenant, PeriodKind, size)).Where(entry => entry.Action == Set).Select(entry => Parse(entry).Days).Max();
        var holds = new Dictionary<string, LegalHold>(StringComparer.Ordinal);
        var released = ImmutableArray.CreateBuilder<(LegalHold, DateTimeOffset)>();
        foreach (var entry in await ReadAsync(tenant, HoldKind, size))
        {
            if (entry.Action == Hold && Parse(entry) is var detail)
                holds.TryAdd(entry.Subject, new LegalHold(entry.Subject, detail.Episode, detail.Label, detail.Reason ?? "", entry.Actor, entry.Time));
            else if (entry.Action == Release && holds.Remove(entry.Subject, out var hold))
                released.Add((hold, entry.Time));
        }

        return new RetentionState(days, [.. holds.Values.OrderBy(hold => hold.Placed)], released.ToImmutable());
    }

    /// <summary>Sets a period that is not shorter than the one there is.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing is promised.</exception>
    public ValueTask SetAsync(string tenant, string actor, int days) => RecordAsync(tenant, actor, Set, PeriodKind, "", new Detail { Days = days });

    /// <summary>Places a hold.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing is promised.</exception>
    public ValueTask PlaceAsync(string tenant, LegalHold hold) => RecordAsync(tenant, hold.Actor, Hold, HoldKind, hold.Id, DetailOf(hold), AccessEventIds.Derive(Hold, tenant, hold.Id));

    /// <summary>Lifts a hold.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing is promised.</exception>
    public ValueTask LiftAsync(string tenant, string actor, string hold, string reason) => RecordAsync(tenant, actor, Release, HoldKind, hold, new Detail { Reason = reason });

    /// <summary>Whether what a hold says fits an event.</summary>
    public static bool Fits(LegalHold hold) => Fits(DetailOf(hold));

    /// <summary>Whether a reason fits an event.</summary>
    public static bool Fits(string reason) => Fits(new Detail { Reason = reason });

    private static bool Fits(Detail detail)
    {
        var text = JsonSerializer.Serialize(detail, Json);
        return AccessEvent.Fit(text) == text;
    }

    private static Detail DetailOf(LegalHold hold) => new() { Episode = hold.Episode, Label = hold.Label, Reason = hold.Reason };

    private static Detail Parse(AccessEvent entry) => JsonSerializer.Deserialize<Detail>(entry.Detail, Json)!;

    private async ValueTask RecordAsync(string tenant, string actor, string action, string kind, string subject, Detail detail, string? id = null) =>
        await grains.GetGrain<IAccessLedgerGrain>(tenant).RecordAsync(
            new AccessEvent(tenant, id ?? AccessEventIds.Create(), time.GetUtcNow(), actor, action, kind, subject, JsonSerializer.Serialize(detail, Json), AccessEvent.Granted).ToBytes());

    /// <summary>The decisions of a kind, oldest first.</summary>
    private async ValueTask<List<AccessEvent>> ReadAsync(string tenant, string kind, long? size)
    {
        var events = new List<AccessEvent>();
        for (var before = size; ;)
        {
            var page = await journal.Access.ListAsync(new AccessQuery(tenant, Page, before, Kind: kind));
            events.AddRange(page.Select(row => row.Event).Where(entry => entry.Result == AccessEvent.Granted));
            if (page.Length < Page)
                break;
            before = page[^1].Leaf;
        }

        events.Reverse();
        return events;
    }

    private sealed record Detail
    {
        public int? Days { get; init; }

        public string? Episode { get; init; }

        public string? Label { get; init; }

        public string? Reason { get; init; }
    }
}
