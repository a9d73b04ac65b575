using System.Collections.Immutable;

namespace ClinicalRl.Grains.Retention;

/// <summary>A legal hold: while it stands, what it covers is removed by nobody.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Episode">The episode it covers, or null.</param>
/// <param name="Label">The label, as key=value, whose episodes it covers, or null; when both are null it covers all that the tenant has.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Public id of the key that placed it.</param>
/// <param name="Placed">When.</param>
public sealed record LegalHold(string Id, string? Episode, string? Label, string Reason, string Actor, DateTimeOffset Placed)
{
    /// <summary>Beginning of a hold's id.</summary>
    public const string Prefix = "lh_";

    /// <summary>Whether it covers all that the tenant has.</summary>
    public bool IsOfAll => Episode is null && Label is null;

    /// <summary>Whether it covers an episode.</summary>
    public bool Covers(string episode, IEnumerable<KeyValuePair<string, string>> labels) =>
        IsOfAll || Episode == episode || (Label is not null && labels.Any(label => $"{label.Key}={label.Value}" == Label));
}

/// <summary>What a tenant decided about keeping its records, as its access ledger tells it.</summary>
/// <param name="Days">For how many days after it was sealed or made a record is kept; null until told, which keeps everything.</param>
/// <param name="Holds">The legal holds that stand, oldest first.</param>
/// <param name="Released">Ids of holds that were lifted, with the time.</param>
public sealed record RetentionState(int? Days, ImmutableArray<LegalHold> Holds, ImmutableArray<(LegalHold Hold, DateTimeOffset Time)> Released)
{
    /// <summary>Longest period, days: ten times what Azure takes would be of no use.</summary>
    public const int MaxDays = 146_000;

    /// <summary>Most holds that may stand at once.</summary>
    public const int MaxHolds = 1_000;

    /// <summary>Whether the period of a record of that time is over. Without a period it never is.</summary>
    public bool IsOver(DateTimeOffset made, DateTimeOffset now) => Days is { } days && now - made > TimeSpan.FromDays(days);

    /// <summary>Whether a hold covers an episode.</summary>
    public bool IsHeld(string episode, IReadOnlyCollection<KeyValuePair<string, string>> labels) => Holds.Any(hold => hold.Covers(episode, labels));
}
