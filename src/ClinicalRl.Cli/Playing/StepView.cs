using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using Spectre.Console;

namespace ClinicalRl.Cli.Playing;

/// <summary>Shows a person what an agent would see, and then what an agent would be told.</summary>
internal sealed class StepView(IAnsiConsole console)
{
    public void Observation(EpisodeRun run)
    {
        var observation = run.Observation;
        console.Write(new Panel(observation.Text.EscapeMarkup())
        {
            Header = new PanelHeader($" minute {observation.TimeMinutes} · step {run.StepCount} "), Border = BoxBorder.Rounded, Expand = true,
        });
    }

    /// <summary>The reward of the last step, each verdict and the facts it rests on.</summary>
    public void Judgement(EpisodeRun run)
    {
        if (run.InvalidAction is { } problem)
            console.MarkupLine($"[yellow]{problem.EscapeMarkup()}[/]");
        if (run.Reward is not { } reward || reward.Breakdown.Count == 0)
            return;
        var table = new Table { Border = TableBorder.Simple };
        table.Title(Words($"Reward {reward.Value:F2}{(reward.Judged ? "" : " (nothing that carries weight was judged)")}"));
        table.AddColumns("", "criterion", "severity", "why");
        foreach (var verdict in reward.Breakdown)
        {
            var subject = verdict.Subject is null ? "" : $"{verdict.Subject.Replace('_', ' ')}: ";
            table.AddRow(
                Mark(verdict.Verdict), (subject + verdict.Criterion.Statement).EscapeMarkup(),
                $"{verdict.Criterion.Severity} {verdict.Criterion.Category}", Evidence(verdict).EscapeMarkup());
        }

        console.Write(table);
    }

    public void Total(EpisodeRun run)
    {
        var tally = run.Tally;
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.Title(run.Terminated ? "The episode has ended" : run.Truncated ? "A limit ended the episode" : "You left the episode");
        table.AddColumns("figure", "value");
        table.AddRow("Steps", Words($"{run.StepCount}, {tally.JudgedSteps} of them judged"));
        table.AddRow("Episode reward", Words($"{tally.EpisodeReward:F4}"));
        table.AddRow("Mean of judged steps", Words($"{tally.MeanReward:F4}"));
        table.AddRow("Severity-weighted mean", Words($"{tally.SeverityWeightedReward:F4}"));
        if (!tally.Gates.IsEmpty)
            table.AddRow("Capped", Words($"at {tally.Cap:F2} by {string.Join(", ", tally.Gates)}"));
        table.AddRow("Reward function", Words($"{run.RewardFunction.Id} {run.RewardFunction.Version}, {run.RewardFunction.Status.Word()}"));
        console.Write(table);
        console.WriteLine("Synthetic; not for the care of patients.");
    }

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Met => "[green]met[/]",
        Verdict.PartlyMet => "[yellow]partly[/]",
        _ => "[red]not met[/]",
    };

    private static string Evidence(CriterionVerdict verdict)
    {
        var line = new Utf8Text(512);
        verdict.AppendTo(line);
        var evidence = JsonElement.Parse(line.Written).GetProperty("evidence");
        var text = new StringBuilder();
        foreach (var fact in evidence.EnumerateObject())
            text.Append(text.Length == 0 ? "" : ", ").Append(fact.Name.Replace('_', ' ')).Append(' ').Append(Plain(fact.Value));
        return text.ToString();
    }

    private static string Plain(in JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.ToString().Replace('_', ' '),
    };

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture).EscapeMarkup();
}
