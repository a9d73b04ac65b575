using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Statistics.Resampling;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>A rollout's outcome for people (two tables) and for programs (one JSON object).</summary>
internal static class RolloutReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The figures, then the categories.</summary>
    public static IEnumerable<IRenderable> Tables(RolloutRequest request, RolloutOutcome outcome)
    {
        yield return Figures(request, outcome);
        if (outcome.Summary.Episodes > 0)
            yield return Categories(outcome.Summary);
    }

    /// <summary>One object on one line.</summary>
    public static string Json(RolloutRequest request, RolloutOutcome outcome)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, request, outcome);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Table Figures(RolloutRequest request, RolloutOutcome outcome)
    {
        var summary = outcome.Summary;
        var spec = request.Environment.Spec;
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.Title($"{spec.Id} {spec.Version} · {request.Policy.Name} · {request.Split.Word()} · {request.Difficulty.Word()}".EscapeMarkup());
        table.AddColumns("figure", "value");
        table.AddRow("Episodes", Text($"{summary.Episodes} of {request.Episodes}{(outcome.Stopped ? ", stopped" : "")}"));
        table.AddRow("Mean reward", Text(summary.Reward));
        table.AddRow("Severity-weighted mean", Text(summary.SeverityWeighted));
        table.AddRow("Paying at least 0.5", Text(string.Create(CultureInfo.InvariantCulture, $"{summary.PaidShare:P1}")));
        table.AddRow("Steps", Text(string.Create(CultureInfo.InvariantCulture, $"{summary.Steps:N0} in {summary.Elapsed.TotalSeconds:F1} s, {summary.StepsPerSecond:N0}/s")));
        if (request.Out is not null)
            table.AddRow("Logs", Text(request.Out));
        return table;
    }

    private static Table Categories(RolloutSummary summary)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("category", "", "judged", "not met", "share");
        foreach (var category in SafetyCategories.All)
        {
            var (judged, notMet) = (summary.Categories.Judged(category), summary.Categories.NotMet(category));
            var share = judged == 0 ? "not judged" : string.Create(CultureInfo.InvariantCulture, $"{(double)notMet / judged:P1}");
            table.AddRow(
                category.ToString(), category.Title().EscapeMarkup(), judged.ToString("N0", CultureInfo.InvariantCulture),
                notMet.ToString("N0", CultureInfo.InvariantCulture), share);
        }

        return table;
    }

    private static string Text(string words) => words.EscapeMarkup();

    private static string Text(ClusterMean mean)
    {
        if (!mean.Mean.IsDefined)
            return "no episode ended";
        if (!mean.Interval.IsDefined)
            return string.Create(CultureInfo.InvariantCulture, $"{mean.Mean.Value:F4} (one episode: no interval)");
        var interval = mean.Interval.Value;
        return Text(string.Create(CultureInfo.InvariantCulture, $"{mean.Mean.Value:F4} [{interval.Lower:F4}, {interval.Upper:F4}]"));
    }

    private static void Write(Utf8JsonWriter writer, RolloutRequest request, RolloutOutcome outcome)
    {
        var summary = outcome.Summary;
        writer.WriteStartObject();
        writer.WriteString("environment", request.Environment.Spec.Id);
        writer.WriteString("version", request.Environment.Spec.Version.ToString());
        writer.WriteString("policy", request.Policy.Name);
        writer.WriteString("split", request.Split.Word());
        writer.WriteString("difficulty", request.Difficulty.Word());
        writer.WriteNumber("seed", request.Seed);
        writer.WriteNumber("episodes", summary.Episodes);
        writer.WriteNumber("requestedEpisodes", request.Episodes);
        writer.WriteBoolean("stopped", outcome.Stopped);
        WriteMean(writer, "meanReward", "interval", summary.Reward);
        WriteMean(writer, "severityWeightedMean", "severityWeightedInterval", summary.SeverityWeighted);
        writer.WriteNumber("inactionPaid", summary.PaidShare);
        writer.WriteNumber("steps", summary.Steps);
        writer.WriteNumber("seconds", Math.Round(summary.Elapsed.TotalSeconds, 3));
        writer.WriteNumber("stepsPerSecond", Math.Round(summary.StepsPerSecond, 1));
        writer.WriteStartObject("categories");
        foreach (var category in SafetyCategories.All)
        {
            writer.WriteStartObject(category.ToString());
            writer.WriteNumber("judged", summary.Categories.Judged(category));
            writer.WriteNumber("notMet", summary.Categories.NotMet(category));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteString("logs", request.Out);
        writer.WriteEndObject();
    }

    private static void WriteMean(Utf8JsonWriter writer, string name, string intervalName, ClusterMean mean)
    {
        if (mean.Mean.IsDefined)
            writer.WriteNumber(name, mean.Mean.Value);
        else
            writer.WriteNull(name);
        if (!mean.Interval.IsDefined)
        {
            writer.WriteNull(intervalName);
            return;
        }

        writer.WriteStartObject(intervalName);
        writer.WriteNumber("low", mean.Interval.Value.Lower);
        writer.WriteNumber("high", mean.Interval.Value.Upper);
        writer.WriteString("method", mean.FallbackReason is null ? "bca" : "percentile");
        writer.WriteEndObject();
    }
}
