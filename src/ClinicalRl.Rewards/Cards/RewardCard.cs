using System.Globalization;
using System.Text;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Cards;

/// <summary>A reward function as a clinician reads it: Markdown in plain English. The same function always gives the same text.</summary>
public static class RewardCard
{
    /// <summary>The card of <paramref name="function"/>, which was compiled against <paramref name="environment"/>.</summary>
    public static string Render(RewardFunction function, EnvironmentSpec environment)
    {
        var document = function.Document;
        var card = new StringBuilder();
        WriteHeading(card, function, environment);
        WriteScoring(card, document);
        WriteCriteria(card, document, environment.Facts);
        WriteFacts(card, document, environment.Facts);
        WriteSources(card, document);
        WriteUnchecked(card, document);
        return card.ToString();
    }

    private static void WriteHeading(StringBuilder card, RewardFunction function, EnvironmentSpec environment)
    {
        var document = function.Document;
        Line(card, $"# {Escape(document.Title)}");
        Line(card, "");
        Line(card, $"> **{Notice(function.Status)}**");
        Line(card, ">");
        Line(card, $"> {Escape(document.Notice)}");
        Line(card, "");
        Line(card, "| | |");
        Line(card, "|---|---|");
        Line(card, $"| Reward function | {document.Id} {document.Version} |");
        Line(card, $"| Status | {function.Status.Word()} |");
        Line(card, $"| Environment | {Escape(environment.Title)} ({environment.Id} {environment.Version}; written for {Escape(document.EnvironmentVersions.Value.Text)}) |");
        Line(card, $"| Intended use | {Escape(document.IntendedUse)} |");
        Line(card, $"| Author | {Escape(document.Author.Name)}, {Escape(document.Author.Role)} |");
        Line(card, $"| SHA-256 of the document | {document.Hash} |");
        Line(card, "");
    }

    private static string Notice(RewardStatus status) => status switch
    {
        RewardStatus.Signed => "Signed by a registered specialist; synthetic; not for the care of patients.",
        RewardStatus.Superseded => "Signed once and since replaced; synthetic; not for the care of patients.",
        RewardStatus.Revoked => "Revoked: not to be relied on; synthetic; not for the care of patients.",
        RewardStatus.InReview => "In review, not signed by a clinician; synthetic; not for the care of patients.",
        _ => "Draft, not signed by a clinician; synthetic; not for the care of patients.",
    };

    private static void WriteScoring(StringBuilder card, RewardDocument document)
    {
        Line(card, "## How a reward is made");
        Line(card, "");
        Line(card, "Whatever happens in a step is judged by each criterion below that applies to it: met scores 1, partly met 0.5, not met 0. "
            + "The step's reward is the mean of these scores, each counted by its criterion's weight, and lies between 0 and 1.");
        Line(card, document.Neutral == NeutralStep.Zero
            ? "A step in which nothing is judged earns 0 and does not count towards the episode."
            : "A step in which nothing is judged repeats the last judged reward and does not count towards the episode.");
        Line(card, document.Aggregate == EpisodeAggregate.Mean
            ? "The episode's reward is the plain mean of its judged steps; the mean weighted by severity is reported beside it."
            : "The episode's reward is the mean of its judged steps, each counted by the weights judged in it; the plain mean is reported beside it.");
        Line(card, $"A policy that plays without clinical sense must not reach {Number(document.ExploitCeiling)} on average, or the function cannot be signed.");
        Line(card, "");
    }

    private static void WriteCriteria(StringBuilder card, RewardDocument document, FactSchema schema)
    {
        Line(card, "## Criteria");
        foreach (var category in document.Criteria.GroupBy(criterion => criterion.Category).OrderBy(group => group.Key))
        {
            Line(card, "");
            Line(card, $"### {category.Key} {category.Key.Title()}");
            Line(card, "");
            Line(card, "| Criterion | What is wanted | Severity | Weight | Judged when | Met when | Partly met when | If not met |");
            Line(card, "|---|---|---|---|---|---|---|---|");
            foreach (var criterion in category)
                WriteCriterion(card, criterion, schema);
        }

        Line(card, "");
    }

