using System.Globalization;
using System.Text;

namespace ClinicalRl.Reports.Pages;

/// <summary>A table for a spreadsheet, RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
internal static class CsvTable
{
    /// <summary>The head and a line for each row.</summary>
    public static string Render(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(head))
            text.AppendJoin(',', row.Select(Quote)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>A whole number.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in as many digits as it has.</summary>
    public static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string field)
    {
        if (field.Length > 0 && field[0] is '=' or '+' or '@' or '\t' or '\r' || (field.Length > 1 && field[0] == '-' && !char.IsAsciiDigit(field[1])))
            field = "'" + field;
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
