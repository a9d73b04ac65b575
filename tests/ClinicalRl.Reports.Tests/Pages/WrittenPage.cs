using System.Text;
using System.Xml.Linq;

namespace ClinicalRl.Reports.Tests.Pages;

/// <summary>Reads what reports write.</summary>
internal static class WrittenPage
{
    /// <summary>The body of a page that runs no script and is well formed, so that nothing of a log breaks out.</summary>
    public static XElement Parse(string html)
    {
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        return XElement.Parse(html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)]);
    }

    /// <summary>The fields of every line of a table, RFC 4180.</summary>
    public static List<List<string>> CsvLines(string csv)
    {
        var lines = new List<List<string>> { new() };
        var (field, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (csv[i] == '"' && quoted && i + 1 < csv.Length && csv[i + 1] == '"')
                field.Append(csv[++i]);
            else if (csv[i] == '"')
                quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\r')
            {
                lines[^1].Add(field.ToString());
                field.Clear();
                if (csv[i] == '\r' && i++ + 2 < csv.Length)
                    lines.Add([]);
            }
            else
                field.Append(csv[i]);
        }

        return lines;
    }
}
