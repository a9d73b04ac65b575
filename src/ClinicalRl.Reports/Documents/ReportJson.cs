using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Documents;

/// <summary>A report as canonical JSON: members in a fixed order, numbers exact, no whitespace. The same report is the same bytes.</summary>
public static class ReportJson
{
    /// <summary>The bytes.</summary>
    public static byte[] Write(ReportDocument report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("report", report.Id);
            writer.WriteString("title", report.Title);
            Write(writer, "notices", report.Notices);
            writer.WriteStartObject("sections");
            foreach (var section in report.Sections)
                Write(writer, section);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ReportSection section)
    {
        writer.WriteStartObject(section.Id);
        writer.WriteString("title", section.Title);
        Write(writer, "text", section.Text);
        writer.WriteStartObject("charts");
        foreach (var chart in section.Charts)
            Write(writer, chart);
        writer.WriteEndObject();
        writer.WriteStartObject("tables");
        foreach (var table in section.Tables)
            Write(writer, table);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> sentences)
    {
        writer.WriteStartArray(name);
        foreach (var sentence in sentences)
            writer.WriteStringValue(sentence);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ReportTable table)
    {
        writer.WriteStartObject(table.Id);
        writer.WriteString("caption", table.Caption);
        writer.WriteStartObject("columns");
        foreach (var column in table.Columns)
            writer.WriteString(column.Id, column.Title);
        writer.WriteEndObject();
        writer.WriteStartArray("rows");
        foreach (var row in table.Rows)
        {
            writer.WriteStartObject();
            foreach (var (column, cell) in table.Columns.Zip(row))
            {
                writer.WritePropertyName(column.Id);
                Write(writer, cell);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReportCell cell)
    {
        switch (cell)
        {
            case TextCell text:
                writer.WriteStringValue(text.Text);
                break;
            case CountCell count:
                writer.WriteNumberValue(count.Count);
                break;
            case NumberCell number:
                Write(writer, number.Value);
                break;
            case StatisticCell { Statistic: var statistic }:
                Write(writer, statistic);
                break;
            default:
                throw new InvalidOperationException($"A cell of the kind {cell.GetType().Name} has no form in JSON.");
        }
    }

    private static void Write(Utf8JsonWriter writer, Estimate<double> value)
    {
        if (value.IsDefined)
            writer.WriteNumberValue(value.Value);
        else
            JsonSerializer.Serialize(writer, value);
    }

    private static void Write(Utf8JsonWriter writer, Statistic statistic)
    {
        writer.WriteStartObject();
        writer.WriteString("method", statistic.Method);
        writer.WritePropertyName("value");
        Write(writer, statistic.Value);
        writer.WriteStartObject("interval");
        if (statistic.Interval is { IsDefined: true, Value: var interval })
        {
            writer.WriteNumber("lower", interval.Lower);
            writer.WriteNumber("upper", interval.Upper);
            writer.WriteNumber("level", interval.Level);
            writer.WriteString("method", interval.Method.Title());
        }
        else
        {
            writer.WriteString("undefined", statistic.Interval.Reason!.Value.Code());
        }

        writer.WriteEndObject();
        writer.WriteNumber("count", statistic.Count);
        Write(writer, "flags", [.. statistic.Flags.Select(flag => flag.Code())]);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReportChart chart)
    {
        writer.WriteStartObject(chart.Id);
        writer.WriteString("title", chart.Title);
        Write(writer, "x", chart.X);
        switch (chart)
        {
            case IntervalChart intervals:
                writer.WriteNumber("reference", intervals.Reference);
                writer.WriteStartArray("rows");
                foreach (var row in intervals.Rows)
                {
                    writer.WriteStartObject();
                    writer.WriteString("label", row.Label);
                    writer.WriteNumber("value", row.Value);
                    writer.WriteNumber("lower", row.Lower);
                    writer.WriteNumber("upper", row.Upper);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            case PlaneChart plane:
                Write(writer, "y", plane.Y);
                Write(writer, "points", plane.Points);
                writer.WriteStartArray("lines");
                foreach (var line in plane.Lines)
                {
                    writer.WriteStartObject();
                    writer.WriteString("label", line.Label);
                    Write(writer, "points", line.Points);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"A chart of the kind {chart.GetType().Name} has no form in JSON.");
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ChartAxis axis)
    {
        writer.WriteStartObject(name);
        writer.WriteString("title", axis.Title);
        writer.WriteStartArray("ticks");
        foreach (var tick in axis.Ticks)
            writer.WriteNumberValue(tick);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<ChartPoint> points)
    {
        writer.WriteStartArray(name);
        foreach (var point in points)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(point.X);
            writer.WriteNumberValue(point.Y);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
