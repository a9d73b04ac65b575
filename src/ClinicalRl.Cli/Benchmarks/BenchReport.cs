using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>The figures of one run, as a table and as JSON.</summary>
internal sealed class BenchReport
{
    /// <summary>Name of the load that the others are compared with.</summary>
    public const string Bare = "bare endpoint";

    public double EngineStepsPerSecond { get; set; }

    /// <summary>What judging adds to a step; null when it was not measured.</summary>
    public RewardCost? Reward { get; set; }

    public List<LoadResult> Loads { get; } = [];

    public List<TimedResult> Statistics { get; } = [];

    public List<TimedResult> Ledger { get; } = [];

    /// <summary>Its rate over that of the bare endpoint under the same number of connections; null when that was not measured.</summary>
    public double? RatioToBare(LoadResult load) =>
        Loads.FirstOrDefault(other => other.Name == Bare && other.Connections == load.Baseline) is { } bare ? load.StepsPerSecond / bare.StepsPerSecond : null;

    /// <summary>What was measured: engine and service, then the estimators.</summary>
    public IEnumerable<Table> Tables(BenchPlan plan)
    {
        if (plan is { StatisticsOnly: false, LedgerOnly: false })
            yield return Table(plan);
        if (Statistics.Count > 0)
            yield return TimedTable("estimator", Statistics);
        if (Ledger.Count > 0)
            yield return TimedTable("ledger", Ledger);
    }

    private static Table TimedTable(string what, List<TimedResult> results)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(what, "µs", "CPU µs", "limit µs");
        foreach (var (name, time, processor, limit) in results)
            table.AddRow(name.EscapeMarkup(), Number(time, time < 100 ? "N2" : "N0"), Number(processor, processor < 100 ? "N2" : "N0"), Number(limit, "N0"));
        return table;
    }

    private Table Table(BenchPlan plan)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.Title($"{plan.Environment.Spec.Id} {plan.Environment.Spec.Version}; {Place}".EscapeMarkup());
        table.AddColumns("load", "connections", "steps/s", "ratio to bare", "p50 ms", "p99 ms", "server CPU µs/step");
        table.AddRow("engine, one core", "", Number(EngineStepsPerSecond, "N0"), "", "", "", EngineStepsPerSecond > 0 ? Number(1e6 / EngineStepsPerSecond, "F2") : "");
        if (Reward is { } reward)
            table.AddRow(Number(reward.Share * 100, "F1").EscapeMarkup() + "% of it is added by judging", "", "", "", "", "", Number(reward.RewardMicroseconds, "F2"));
        foreach (var load in Loads)
        {
            table.AddRow(
                load.Name.EscapeMarkup(), Number(load.Connections, "F0"), Number(load.StepsPerSecond, "N0"), Number(RatioToBare(load) ?? 0, "F2"),
                Number(load.P50Milliseconds, "F3"), Number(load.P99Milliseconds, "F3"), Number(load.CpuMicrosecondsPerStep, "F1"));
        }

        return table;
    }

    public string Json(BenchPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("environment", plan.Environment.Spec.Id);
            writer.WriteString("version", plan.Environment.Spec.Version.ToString());
            writer.WriteBoolean("pinned", Pinning.IsPinned);
            writer.WriteNumber("engineStepsPerSecond", Math.Round(EngineStepsPerSecond));
            if (Reward is { } reward)
            {
                writer.WriteNumber("engineMicrosecondsWithoutReward", Math.Round(reward.EngineMicroseconds, 3));
                writer.WriteNumber("rewardMicroseconds", Math.Round(reward.RewardMicroseconds, 3));
                writer.WriteNumber("rewardShare", Math.Round(reward.Share, 4));
            }

            writer.WriteStartArray("loads");
            foreach (var load in Loads)
                Write(writer, load);
            writer.WriteEndArray();
            Write(writer, "statistics", "estimator", Statistics);
            Write(writer, "ledger", "operation", Ledger);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Place => Pinning.IsPinned ? "server on one core, load generator on another" : "not pinned to cores: compare ratios with care";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, string list, string what, List<TimedResult> results)
    {
        writer.WriteStartArray(list);
        foreach (var (name, time, processor, limit) in results)
        {
            writer.WriteStartObject();
            writer.WriteString(what, name);
            writer.WriteNumber("microseconds", Math.Round(time, 3));
            writer.WriteNumber("cpuMicroseconds", Math.Round(processor, 3));
            writer.WriteNumber("limitMicroseconds", limit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, LoadResult load)
    {
        writer.WriteStartObject();
        writer.WriteString("load", load.Name);
        writer.WriteNumber("connections", load.Connections);
        writer.WriteNumber("stepsPerSecond", Math.Round(load.StepsPerSecond, 1));
        if (RatioToBare(load) is { } ratio)
            writer.WriteNumber("ratioToBare", Math.Round(ratio, 4));
        writer.WriteNumber("p50Milliseconds", Math.Round(load.P50Milliseconds, 4));
        writer.WriteNumber("p99Milliseconds", Math.Round(load.P99Milliseconds, 4));
        writer.WriteNumber("serverCpuMicrosecondsPerStep", Math.Round(load.CpuMicrosecondsPerStep, 2));
        writer.WriteEndObject();
    }
}
