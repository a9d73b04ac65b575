using System.Globalization;
using System.Text;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Linting;

namespace ClinicalRl.Rewards.Schema;

/// <summary>The reference of the document format as one HTML page: every key, the language of conditions, every lint rule.</summary>
public static class ReferencePage
{
    private const string Introduction =
        "A reward function is a YAML file that says what good care is in one simulated environment and how much each failure counts. It holds statements and "
        + "conditions, never code: a condition can compare facts of the simulation with values and do nothing else. The bytes of the file, exactly as they are, have a "
        + "SHA-256; a clinician signs that hash, and every reward, run log and report repeats it.";

    private static readonly string[][] Operators =
    [
        ["fact", "a yes-or-no fact holds", "explained"],
        ["not, and, or, ( )", "as in English; 'and' binds closer than 'or'", "child and not (dose_stated or dose_judged)"],
        ["=, !=", "is, is not; == may be written for =", "outcome = ward"],
        ["<, <=, >, >=", "numbers alone; the unit of the fact follows the number", "minutes_overdue <= 10 minutes"],
        ["in [..], not in [..]", "one of, none of", "harm_class in [3, 4]"],
    ];

    /// <summary>The page.</summary>
    public static string Html { get; } = Render();

    private static string Render()
    {
        var page = new StringBuilder(32 * 1024);
        page.Append("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<title>Reward functions: the document format</title>\n<style>\n").Append(CardStyle.Css).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>Reward functions: the document format</h1>\n");
        page.Append("<p>").Append(Text(Introduction)).Append("</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>A file has at most {RewardDocumentParser.MaxBytes} bytes and {Yaml.MemberReader.MaxItems} criteria. Anchors, aliases and tags are refused. The JSON Schema for editors is at <a href=\"/v1/schemas/reward-function\">/v1/schemas/reward-function</a>.</p>\n");
        page.Append("<h2>A document to begin with</h2>\n<pre><code>").Append(Text(StarterDocument.Yaml)).Append("</code></pre>\n");
        WriteKeys(page, "The document", DocumentKeys.All);
        foreach (var key in DocumentKeys.All.Where(key => key.Keys.Count > 0))
            WriteNested(page, key);
        WriteConditions(page);
        WriteRules(page);
        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteNested(StringBuilder page, DocumentKey key)
    {
        WriteKeys(page, key.Shape == KeyShape.Mappings ? $"Each of '{key.Name}'" : $"Inside '{key.Name}'", key.Keys);
        foreach (var nested in key.Keys.Where(nested => nested.Keys.Count > 0))
            WriteNested(page, nested);
    }

    private static void WriteKeys(StringBuilder page, string title, IReadOnlyList<DocumentKey> keys) => WriteTable(
        page, title, ["Key", "Meaning", "Value", "Left out", "Example"],
        keys.Select(key => (string[])[$"<code>{Text(key.Name)}</code>", Text(key.Meaning), Text(Describe(key)), key.Required ? "required" : Text(key.Absent ?? "nothing"), key.Example.Length == 0 ? "" : $"<code>{Text(key.Example)}</code>"]));

    private static void WriteConditions(StringBuilder page)
    {
        WriteTable(page, "Conditions", ["Written", "Means", "Example"], Operators.Select(line => (string[])[$"<code>{Text(line[0])}</code>", Text(line[1]), $"<code>{Text(line[2])}</code>"]));
        page.Append("<p>The facts of an event, with their units, are in the environment's card. A number is written with the fact's unit, or without one when the fact has none.</p>\n");
    }

    private static void WriteRules(StringBuilder page) => WriteTable(
        page, "What is checked", ["Rule", "Level", "What is wrong", "What to do"],
        LintRules.All.Select(rule => (string[])[$"<code id=\"rule-{rule.Id}\">{rule.Id}</code>", rule.Level == FindingLevel.Error ? "error" : "warning", Text(rule.Title), Text(rule.Help)]));

    private static void WriteTable(StringBuilder page, string title, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append("<h2>").Append(Text(title)).Append("</h2>\n<div class=\"table\"><table>\n<thead><tr>");
        foreach (var column in columns)
            page.Append("<th scope=\"col\">").Append(column).Append("</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            page.Append("<tr><td>").AppendJoin("</td><td>", row).Append("</td></tr>\n");
        page.Append("</tbody>\n</table></div>\n");
    }

    private static string Describe(DocumentKey key) => key.Shape switch
    {
        KeyShape.Choice => "one of " + string.Join(", ", key.Words!),
        KeyShape.Words when key.Words is { } words => "list of " + string.Join(", ", words),
        KeyShape.Words => "list of words",
        KeyShape.WordOrWords => "word or list of words",
        KeyShape.Number => $"number from {CardCriterion.Number(key.Min)} to {CardCriterion.Number(key.Max)}",
        KeyShape.Flag => "true or false",
        KeyShape.Condition => $"condition of at most {key.MaxLength} characters",
        KeyShape.Mapping => "mapping, below",
        KeyShape.Mappings => "list of mappings, below",
        KeyShape.Word => "word",
        _ => $"text of at most {key.MaxLength} characters",
    };

    private static string Text(string plain) => RewardCardPage.Text(plain);
}