    private static void WriteCriterion(StringBuilder card, Criterion criterion, FactSchema schema)
    {
        var kinds = criterion.Judge.Select(judged => schema.Find(judged.Value)!).ToList();
        var when = string.Join(" or: ", kinds.Select(kind => kind.Description.TrimEnd('.')));
        if (criterion.Applies is { } applies)
            when += $"; only if {PredicateEnglish.Of(applies, kinds[0])}";
        string[] cells =
        [
            criterion.Id + (criterion.Also.IsEmpty ? "" : $" (also {string.Join(", ", criterion.Also)})"),
            criterion.Statement,
            $"{criterion.Severity} {criterion.Severity.Title()}",
            Number(criterion.Weight),
            when,
            PredicateEnglish.Of(criterion.Met, kinds[0]),
            criterion.Partly is { } partly ? PredicateEnglish.Of(partly, kinds[0]) : "never",
            Consequence(criterion.Gate),
        ];
        Line(card, $"| {string.Join(" | ", cells.Select(Escape))} |");
    }

    private static string Consequence(Gate? gate) => gate switch
    {
        null => "scores 0",
        { Scope: GateScope.Step } => $"scores 0, and the step earns at most {Number(gate.Cap)}",
        _ => $"scores 0, and the episode earns at most {Number(gate.Cap)}",
    };

    private static void WriteFacts(StringBuilder card, RewardDocument document, FactSchema schema)
    {
        Line(card, "## What the words mean");
        Line(card, "");
        Line(card, "| Word | Judged at | Meaning | Values |");
        Line(card, "|---|---|---|---|");
        foreach (var kind in schema.Kinds)
        {
            var used = document.Criteria.Where(criterion => criterion.Judge.Any(judged => judged.Value == kind.Name)).SelectMany(FactNames.UsedBy).ToHashSet(StringComparer.Ordinal);
            foreach (var fact in kind.Facts.Where(fact => used.Contains(fact.Name)))
                Line(card, $"| {PredicateEnglish.NameOf(fact)} | {kind.Name.Replace('_', ' ')} | {Escape(fact.Description)} | {Escape(Range(fact))} |");
        }

        Line(card, "");
    }

    private static string Range(FactField fact) => fact.Type switch
    {
        FactType.Boolean => "yes or no",
        FactType.Symbol => string.Join(", ", fact.Symbols).Replace('_', ' '),
        _ => $"{Number(fact.Min)} to {Number(fact.Max)}{(fact.Unit is null ? "" : " " + fact.Unit)}",
    };

    private static void WriteSources(StringBuilder card, RewardDocument document)
    {
        Line(card, "## Sources");
        Line(card, "");
        if (document.Sources.IsEmpty)
            Line(card, "None are named.");
        foreach (var source in document.Sources)
        {
            var cited = document.Criteria.Where(criterion => criterion.Sources.Any(id => id.Value == source.Id)).Select(criterion => criterion.Id).ToList();
            var use = cited.Count == 0 ? "cited by no criterion" : "cited by " + string.Join(", ", cited);
            Line(card, $"- {source.Id}: {Escape(source.Publisher)}, {Escape(source.Title)}, {Escape(source.Version)}, {source.Date} ({use})");
        }

        Line(card, "");
    }

    private static void WriteUnchecked(StringBuilder card, RewardDocument document)
    {
        var criteria = document.Criteria.Where(criterion => !criterion.Verified).Select(criterion => criterion.Id).ToList();
        var sources = document.Sources.Where(source => !source.Verified).Select(source => source.Id).ToList();
        Line(card, "## Awaiting a specialist's check");
        Line(card, "");
        Line(card, criteria.Count == 0 ? "- Criteria: none" : $"- Criteria: {string.Join(", ", criteria)}");
        Line(card, sources.Count == 0 ? "- Sources: none" : $"- Sources: {string.Join(", ", sources)}");
    }

    private static void Line(StringBuilder card, string text) => card.Append(text).Append('\n');

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text that Markdown shows as it is: one line, nothing that starts a cell, a link, emphasis or HTML.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (c is '|' or '\\' or '`' or '*' or '[' or ']' or '<' or '>' or '#' or '&')
                escaped.Append('\\');
            escaped.Append(c == '\n' ? ' ' : c);
        }

        return escaped.ToString();
    }
}
