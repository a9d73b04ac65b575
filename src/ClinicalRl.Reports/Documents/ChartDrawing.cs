using System.Globalization;

namespace ClinicalRl.Reports.Documents;

/// <summary>Colours of charts, told apart in grey too.</summary>
internal enum Ink
{
    /// <summary>Axes and letters.</summary>
    Soft,

    /// <summary>Lines to compare with.</summary>
    Reference,

    /// <summary>Data.</summary>
    Mark,

    /// <summary>Lines of data.</summary>
    Strong,
}

/// <summary>Where a text stands from its point.</summary>
internal enum Anchor
{
    /// <summary>Begins there.</summary>
    Start,

    /// <summary>Has its middle there.</summary>
    Middle,

    /// <summary>Ends there.</summary>
    End,
}

/// <summary>What charts are drawn on. Points from the top left corner, downwards.</summary>
internal interface IChartCanvas
{
    void Line(double x1, double y1, double x2, double y2, Ink ink, double width, bool dashed);

    void Dot(double x, double y, double radius, Ink ink);

    void Text(double x, double y, string text, Anchor anchor);
}

/// <summary>Draws charts the same way on pages and on sheets.</summary>
internal static class ChartDrawing
{
    /// <summary>Width of every chart.</summary>
    public const double Width = 480;

    private const double Left = 130;
    private const double PlaneLeft = 60;
    private const double Right = 20;
    private const double Top = 10;
    private const double RowHeight = 18;
    private const double AxisHeight = 42;
    private const double PlaneHeight = 270;

    /// <summary>Height of this chart.</summary>
    public static double HeightOf(ReportChart chart) => chart is IntervalChart intervals
        ? Top + (RowHeight * intervals.Rows.Length) + AxisHeight
        : Top + PlaneHeight + AxisHeight;

    /// <summary>Draws it into <see cref="Width"/> by <see cref="HeightOf"/>.</summary>
    public static void Draw(ReportChart chart, IChartCanvas canvas)
    {
        switch (chart)
        {
            case IntervalChart intervals:
                Draw(intervals, canvas);
                break;
            case PlaneChart plane:
                Draw(plane, canvas);
                break;
            default:
                throw new InvalidOperationException($"A chart of the kind {chart.GetType().Name} cannot be drawn.");
        }
    }

    private static void Draw(IntervalChart chart, IChartCanvas canvas)
    {
        var x = new Scale(chart.X, Left, Width - Right);
        var bottom = Top + (RowHeight * chart.Rows.Length);
        DrawX(chart.X, x, bottom, canvas);
        canvas.Line(x.At(chart.Reference), Top, x.At(chart.Reference), bottom, Ink.Reference, 1, dashed: true);
        for (var i = 0; i < chart.Rows.Length; i++)
        {
            var (row, y) = (chart.Rows[i], Top + (RowHeight * (i + 0.5)));
            canvas.Text(Left - 8, y + 4, row.Label, Anchor.End);
            canvas.Line(x.At(row.Lower), y, x.At(row.Upper), y, Ink.Strong, 2, dashed: false);
            canvas.Dot(x.At(row.Value), y, 4, Ink.Strong);
        }
    }

    private static void Draw(PlaneChart chart, IChartCanvas canvas)
    {
        var (x, y) = (new Scale(chart.X, PlaneLeft, Width - Right), new Scale(chart.Y, Top + PlaneHeight, Top));
        DrawX(chart.X, x, Top + PlaneHeight, canvas);
        canvas.Line(PlaneLeft, Top, PlaneLeft, Top + PlaneHeight, Ink.Soft, 1, dashed: false);
        foreach (var tick in chart.Y.Ticks)
        {
            canvas.Line(PlaneLeft - 4, y.At(tick), PlaneLeft, y.At(tick), Ink.Soft, 1, dashed: false);
            canvas.Text(PlaneLeft - 8, y.At(tick) + 4, Show(tick), Anchor.End);
        }

        canvas.Text(PlaneLeft + 6, Top + 8, chart.Y.Title, Anchor.Start);
        foreach (var point in chart.Points)
            canvas.Dot(x.At(point.X), y.At(point.Y), 1.6, Ink.Mark);
        foreach (var line in chart.Lines)
        {
            for (var i = 1; i < line.Points.Length; i++)
            {
                canvas.Line(
                    x.At(line.Points[i - 1].X), y.At(line.Points[i - 1].Y), x.At(line.Points[i].X), y.At(line.Points[i].Y),
                    line.IsReference ? Ink.Reference : Ink.Strong, line.IsReference ? 1 : 2, line.IsReference);
            }
        }
    }

    private static void DrawX(ChartAxis axis, Scale x, double bottom, IChartCanvas canvas)
    {
        canvas.Line(x.At(axis.Low), bottom, x.At(axis.High), bottom, Ink.Soft, 1, dashed: false);
        foreach (var tick in axis.Ticks)
        {
            canvas.Line(x.At(tick), bottom, x.At(tick), bottom + 4, Ink.Soft, 1, dashed: false);
            canvas.Text(x.At(tick), bottom + 17, Show(tick), Anchor.Middle);
        }

        canvas.Text((x.At(axis.Low) + x.At(axis.High)) / 2, bottom + 34, axis.Title, Anchor.Middle);
    }

    private static string Show(double tick) => tick.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Values on an axis to points of the drawing; what lies outside is held at the ends.</summary>
    private readonly record struct Scale(ChartAxis Axis, double From, double To)
    {
        public double At(double value) => From + ((Math.Clamp(value, Axis.Low, Axis.High) - Axis.Low) / (Axis.High - Axis.Low) * (To - From));
    }
}
