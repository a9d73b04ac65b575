using System.Collections.Immutable;

namespace ClinicalRl.Reports.Documents;

/// <summary>A chart. Its data are in the JSON; both pages and sheets draw it from these.</summary>
/// <param name="Id">Its name in JSON.</param>
/// <param name="Title">What it shows.</param>
/// <param name="X">Horizontal axis.</param>
public abstract record ReportChart(string Id, string Title, ChartAxis X);

/// <summary>An axis.</summary>
/// <param name="Title">What it measures.</param>
/// <param name="Low">Left or lower end.</param>
/// <param name="High">Right or upper end.</param>
/// <param name="Ticks">Where numbers stand.</param>
public sealed record ChartAxis(string Title, double Low, double High, ImmutableArray<double> Ticks)
{
    /// <summary>From 0 to 1.</summary>
    public static ChartAxis Unit(string title) => new(title, 0, 1, [0, 0.25, 0.5, 0.75, 1]);

    /// <summary>Wide enough for all of these, in steps that people count in.</summary>
    public static ChartAxis Around(string title, IEnumerable<double> values)
    {
        var known = values.ToArray();
        var (low, high) = known.Length == 0 ? (-1.0, 1.0) : (known.Min(), known.Max());
        var step = Steps.First(candidate => (high - low) / candidate <= MaxTicks);
        var (first, last) = ((int)Math.Floor(low / step), (int)Math.Ceiling(high / step));
        last = Math.Max(last, first + 1);
        return new ChartAxis(title, first * step, last * step, [.. Enumerable.Range(first, last - first + 1).Select(tick => Math.Round(tick * step, Digits))]);
    }

    private const double MaxTicks = 6;

    private const int Digits = 6;

    private static readonly double[] Steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 100, 1_000, double.MaxValue];
}

/// <summary>Values with intervals, one to a row.</summary>
/// <param name="Id">Its name in JSON.</param>
/// <param name="Title">What it shows.</param>
/// <param name="X">Axis of the values.</param>
/// <param name="Rows">The rows, from the top.</param>
/// <param name="Reference">Value at which a line is drawn.</param>
public sealed record IntervalChart(string Id, string Title, ChartAxis X, ImmutableArray<IntervalRow> Rows, double Reference) : ReportChart(Id, Title, X);

/// <summary>A value with its interval.</summary>
/// <param name="Label">Whose.</param>
/// <param name="Value">The value.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record IntervalRow(string Label, double Value, double Lower, double Upper);

/// <summary>Points and lines in a plane.</summary>
/// <param name="Id">Its name in JSON.</param>
/// <param name="Title">What it shows.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Points">The points.</param>
/// <param name="Lines">The lines.</param>
public sealed record PlaneChart(string Id, string Title, ChartAxis X, ChartAxis Y, ImmutableArray<ChartPoint> Points, ImmutableArray<ChartLine> Lines)
    : ReportChart(Id, Title, X);

/// <summary>A point.</summary>
public readonly record struct ChartPoint(double X, double Y);

/// <summary>A line through points.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Points">The points.</param>
/// <param name="IsReference">Whether it is a line to compare with, drawn thin and dashed.</param>
public sealed record ChartLine(string Label, ImmutableArray<ChartPoint> Points, bool IsReference);
