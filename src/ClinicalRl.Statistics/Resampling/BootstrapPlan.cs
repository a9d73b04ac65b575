namespace ClinicalRl.Statistics.Resampling;

/// <summary>What fixes a bootstrap completely: the generator, the number of resamples and the level.</summary>
public sealed record BootstrapPlan
{
    /// <summary>Resamples of a report.</summary>
    public const int ReportResamples = 9_999;

    /// <summary>Resamples of a quick look.</summary>
    public const int ScreenResamples = 1_999;

    /// <summary>Most resamples.</summary>
    public const int MaxResamples = 1_000_000;

    /// <summary>Refuses a number of resamples outside 1 to <see cref="MaxResamples"/> and a level outside 0 to 1.</summary>
    public BootstrapPlan(CounterGenerator generator, int resamples = ReportResamples, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(resamples, MaxResamples);
        Intervals.RequireLevel(level);
        (Generator, Resamples, Level) = (generator, resamples, level);
    }

    /// <summary>Where the resamples come from.</summary>
    public CounterGenerator Generator { get; }

    /// <summary>How many there are.</summary>
    public int Resamples { get; }

    /// <summary>Confidence of the interval, two-sided.</summary>
    public double Level { get; }

    /// <summary>A plan seeded by a text that a report prints, such as <c>report-1|episode-mean|v1</c>.</summary>
    public static BootstrapPlan Named(string seedText, int resamples = ReportResamples, double level = 0.95) =>
        new(CounterGenerator.FromText(seedText), resamples, level);
}
