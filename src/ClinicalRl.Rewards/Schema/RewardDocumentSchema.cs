using System.Text;
using System.Text.Json;
using ClinicalRl.Rewards.Yaml;

namespace ClinicalRl.Rewards.Schema;

/// <summary>
/// The JSON Schema (2020-12) of a reward document, for editors that help while one writes. It knows shapes; whether facts exist and
/// conditions make sense only the linter knows.
/// </summary>
public static class RewardDocumentSchema
{
    /// <summary>The schema as UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Json { get; } = Write();

    private static byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema"u8, "https://json-schema.org/draft/2020-12/schema"u8);
            writer.WriteString("$id"u8, "/v1/schemas/reward-function"u8);
            writer.WriteString("title"u8, "ClinicalRl reward function"u8);
            writer.WriteString("description"u8, $"A reward function: YAML in UTF-8, at most {RewardDocumentParser.MaxBytes} bytes, one document a file, no anchors, no tags.");
            WriteMembers(writer, DocumentKeys.All);
            writer.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void WriteMembers(Utf8JsonWriter writer, IReadOnlyList<DocumentKey> keys)
    {
        writer.WriteString("type"u8, "object"u8);
        writer.WriteBoolean("additionalProperties"u8, false);
        writer.WriteStartArray("required"u8);
        foreach (var key in keys.Where(key => key.Required))
            writer.WriteStringValue(key.Name);
        writer.WriteEndArray();
        writer.WriteStartObject("properties"u8);
        foreach (var key in keys)
        {
            writer.WriteStartObject(key.Name);
            writer.WriteString("description"u8, key.Absent is null ? key.Meaning : $"{key.Meaning} Left out: {key.Absent}.");
            WriteShape(writer, key);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter writer, DocumentKey key)
    {
        switch (key.Shape)
        {
            case KeyShape.Mapping:
                WriteMembers(writer, key.Keys);
                break;
            case KeyShape.Mappings:
                WriteList(writer, key.Required ? 1 : 0, () => WriteMembers(writer, key.Keys));
                break;
            case KeyShape.Words:
                WriteList(writer, 0, () => WriteText(writer, key));
                break;
            case KeyShape.WordOrWords:
                writer.WriteStartArray("oneOf"u8);
                writer.WriteStartObject();
                WriteText(writer, key);
                writer.WriteEndObject();
                writer.WriteStartObject();
                WriteList(writer, 1, () => WriteText(writer, key));
                writer.WriteEndObject();
                writer.WriteEndArray();
                break;
            case KeyShape.Number:
                writer.WriteString("type"u8, "number"u8);
                writer.WriteNumber("minimum"u8, key.Min);
                writer.WriteNumber("maximum"u8, key.Max);
                break;
            case KeyShape.Flag:
                writer.WriteString("type"u8, "boolean"u8);
                break;
            default:
                WriteText(writer, key);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, int minItems, Action writeItem)
    {
        writer.WriteString("type"u8, "array"u8);
        writer.WriteNumber("minItems"u8, minItems);
        writer.WriteNumber("maxItems"u8, MemberReader.MaxItems);
        writer.WriteStartObject("items"u8);
        writeItem();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, DocumentKey key)
    {
        writer.WriteString("type"u8, "string"u8);
        if (key.Words is { } words)
        {
            writer.WriteStartArray("enum"u8);
            foreach (var word in words)
                writer.WriteStringValue(word);
            writer.WriteEndArray();
            return;
        }

        writer.WriteNumber("minLength"u8, 1);
        writer.WriteNumber("maxLength"u8, key.MaxLength);
        if (key.Pattern is not null)
            writer.WriteString("pattern"u8, key.Pattern);
    }
}
