namespace ClinicalRl.Simulation.Language;

/// <summary>What kind of time is said.</summary>
public enum TimeKind : byte
{
    /// <summary>A time of day: minutes after midnight, 0 to 1439.</summary>
    Clock,

    /// <summary>How long: "for two days", "3/7".</summary>
    Duration,

    /// <summary>How long before now: "two days ago".</summary>
    Ago,

    /// <summary>At the latest after: "within 4 hours".</summary>
    Within,

    /// <summary>After: "in 2 hours".</summary>
    In,

    /// <summary>How often, as the interval: "every 6 hours" is 360, "twice daily" 720.</summary>
    Every,

    /// <summary>A calendar date: see <see cref="TimeExpression.Year"/>, <see cref="TimeExpression.Month"/>, <see cref="TimeExpression.Day"/>.</summary>
    Date,

    /// <summary>Days from today: "today" 0, "tomorrow" 1440, "yesterday" -1440.</summary>
    Day,

    /// <summary>A named day of the week: 1 Monday to 7 Sunday in <see cref="TimeExpression.Day"/>.</summary>
    Weekday,

    /// <summary>At once: "now", "immediately", "straight away".</summary>
    Now,

    /// <summary>From then on: "since 14:00", minute of the day; "since yesterday", days from today in minutes, so negative or 0.</summary>
    Since,
}

/// <summary>A clock time, a duration, a deadline, an interval or a date.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="LowMinutes">The minutes, or the low end of a range.</param>
/// <param name="HighMinutes">The minutes, or the high end of a range.</param>
/// <param name="Year">Year of a date, or 0.</param>
/// <param name="Month">Month of a date, 1 to 12, or 0.</param>
/// <param name="Day">Day of a date, 1 to 31, or day of the week, or 0.</param>
/// <param name="Span">Where it is, with its preposition.</param>
/// <param name="Clause">Index in <see cref="Reading.Clauses"/>.</param>
/// <param name="Mention">Index in <see cref="Reading.Mentions"/> of the concept nearest to it in its clause, or -1.</param>
public readonly record struct TimeExpression(
    TimeKind Kind, int LowMinutes, int HighMinutes, short Year, byte Month, byte Day, TextSpan Span, int Clause, int Mention)
{
    /// <summary>Whether it says by when or when next: within, in, a clock time, a day, a date, now.</summary>
    public bool IsDeadline => Kind is TimeKind.Clock or TimeKind.Within or TimeKind.In or TimeKind.Day or TimeKind.Date or TimeKind.Weekday or TimeKind.Now;
}
