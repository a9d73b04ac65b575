using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace ClinicalRl.Reports.Documents;

/// <summary>A report as a PDF of A4 sheets in the fonts that every reader has. The same report is the same bytes.</summary>
public static class ReportSheets
{
    private const double Body = 9.5;
    private const double Small = 7.5;

    /// <summary>The bytes.</summary>
    public static byte[] Render(ReportDocument report)
    {
        using var builder = new PdfDocumentBuilder();
        builder.DocumentInformation.Title = SheetFont.Plain(report.Title);
        builder.DocumentInformation.Producer = "ClinicalRl";
        var (regular, bold) = (builder.AddStandard14Font(Standard14Font.Helvetica), builder.AddStandard14Font(Standard14Font.HelveticaBold));
        var flow = new SheetFlow(builder, regular, bold, report.Id, report.Notices);
        flow.Paragraph(report.Title, 20, isBold: true, after: 4);
        flow.Paragraph(report.Id, Body, isBold: false, after: 8);
        foreach (var notice in report.Notices)
            flow.Paragraph(notice, 11, isBold: true, after: 4, warns: true);
        foreach (var section in report.Sections)
            Write(flow, section);
        return WithFixedId(builder.Build());
    }

    private static void Write(SheetFlow flow, ReportSection section)
    {
        flow.Heading(section.Title);
        foreach (var sentence in section.Text)
            flow.Paragraph(sentence, Body, isBold: false, after: 5);
        foreach (var chart in section.Charts)
        {
            flow.Require(ChartDrawing.HeightOf(chart) + 24);
            flow.Paragraph(chart.Title, Small + 1, isBold: true, after: 4);
            flow.Chart(chart);
        }

        foreach (var table in section.Tables)
            Write(flow, table);
    }

    private static void Write(SheetFlow flow, ReportTable table)
    {
        if (table.Extent == TableExtent.PageOnly)
        {
            flow.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{table.Caption} These rows are on the page and in the JSON."), Body, isBold: false, after: 6);
            return;
        }

        flow.Require(60);
        flow.Paragraph(table.Caption, Small + 1, isBold: true, after: 3);
        flow.Row([.. table.Columns.Select(column => column.Title)], table.Columns, Small, isHead: true);
        foreach (var row in table.Rows)
            flow.Row([.. row.Select(cell => cell.Show())], table.Columns, Small, isHead: false);
        flow.Space(10);
    }

    /// <summary>The library names each file by chance; the name is put in its place by the content without it.</summary>
    private static byte[] WithFixedId(byte[] pdf)
    {
        var mark = "/ID [ <"u8;
        var start = pdf.AsSpan().LastIndexOf(mark) + mark.Length;
        if (start < mark.Length)
            throw new InvalidOperationException("The PDF library no longer writes an ID where one was expected.");
        const int digits = 32, between = 2;
        var first = pdf.AsSpan(start, digits);
        var second = pdf.AsSpan(start + digits + between, digits);
        first.Fill((byte)'0');
        second.Fill((byte)'0');
        var id = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(pdf))[..digits]);
        id.CopyTo(first);
        id.CopyTo(second);
        return pdf;
    }
}
