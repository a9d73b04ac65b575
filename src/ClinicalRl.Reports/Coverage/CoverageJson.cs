using System.Text.Json;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Coverage;

/// <summary>Writes a coverage matrix as one JSON object.</summary>
public static class CoverageJson
{
    /// <summary>Writes <c>{"notice", "episodes", "toleratedRate", …, "cells": […]}</c>.</summary>
    public static void WriteTo(Utf8JsonWriter writer, CoverageMatrix matrix)
    {
        writer.WriteStartObject();
        writer.WriteString("notice", CoveragePage.Notice);
        writer.WriteString("selection", matrix.Evidence.Choice.Words);
        writer.WriteNumber("episodes", matrix.Episodes);
        Write(writer, "from", matrix.Evidence.From);
        Write(writer, "to", matrix.Evidence.To);
        writer.WriteStartArray("rewardFunctions");
        foreach (var function in matrix.Evidence.RewardFunctions)
            writer.WriteStringValue(function);
        writer.WriteEndArray();
        writer.WriteStartArray("uncounted");
        foreach (var (log, reason) in matrix.Evidence.Choice.Uncounted)
        {
            writer.WriteStartObject();
            writer.WriteString("log", log);
            writer.WriteString("reason", reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("episodesOfOtherEnvironments", matrix.Foreign);
        writer.WriteNumber("toleratedRate", matrix.ToleratedRate);
        writer.WriteNumber("scenariosNeeded", matrix.ScenariosNeeded);
        writer.WriteStartArray("cells");
        foreach (var cell in matrix.Cells)
            Write(writer, cell);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CoverageCell cell)
    {
        writer.WriteStartObject();
        writer.WriteString("environment", cell.Environment);
        writer.WriteString("category", cell.Category.ToString());
        writer.WriteString("state", cell.State.Word());
        writer.WriteString("reason", cell.Reason);
        writer.WriteNumber("scenarios", cell.Scenarios.Trials);
        writer.WriteNumber("failedScenarios", cell.Scenarios.Events);
        writer.WriteNumber("episodes", cell.Episodes);
        writer.WriteNumber("failedEpisodes", cell.FailedEpisodes);
        writer.WriteNumber("failedUnexposed", cell.FailedUnexposed);
        Write(writer, "rate", cell.Scenarios.Rate);
        Write(writer, "clopperPearson", cell.ClopperPearson);
        Write(writer, "jeffreys", cell.Jeffreys);
        Write(writer, "pValue", cell.Test.PValue);
        Write(writer, "adjustedPValue", cell.Test.Adjusted);
        writer.WriteBoolean("aboveTolerated", cell.Test.IsFlagged);
        writer.WriteString("worstSeverity", cell.Worst?.ToString());
        writer.WriteStartArray("hazards");
        foreach (var hazard in cell.Hazards)
        {
            writer.WriteStartObject();
            writer.WriteString("id", hazard.Hazard.Id);
            writer.WriteString("severity", hazard.Hazard.Severity.ToString());
            writer.WriteString("statement", hazard.Hazard.Statement);
            writer.WriteNumber("scenarios", hazard.Scenarios.Trials);
            writer.WriteNumber("failedScenarios", hazard.Scenarios.Events);
            writer.WriteNumber("episodes", hazard.Episodes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("criteria");
        foreach (var criterion in cell.Criteria)
        {
            writer.WriteStartObject();
            writer.WriteString("id", criterion.Criterion);
            writer.WriteString("severity", criterion.Severity.ToString());
            writer.WriteNumber("episodes", criterion.Episodes);
            writer.WriteNumber("failures", criterion.Failures);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("places");
        foreach (var (episode, failure) in cell.Places)
        {
            writer.WriteStartObject();
            writer.WriteString("episode", episode);
            writer.WriteNumber("step", failure.Step);
            writer.WriteString("criterion", failure.Criterion);
            writer.WriteString("severity", failure.Severity.ToString());
            writer.WriteString("subject", failure.Subject);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            writer.WriteString(name, known);
        else
            writer.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter writer, string name, Estimate<double> estimate)
    {
        if (estimate.IsDefined)
            writer.WriteNumber(name, estimate.Value);
        else
            writer.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter writer, string name, Interval interval)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("low", interval.Lower);
        writer.WriteNumber("high", interval.Upper);
        writer.WriteEndObject();
    }
}
