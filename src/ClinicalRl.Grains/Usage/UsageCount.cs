using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Usage;

/// <summary>What the journal took.</summary>
/// <param name="Begun">Episodes begun.</param>
/// <param name="Steps">Steps recorded, those that a fork began with too.</param>
/// <param name="Sealed">Episodes sealed.</param>
/// <param name="Bytes">Bytes of all their records, as the journal keeps them.</param>
public readonly record struct UsageCount(long Begun, long Steps, long Sealed, long Bytes)
{
    /// <summary>Milliseconds of a day.</summary>
    private const long Day = 86_400_000;

    /// <summary>Both together.</summary>
    public static UsageCount operator +(UsageCount left, UsageCount right) =>
        new(left.Begun + right.Begun, left.Steps + right.Steps, left.Sealed + right.Sealed, left.Bytes + right.Bytes);

    /// <summary>The UTC day of a time: days since 1970-01-01.</summary>
    public static int DayOf(DateTimeOffset time) => (int)Math.DivRem(time.ToUnixTimeMilliseconds(), Day).Quotient;

    /// <summary>What an append adds when it is written.</summary>
    internal static UsageCount Of(JournalAppend append)
    {
        var (begun, closed) = (append.Opening is null ? 0 : 1, append.Closing is null ? 0 : 1);
        var bytes = 0L;
        foreach (var record in append.Records)
            bytes += record.Length;
        return new UsageCount(begun, append.Records.Length - begun - closed, closed, bytes);
    }
}

/// <summary>What the journal took of a tenant on one UTC day, by its writer's clock at the commit.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Count">What it took.</param>
public readonly record struct UsageDay(int Day, UsageCount Count);
