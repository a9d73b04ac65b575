using System.Text.Json;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>
/// JSON Schema of an observation. On the wire <c>reward</c>, <c>done</c> and <c>metadata</c> stand beside it, yet OpenEnv's schemas name them here.
/// </summary>
internal static class ObservationSchema
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteString("title"u8, "Observation");
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartObject("properties"u8);
        WriteBeside(writer);
        WriteOurs(writer, spec);
        WriteToolForms(writer);
        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties"u8, false);
        writer.WriteStartArray("anyOf"u8);
        WriteRequired(writer, "text", "data", "time_minutes");
        WriteRequired(writer, "tools");
        WriteRequired(writer, "tool_name", "result", "error");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteBeside(Utf8JsonWriter writer)
    {
        writer.WriteRaw("done", """{"type":"boolean","default":false,"description":"Whether the episode is over: terminated or truncated."}""");
        writer.WriteRaw("reward", """{"anyOf":[{"type":"boolean"},{"type":"integer"},{"type":"number"},{"type":"null"}],"default":null,"description":"Reward of the step; null after a reset."}""");
        writer.WriteRaw("metadata", """{"type":"object","additionalProperties":true,"description":"Episode, step, terminated, truncated, reward breakdown, reward function and its status."}""");
    }

    private static void WriteOurs(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteRaw("text", """{"type":"string","description":"All that a language model needs, in plain English."}""");
        writer.WriteRaw("data", WithId(spec));
        writer.WriteRaw("time_minutes", """{"type":"integer","minimum":0,"description":"Simulated minutes since the scenario began."}""");
    }

    private static void WriteToolForms(Utf8JsonWriter writer)
    {
        writer.WriteRaw("tools", """{"type":"array","items":{"type":"object"},"description":"Answer to a list_tools action."}""");
        writer.WriteRaw("tool_name", """{"type":"string","description":"Answer to a call_tool action: the tool called."}""");
        writer.WriteRaw("result", """{"type":"object","description":"The tool's result; its data is the observation."}""");
        writer.WriteRaw("error", """{"anyOf":[{"type":"object"},{"type":"null"}],"description":"Why the call could not be carried out, or null."}""");
    }

    private static void WriteRequired(Utf8JsonWriter writer, params string[] names)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("required"u8);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A schema that refers to its own parts needs an id of its own once it stands inside another.</summary>
    private static string WithId(EnvironmentSpec spec)
    {
        var schema = spec.ObservationDataSchema;
        var open = schema.IndexOf('{', StringComparison.Ordinal);
        return open < 0 || !schema.Contains("\"$ref\"", StringComparison.Ordinal) || schema.Contains("\"$id\"", StringComparison.Ordinal)
            ? schema
            : $"{{\"$id\":\"urn:clinicalrl:{spec.Id}:{spec.Version}:observation-data\",{schema[(open + 1)..]}";
    }

    private static void WriteRaw(this Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json);
    }
}
