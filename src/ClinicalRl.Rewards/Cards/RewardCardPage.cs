using System.Net;
using System.Text;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Cards;

/// <summary>
/// A reward function's card as one HTML page that needs nothing else: no script, no font, no request. Every text of the document is
/// encoded, so a document can put nothing of its own into the page.
/// </summary>
public static class RewardCardPage
{
    private static readonly (string Id, string Title)[] Sections =
    [
        ("scoring", "How a reward is made"), ("criteria", "Criteria"), ("policies", "What the built-in policies earn"), ("changes", "What changed since the last version"),
        ("signoff", "Sign-off"), ("words", "What the words mean"), ("sources", "Sources"), ("unchecked", "Awaiting a specialist's check"), ("document", "The document as written"),
    ];

    /// <summary>The page.</summary>
    public static string Render(RewardCardContent content)
    {
        var document = content.Function.Document;
        var page = new StringBuilder(64 * 1024);
        page.Append("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Text($"{document.Title}: {document.Id} {document.Version}")).Append("</title>\n<style>\n").Append(CardStyle.Css).Append("\n</style>\n</head>\n<body>\n<main>\n");
        WriteHeading(page, content);
        WriteScoring(page, document);
        WriteCriteria(page, content);
        CardPolicies.Write(page, content);
        WriteChanges(page, content);
        WriteSignOffs(page, content);
        WriteWords(page, content);
        WriteSources(page, document);
        WriteUnchecked(page, document);
        WriteDocument(page, document);
        page.Append("<footer><p>").Append(Text(CardWords.Notice(content.Function.Status))).Append("</p></footer>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    internal static string Text(string plain) => WebUtility.HtmlEncode(plain.Trim());

    /// <summary>Begins a section of the page.</summary>
    internal static void Heading(StringBuilder page, string id) =>
        page.Append("<h2 id=\"").Append(id).Append("\">").Append(Text(Sections.First(section => section.Id == id).Title)).Append("</h2>\n");

    private static void WriteHeading(StringBuilder page, RewardCardContent content)
    {
        var (function, document, environment) = (content.Function, content.Function.Document, content.Environment);
        page.Append("<header>\n<h1>").Append(Text(document.Title)).Append("</h1>\n");
        page.Append("<div class=\"notice").Append(function.Status == RewardStatus.Signed ? " signed" : "").Append("\" role=\"note\"><strong>")
            .Append(Text(CardWords.Notice(function.Status))).Append("</strong><br>").Append(Text(document.Notice)).Append("</div>\n<dl>\n");
        Pair(page, "Reward function", $"{document.Id} {document.Version}");
        Pair(page, "Status", function.Status.Word());
        Pair(page, "Environment", $"{environment.Title} ({environment.Id} {environment.Version}; written for {document.EnvironmentVersions.Value.Text})");
        Pair(page, "Intended use", document.IntendedUse);
        Pair(page, "Author", $"{document.Author.Name}, {document.Author.Role}" + (document.Author.Register is null ? "" : $" ({document.Author.Register} {document.Author.Number})"));
        Pair(page, "SHA-256 of the document", document.Hash);
        page.Append("</dl>\n</header>\n<nav aria-label=\"Contents\"><ul>\n");
        foreach (var (id, title) in Sections)
            page.Append("<li><a href=\"#").Append(id).Append("\">").Append(Text(title)).Append("</a></li>\n");
        page.Append("</ul></nav>\n");
    }

    private static void WriteScoring(StringBuilder page, RewardDocument document)
    {
        Heading(page, "scoring");
        foreach (var sentence in CardWords.Scoring(document))
            page.Append("<p>").Append(Text(sentence)).Append("</p>\n");
    }

    private static void WriteCriteria(StringBuilder page, RewardCardContent content)
    {
        Heading(page, "criteria");
        var lines = CardCriterion.All(content);
        page.Append("<p>").Append(lines.Length).Append(" criteria, ordered by category. The bar on the left shows the severity of not meeting one: the darker, the worse.</p>\n");
        foreach (var category in lines.GroupBy(line => line.Criterion.Category).OrderBy(group => group.Key))
        {
            page.Append("<h3>").Append(Text($"{category.Key} {category.Key.Title()}")).Append("</h3>\n");
            foreach (var line in category)
                WriteCriterion(page, line, content.Scores is not null);
        }
    }

    private static void WriteCriterion(StringBuilder page, CardCriterion line, bool measured)
    {
        page.Append("<article class=\"").Append(line.Criterion.Severity).Append("\" id=\"criterion-").Append(Text(line.Criterion.Id)).Append("\">\n<h4>")
            .Append(Text(line.Criterion.Statement)).Append("</h4>\n<dl>\n");
        Pair(page, "Judged", line.Judged);
        if (line.Met is { } met)
            Pair(page, "Met: scores 1", "if " + met);
        if (line.Partly is { } partly)
            Pair(page, "Partly met: scores 0.5", "otherwise, if " + partly);
        Pair(page, "Not met: scores 0", line.NotMet);
        Pair(page, "Rests on", line.Rests);
        page.Append("</dl>\n<p class=\"standing\">").Append(Text(line.Standing)).Append(" · <code>").Append(Text(line.Criterion.Id)).Append("</code></p>\n");
        if (measured)
        {
            if (line.Met is not null)
                WriteExample(page, "Seen met", line.MetExample);
            WriteExample(page, "Seen not met", line.NotMetExample);
        }

        page.Append("</article>\n");
    }

    private static void WriteExample(StringBuilder page, string title, Scores.CriterionExample? example) => page
        .Append("<p class=\"example\"><b>").Append(title).Append(":</b> ")
        .Append(Text(example is null ? "in none of the episodes played." : CardCriterion.Sentence(example))).Append("</p>\n");

    private static void WriteChanges(StringBuilder page, RewardCardContent content)
    {
        Heading(page, "changes");
        var changes = content.Changes();
        if (content.Previous is not { } previous)
            page.Append("<p>There is no version before this one.</p>\n");
        else if (changes.IsEmpty)
            page.Append("<p>Nothing in meaning since ").Append(Text(previous.Version.ToString())).Append(".</p>\n");
        else
            List(page.Append("<p>Since ").Append(Text(previous.Version.ToString())).Append(":</p>\n"), changes.Select(change => change.ToString()));
    }

    private static void WriteSignOffs(StringBuilder page, RewardCardContent content)
    {
        Heading(page, "signoff");
        if (content.SignOffs.IsEmpty)
            page.Append("<p>No clinician has signed this version.</p>\n");
        foreach (var signed in content.SignOffs)
        {
            page.Append("<dl>\n");
            Pair(page, "Signed by", $"{signed.Signer}, {signed.Registration}");
            Pair(page, "Register checked on", signed.CheckedOn);
            Pair(page, "Signed", signed.SignedAt);
            Pair(page, "Scope", signed.Scope);
            Pair(page, "Statement", signed.Statement);
            Pair(page, "Signature", signed.Finding);
            page.Append("</dl>\n");
        }
    }

    private static void WriteWords(StringBuilder page, RewardCardContent content)
    {
        Heading(page, "words");
        page.Append("<div class=\"table\"><table>\n<caption>The facts that the criteria speak of, by the event that carries them.</caption>\n")
            .Append("<thead><tr><th scope=\"col\">Fact</th><th scope=\"col\">Meaning</th><th scope=\"col\">Values</th></tr></thead>\n");
        foreach (var kind in content.Environment.Facts.Kinds)
        {
            var used = content.Function.Document.Criteria.Where(criterion => criterion.Judge.Any(judged => judged.Value == kind.Name))
                .SelectMany(FactNames.UsedBy).ToHashSet(StringComparer.Ordinal);
            if (used.Count == 0)
                continue;
            page.Append("<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"3\">").Append(Text(kind.Description)).Append(" <code>").Append(Text(kind.Name)).Append("</code></th></tr>\n");
            foreach (var fact in kind.Facts.Where(fact => used.Contains(fact.Name)))
                Row(page, $"<code>{Text(fact.Name)}</code>", Text(fact.Description.TrimEnd(',')), Text(CardWords.Range(fact)));
            page.Append("</tbody>\n");
        }

        page.Append("</table></div>\n");
    }

    private static void WriteSources(StringBuilder page, RewardDocument document)
    {
        Heading(page, "sources");
        if (document.Sources.IsEmpty)
        {
            page.Append("<p>None are named.</p>\n");
            return;
        }

        page.Append("<div class=\"table\"><table>\n<caption>What the criteria rest on.</caption>\n<thead><tr><th scope=\"col\">Source</th><th scope=\"col\">Version and date</th>"
            + "<th scope=\"col\">Checked</th><th scope=\"col\">Cited by</th></tr></thead>\n<tbody>\n");
        foreach (var source in document.Sources)
        {
            var cited = document.Criteria.Where(criterion => criterion.Sources.Any(id => id.Value == source.Id)).Select(criterion => criterion.Id);
            Row(
                page, Text($"{source.Publisher}, {source.Title}"), Text($"{source.Version}, {source.Date}"), source.Verified ? "yes" : "no",
                Text(string.Join(", ", cited.DefaultIfEmpty("none"))));
        }

        page.Append("</tbody>\n</table></div>\n");
    }

    private static void WriteUnchecked(StringBuilder page, RewardDocument document)
    {
        Heading(page, "unchecked");
        var criteria = document.Criteria.Where(criterion => !criterion.Verified).Select(criterion => criterion.Id);
        var sources = document.Sources.Where(source => !source.Verified).Select(source => source.Id);
        page.Append("<dl>\n");
        Pair(page, "Criteria", string.Join(", ", criteria.DefaultIfEmpty("none")));
        Pair(page, "Sources", string.Join(", ", sources.DefaultIfEmpty("none")));
        page.Append("</dl>\n");
    }

    private static void WriteDocument(StringBuilder page, RewardDocument document)
    {
        Heading(page, "document");
        page.Append("<details><summary>Show the bytes that the hash is taken of</summary>\n<pre>")
            .Append(WebUtility.HtmlEncode(Encoding.UTF8.GetString(document.Bytes.Span))).Append("</pre></details>\n");
    }

    private static void List(StringBuilder page, IEnumerable<string> items)
    {
        page.Append("<ul>\n");
        foreach (var item in items)
            page.Append("<li>").Append(Text(item)).Append("</li>\n");
        page.Append("</ul>\n");
    }

    private static void Pair(StringBuilder page, string term, string definition) =>
        page.Append("<dt>").Append(Text(term)).Append("</dt><dd>").Append(Text(definition)).Append("</dd>\n");

    private static void Row(StringBuilder page, params ReadOnlySpan<string> cells)
    {
        page.Append("<tr>");
        foreach (var cell in cells)
            page.Append("<td>").Append(cell).Append("</td>");
        page.Append("</tr>\n");
    }
}
