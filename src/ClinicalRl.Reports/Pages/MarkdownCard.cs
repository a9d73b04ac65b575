using System.Text;

namespace ClinicalRl.Reports.Pages;

/// <summary>Writes a card for people to read, as Markdown.</summary>
public sealed class MarkdownCard
{
    private readonly StringBuilder text = new();

    /// <summary>The heading of all.</summary>
    public void Title(string title) => Block("# ", title);

    /// <summary>A section's heading.</summary>
    public void Heading(string heading) => Block("## ", heading);

    /// <summary>A heading within a section.</summary>
    public void Subheading(string heading) => Block("### ", heading);

    /// <summary>A paragraph in which nothing is markup.</summary>
    public void Paragraph(string paragraph) => Block("", paragraph);

    /// <summary>A bulleted list; <paramref name="whenEmpty"/> when there is nothing in it.</summary>
    public void List(IReadOnlyCollection<string> items, string whenEmpty)
    {
        if (items.Count == 0)
        {
            Paragraph(whenEmpty);
            return;
        }

        foreach (var item in items)
            text.Append("- ").Append(Escape(item)).Append('\n');
        text.Append('\n');
    }

    /// <summary>A table; each row has one text a column.</summary>
    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        Row(columns);
        text.Append('|').Insert(text.Length, "---|", columns.Length).Append('\n');
        foreach (var row in rows)
            Row(row);
        text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString().TrimEnd('\n') + "\n";

    private static string Escape(string plain)
    {
        var escaped = new StringBuilder(plain.Length);
        foreach (var c in plain.Trim())
        {
            if (c is '|' or '\\' or '`' or '*' or '[' or ']' or '<' or '>' or '#' or '&')
                escaped.Append('\\');
            escaped.Append(c == '\n' ? ' ' : c);
        }

        return escaped.ToString();
    }

    private void Block(string mark, string plain) => text.Append(mark).Append(Escape(plain)).Append("\n\n");

    private void Row(string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");
}
