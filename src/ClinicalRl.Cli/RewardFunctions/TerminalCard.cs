using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Diffs;
using ClinicalRl.Simulation.Safety;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary>The card in a terminal: the same sentences as on the page.</summary>
internal static class TerminalCard
{
    public static void Show(IAnsiConsole console, RewardCardContent content)
    {
        var document = content.Function.Document;
        console.Write(new Panel(new Markup($"[yellow]{CardWords.Notice(content.Function.Status).EscapeMarkup()}[/]\n{document.Notice.EscapeMarkup()}"))
            .Header($"{document.Title} · {document.Id} {document.Version}".EscapeMarkup()).Expand());
        console.MarkupLine($"For {content.Environment.Title.EscapeMarkup()} ({content.Environment.Id} {content.Environment.Version}). {document.IntendedUse.EscapeMarkup()}");
        console.MarkupLine($"Written by {document.Author.Name.EscapeMarkup()}, {document.Author.Role.EscapeMarkup()}. SHA-256 {document.Hash}");
        Heading(console, "How a reward is made");
        foreach (var sentence in CardWords.Scoring(document))
            console.MarkupLine(sentence.EscapeMarkup());
        ShowCriteria(console, content);
        ShowPolicies(console, content);
        ShowChanges(console, content.Previous, document);
    }

    private static void ShowCriteria(IAnsiConsole console, RewardCardContent content)
    {
        foreach (var category in CardCriterion.All(content).GroupBy(line => line.Criterion.Category).OrderBy(group => group.Key))
        {
            Heading(console, $"{category.Key} {category.Key.Title()}");
            foreach (var line in category)
            {
                console.MarkupLine($"[bold]{line.Criterion.Statement.EscapeMarkup()}[/]");
                console.MarkupLine($"  {line.Judged.EscapeMarkup()}");
                if (line.Met is { } met)
                    console.MarkupLine($"  [green]Met (1)[/] if {met.EscapeMarkup()}");
                if (line.Partly is { } partly)
                    console.MarkupLine($"  [yellow]Otherwise partly met (0.5)[/] if {partly.EscapeMarkup()}");
                console.MarkupLine($"  [red]Not met (0)[/] {line.NotMet.EscapeMarkup()}");
                console.MarkupLine($"  [grey]{line.Standing.EscapeMarkup()} · {line.Criterion.Id.EscapeMarkup()}. {line.Rests.EscapeMarkup()}[/]");
                ShowExample(console, "Seen met", line.MetExample);
                ShowExample(console, "Seen not met", line.NotMetExample);
                console.WriteLine();
            }
        }
    }

    private static void ShowExample(IAnsiConsole console, string title, Rewards.Scores.CriterionExample? example)
    {
        if (example is not null)
            console.MarkupLine($"  [grey]{title}: {CardCriterion.Sentence(example).EscapeMarkup()}[/]");
    }

    private static void ShowPolicies(IAnsiConsole console, RewardCardContent content)
    {
        Heading(console, "What the built-in policies earn");
        if (content.Scores is not { } scores)
        {
            console.MarkupLine("Not measured under exactly this document; --measure 100 plays them.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Policy", "Must score low", "Mean", "95% interval");
        foreach (var score in scores.Scores)
        {
            var degenerate = content.Policies.Any(policy => policy.Name == score.Policy && policy.IsDegenerate);
            table.AddRow(score.Policy.EscapeMarkup(), degenerate ? "yes" : "no", FormattableString.Invariant($"{score.MeanReward:0.000}"), FormattableString.Invariant($"{score.Low:0.000} to {score.High:0.000}"));
        }

        console.Write(table);
    }

    private static void ShowChanges(IAnsiConsole console, RewardDocument? previous, RewardDocument document)
    {
        if (previous is null)
            return;
        Heading(console, $"What changed since {previous.Version}");
        DiffCommand.Show(console, RewardDocumentDiff.Of(previous, document));
    }

    private static void Heading(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.Write(new Rule(title.EscapeMarkup()).LeftJustified());
    }
}
