using System.Net;
using System.Text;

namespace ClinicalRl.Service.Pages;

/// <summary>
/// Shows a card's Markdown as a page. Knows what our cards use and no more: headings, paragraphs, quotes, lists, tables, bold and
/// backslash escapes.
/// </summary>
internal static class MarkdownPage
{
    private const string Style =
        "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1c2b33 } table { border-collapse: collapse } "
        + "th, td { border: 1px solid #aeb7bd; padding: .3rem .6rem; text-align: left; vertical-align: top } blockquote { border-left: 4px solid #005eb8; margin-left: 0; padding-left: 1rem }";

    /// <summary>The whole page; every character of the card that means something in HTML is encoded.</summary>
    public static string Render(string markdown)
    {
        var lines = markdown.Split('\n');
        var body = new StringBuilder();
        for (var i = 0; i < lines.Length;)
            i = Block(lines, i, body);
        var title = lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..] ?? "Card";
        return $"<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{Inline(title)}</title>\n<style>{Style}</style>\n{body}</html>\n";
    }

    private static int Block(string[] lines, int at, StringBuilder body)
    {
        var line = lines[at];
        if (line.Length == 0)
            return at + 1;
        var level = line.AsSpan().IndexOfAnyExcept('#');
        if (level is >= 1 and <= 3 && line[level] == ' ')
        {
            body.Append("<h").Append(level).Append('>').Append(Inline(line[(level + 1)..])).Append("</h").Append(level).Append(">\n");
            return at + 1;
        }

        return line[0] switch
        {
            '|' => Run(lines, at, "|", body, Table),
            '-' => Run(lines, at, "- ", body, static (items, output) => Wrap(output, "ul", items.Select(item => $"<li>{Inline(item[2..])}</li>"))),
            '>' => Run(lines, at, ">", body, static (quoted, output) => Wrap(output, "blockquote", quoted.Where(text => text.Length > 2).Select(text => $"<p>{Inline(text[2..])}</p>"))),
            _ => Paragraph(line, at, body),
        };
    }

    private static int Paragraph(string line, int at, StringBuilder body)
    {
        body.Append("<p>").Append(Inline(line)).Append("</p>\n");
        return at + 1;
    }

    private static int Run(string[] lines, int at, string mark, StringBuilder body, Action<IReadOnlyList<string>, StringBuilder> write)
    {
        var end = at + 1;
        while (end < lines.Length && lines[end].StartsWith(mark, StringComparison.Ordinal))
            end++;
        write(lines[at..end], body);
        return end;
    }

    private static void Table(IReadOnlyList<string> rows, StringBuilder body) => Wrap(body, "table", rows
        .Where((_, index) => index != 1)   // the rule under the heading
        .Select((row, index) => "<tr>" + string.Concat(Cells(row).Select(cell => index == 0 ? $"<th>{Inline(cell)}</th>" : $"<td>{Inline(cell)}</td>")) + "</tr>"));

    private static void Wrap(StringBuilder body, string tag, IEnumerable<string> inside)
    {
        body.Append('<').Append(tag).Append(">\n").AppendJoin('\n', inside).Append("\n</").Append(tag).Append(">\n");
    }

    private static List<string> Cells(string row)
    {
        var cells = new List<string>();
        var start = 1;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] == '\\')
            {
                i++;
            }
            else if (row[i] == '|')
            {
                cells.Add(row[start..i].Trim());
                start = i + 1;
            }
        }

        return cells;
    }

    private static string Inline(string text)
    {
        var html = new StringBuilder(text.Length);
        var bold = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                html.Append(WebUtility.HtmlEncode(text[++i].ToString()));
            else if (text[i] == '*' && i + 1 < text.Length && text[i + 1] == '*')
                (bold, i) = (Toggle(html, bold), i + 1);
            else
                html.Append(text[i] is '<' or '>' or '&' or '"' ? WebUtility.HtmlEncode(text[i].ToString()) : text[i].ToString());
        }

        return html.ToString();
    }

    private static bool Toggle(StringBuilder html, bool bold)
    {
        html.Append(bold ? "</strong>" : "<strong>");
        return !bold;
    }
}
