using System.Collections.Immutable;
using System.Globalization;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace ClinicalRl.Reports.Documents;

/// <summary>Puts text, tables and charts one under the other and begins a new sheet where one is full.</summary>
internal sealed class SheetFlow
{
    private const double Margin = 46;
    private const double Width = 595;
    private const double Height = 842;
    private const double Bottom = 62;
    private const double Leading = 1.35;
    private const double CellGap = 6;

    private readonly PdfDocumentBuilder builder;
    private readonly SheetFont regular;
    private readonly SheetFont bold;
    private readonly string footer;
    private readonly ImmutableArray<string> notices;
    private PdfPageBuilder page;
    private double y;
    private int sheets;

    public SheetFlow(PdfDocumentBuilder builder, PdfDocumentBuilder.AddedFont regular, PdfDocumentBuilder.AddedFont bold, string footer, ImmutableArray<string> notices)
    {
        (this.builder, this.footer, this.notices) = (builder, SheetFont.Plain(footer), notices);
        page = builder.AddPage(Width, Height);
        (this.regular, this.bold) = (new SheetFont(page, regular), new SheetFont(page, bold));
        Begin();
    }

    private static double Inner => Width - (2 * Margin);

    public void Space(double points) => y -= points;

    /// <summary>Begins a new sheet unless so much room is left.</summary>
    public void Require(double points)
    {
        if (y - points >= Bottom)
            return;
        page = builder.AddPage(Width, Height);
        Begin();
    }

    public void Heading(string text)
    {
        Require(70);
        Space(12);
        page.SetStrokeColor(0, 94, 184);
        page.DrawLine(new PdfPoint(Margin, y), new PdfPoint(Width - Margin, y), 1.5);
        Space(6);
        Paragraph(text, 13, isBold: true, after: 5);
    }

    public void Paragraph(string text, double size, bool isBold, double after, bool warns = false)
    {
        var font = isBold ? bold : regular;
        foreach (var line in font.Break(text, size, Inner))
        {
            Require(size * Leading);
            y -= size * Leading;
            Colour(warns);
            page.AddText(line.Length == 0 ? " " : line, size, new PdfPoint(Margin, y), font.Font);
        }

        Space(after);
    }

    /// <summary>A row of a table; a new sheet begins with the table's head again.</summary>
    public void Row(ImmutableArray<string> cells, ImmutableArray<ReportColumn> columns, double size, bool isHead)
    {
        var font = isHead ? bold : regular;
        var unit = Inner / columns.Sum(column => column.Width);
        var lines = cells.Select((cell, i) => font.Break(cell, size, (columns[i].Width * unit) - CellGap)).ToArray();
        var height = (lines.Max(cell => cell.Count) * size * Leading) + 3;
        if (!isHead && y - height < Bottom)
        {
            Require(Height);
            Row([.. columns.Select(column => column.Title)], columns, size, isHead: true);
        }

        var x = Margin;
        Colour(warns: false);
        for (var i = 0; i < lines.Length; i++)
        {
            for (var line = 0; line < lines[i].Count; line++)
            {
                if (lines[i][line].Length > 0)
                    page.AddText(lines[i][line], size, new PdfPoint(x, y - ((line + 1) * size * Leading)), font.Font);
            }

            x += columns[i].Width * unit;
        }

        y -= height + 1;
        page.SetStrokeColor(201, 210, 215);
        page.DrawLine(new PdfPoint(Margin, y), new PdfPoint(Width - Margin, y), isHead ? 0.9 : 0.4);
        y -= 1;
    }

    public void Chart(ReportChart chart)
    {
        var height = ChartDrawing.HeightOf(chart);
        Require(height);
        ChartDrawing.Draw(chart, new SheetCanvas(page, regular, Margin, y));
        y -= height + 12;
    }

    private void Begin()
    {
        sheets++;
        y = Height - Margin;
        var line = Bottom - 14;
        Colour(warns: true);
        foreach (var notice in notices)
        {
            foreach (var part in regular.Break(notice, 7, Inner))
            {
                page.AddText(part, 7, new PdfPoint(Margin, line), regular.Font);
                line -= 9;
            }
        }

        Colour(warns: false);
        var number = string.Create(CultureInfo.InvariantCulture, $"{footer}, sheet {sheets}");
        page.AddText(number, 7, new PdfPoint(Width - Margin - regular.WidthOf(number, 7), 20), regular.Font);
    }

    private void Colour(bool warns)
    {
        if (warns)
            page.SetTextAndFillColor(138, 43, 0);
        else
            page.SetTextAndFillColor(23, 36, 43);
    }

    private sealed class SheetCanvas(PdfPageBuilder page, SheetFont font, double left, double top) : IChartCanvas
    {
        private const double Size = 8;
        private const double Dash = 4;

        public void Line(double x1, double y1, double x2, double y2, Ink ink, double width, bool dashed)
        {
            var (red, green, blue) = ColourOf(ink);
            page.SetStrokeColor(red, green, blue);
            var length = Math.Sqrt(((x2 - x1) * (x2 - x1)) + ((y2 - y1) * (y2 - y1)));
            var parts = dashed ? Math.Max(1, (int)(length / Dash)) : 1;
            for (var part = 0; part < parts; part += 2)
            {
                double from = (double)part / parts, to = (part + 1.0) / parts;
                page.DrawLine(At(x1 + (from * (x2 - x1)), y1 + (from * (y2 - y1))), At(x1 + (to * (x2 - x1)), y1 + (to * (y2 - y1))), width * 0.8);
            }
        }

        public void Dot(double x, double y, double radius, Ink ink)
        {
            var (red, green, blue) = ColourOf(ink);
            page.SetStrokeColor(red, green, blue);
            page.SetTextAndFillColor(red, green, blue);
            page.DrawCircle(At(x, y), 2 * radius * 0.8, 0.1, true);
        }

        public void Text(double x, double y, string text, Anchor anchor)
        {
            page.SetTextAndFillColor(23, 36, 43);
            var plain = SheetFont.Plain(text);
            var shift = font.WidthOf(plain, Size) * (anchor switch { Anchor.Start => 0, Anchor.Middle => 0.5, _ => 1 });
            page.AddText(plain, Size, At(x - shift, y), font.Font);
        }

        private PdfPoint At(double x, double y) => new(left + x, top - y);

        private static (byte Red, byte Green, byte Blue) ColourOf(Ink ink) => ink switch
        {
            Ink.Soft => (139, 152, 160),
            Ink.Reference => (176, 83, 42),
            Ink.Mark => (120, 170, 220),
            _ => (0, 63, 125),
        };
    }
}
