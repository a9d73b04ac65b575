using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>JSON Schema of an action: a call of one of the environment's tools with that tool's arguments.</summary>
internal static class ActionSchema
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteString("title"u8, "Action");
        writer.WriteString("description"u8, "A call of one tool. A call that cannot be carried out is a step too, and is explained in the observation.");
        writer.WriteString("type"u8, "object"u8);
        WriteProperties(writer, spec);
        writer.WriteStartArray("required"u8);
        writer.WriteStringValue("tool"u8);
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties"u8, false);
        WriteChoices(writer, spec);
        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartObject("properties"u8);
        writer.WriteStartObject("tool"u8);
        writer.WriteString("type"u8, "string"u8);
        writer.WriteStartArray("enum"u8);
        foreach (var tool in spec.Tools)
            writer.WriteStringValue(tool.Name);
        writer.WriteEndArray();
        writer.WriteString("description"u8, "The tool called.");
        writer.WriteEndObject();

        writer.WriteStartObject("arguments"u8);
        writer.WriteString("type"u8, "object"u8);
        writer.WriteString("description"u8, "The tool's arguments; see oneOf.");
        writer.WriteEndObject();

        WriteText(writer, "message", "Words to the patient or colleague, judged like any other speech.");
        WriteText(writer, "rationale", "The agent's own reasoning; recorded, never judged.");
        writer.WriteStartObject("confidence"u8);
        WriteTypes(writer, "number");
        writer.WriteNumber("minimum"u8, 0);
        writer.WriteNumber("maximum"u8, 1);
        writer.WriteString("description"u8, "Stated probability of being right; recorded, never judged.");
        writer.WriteEndObject();
        writer.WriteStartObject("metadata"u8);
        writer.WriteString("type"u8, "object"u8);
        writer.WriteString("description"u8, "Anything; ignored and not recorded.");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string description)
    {
        writer.WriteStartObject(name);
        WriteTypes(writer, "string");
        writer.WriteNumber("maxLength"u8, AgentAction.MaxTextLength);
        writer.WriteString("description"u8, description);
        writer.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartArray("type"u8);
        writer.WriteStringValue(type);
        writer.WriteStringValue("null"u8);
        writer.WriteEndArray();
    }

    private static void WriteChoices(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartArray("oneOf"u8);
        foreach (var tool in spec.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description);
            writer.WriteStartObject("properties"u8);
            writer.WriteStartObject("tool"u8);
            writer.WriteString("const"u8, tool.Name);
            writer.WriteEndObject();
            writer.WritePropertyName("arguments"u8);
            tool.WriteSchema(writer);
            writer.WriteEndObject();
            if (tool.Parameters.Any(parameter => parameter.Required))
            {
                writer.WriteStartArray("required"u8);
                writer.WriteStringValue("arguments"u8);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
