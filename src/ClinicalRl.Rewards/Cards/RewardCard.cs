using System.Text;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Cards;

/// <summary>A reward function as a clinician reads it: Markdown in plain English. The same content always gives the same text.</summary>
public static class RewardCard
{
    /// <summary>The card as Markdown.</summary>
    public static string Render(RewardCardContent content)
    {
        var card = new StringBuilder();
        WriteHeading(card, content);
        WriteScoring(card, content.Function.Document);
        WriteCriteria(card, content);
        WritePolicies(card, content);
        WriteChanges(card, content);
        WriteSignOffs(card, content);
        WriteFacts(card, content);
        WriteSources(card, content.Function.Document);
        WriteUnchecked(card, content.Function.Document);
        return card.ToString();
    }

    private static void WriteHeading(StringBuilder card, RewardCardContent content)
    {
        var (function, environment) = (content.Function, content.Environment);
        var document = function.Document;
        Line(card, $"# {Escape(document.Title)}");
        Line(card, "");
        Line(card, $"> **{CardWords.Notice(function.Status)}**");
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

    private static void WriteScoring(StringBuilder card, RewardDocument document)
    {
        Line(card, "## How a reward is made");
        Line(card, "");
        foreach (var sentence in CardWords.Scoring(document))
            Line(card, sentence);
        Line(card, "");
    }

    private static void WriteCriteria(StringBuilder card, RewardCardContent content)
    {
        Line(card, "## Criteria");
        Line(card, "");
        foreach (var category in CardCriterion.All(content).GroupBy(line => line.Criterion.Category).OrderBy(group => group.Key))
        {
            Line(card, $"### {category.Key} {category.Key.Title()}");
            Line(card, "");
            foreach (var line in category)
                WriteCriterion(card, line, content.Scores is not null);
        }
    }

    private static void WriteCriterion(StringBuilder card, CardCriterion line, bool measured)
    {
        Line(card, $"**{Escape(line.Criterion.Statement)}**");
        Line(card, "");
        Line(card, $"- {Escape(line.Judged)}");
        if (line.Met is { } wanted)
            Line(card, $"- Met (scores 1) if {Escape(wanted)}");
        if (line.Partly is { } partly)
            Line(card, $"- Otherwise partly met (scores 0.5) if {Escape(partly)}");
        Line(card, $"- Not met (scores 0) {line.NotMet}");
        Line(card, $"- {line.Standing} · id {line.Criterion.Id}");
        Line(card, $"- {Escape(line.Rests)}");
        if (measured)
        {
            if (line.Met is not null)
                Line(card, $"- Seen met: {(line.MetExample is { } met ? Escape(CardCriterion.Sentence(met)) : "in none of the episodes played.")}");
            Line(card, $"- Seen not met: {(line.NotMetExample is { } not ? Escape(CardCriterion.Sentence(not)) : "in none of the episodes played.")}");
        }

        Line(card, "");
    }

    private static void WritePolicies(StringBuilder card, RewardCardContent content)
    {
        Line(card, "## What the built-in policies earn");
        Line(card, "");
        Line(card, CardWords.Measured(content));
        if (CardWords.Ceiling(content) is { } ceiling)
            Line(card, ceiling);
        Line(card, "");
        if (content.Scores is not { } scores)
            return;
        Line(card, "| Policy | What it does | Must score low | Mean | 95% interval |");
        Line(card, "|---|---|---|---|---|");
        foreach (var score in scores.Scores)
        {
            var policy = content.Policies.FirstOrDefault(policy => policy.Name == score.Policy);
            Line(card, FormattableString.Invariant(
                $"| {score.Policy} | {Escape(policy?.Description ?? "")} | {(policy?.IsDegenerate == true ? "yes" : "no")} | {score.MeanReward:0.000} | {score.Low:0.000} to {score.High:0.000} |"));
        }

        Line(card, "");
    }

    private static void WriteChanges(StringBuilder card, RewardCardContent content)
    {
        Line(card, "## What changed since the last version");
        Line(card, "");
        if (content.Previous is not { } previous)
            Line(card, "There is no version before this one.");
        else if (content.Changes() is var changes && changes.IsEmpty)
            Line(card, $"Nothing in meaning since {previous.Version}.");
        else
            Line(card, $"Since {previous.Version}:");
        Line(card, "");
        foreach (var change in content.Changes())
            Line(card, $"- {Escape(change.ToString())}");
        if (!content.Changes().IsEmpty)
            Line(card, "");
    }

    private static void WriteSignOffs(StringBuilder card, RewardCardContent content)
    {
        Line(card, "## Sign-off");
        Line(card, "");
        if (content.SignOffs.IsEmpty)
            Line(card, "No clinician has signed this version.");
        foreach (var signed in content.SignOffs)
        {
            Line(card, $"- {Escape(signed.Signer)}, {Escape(signed.Registration)}, register checked on {signed.CheckedOn}, signed {signed.SignedAt} ({Escape(signed.Finding)}). "
                + $"Scope: {Escape(signed.Scope)} Statement: {Escape(signed.Statement)}");
        }

        Line(card, "");
    }

    private static void WriteFacts(StringBuilder card, RewardCardContent content)
    {
        Line(card, "## What the words mean");
        Line(card, "");
        Line(card, "| Word | Judged at | Meaning | Values |");
        Line(card, "|---|---|---|---|");
        foreach (var kind in content.Environment.Facts.Kinds)
        {
            var used = content.Function.Document.Criteria
                .Where(criterion => criterion.Judge.Any(judged => judged.Value == kind.Name))
                .SelectMany(FactNames.UsedBy).ToHashSet(StringComparer.Ordinal);
            foreach (var fact in kind.Facts.Where(fact => used.Contains(fact.Name)))
                Line(card, $"| {PredicateEnglish.NameOf(fact)} | {kind.Name.Replace('_', ' ')} | {Escape(fact.Description)} | {Escape(CardWords.Range(fact))} |");
        }

        Line(card, "");
    }

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
