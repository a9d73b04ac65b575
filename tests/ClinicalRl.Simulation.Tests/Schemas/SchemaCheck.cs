using System.Text.Json;

namespace ClinicalRl.Simulation.Tests.Schemas;

/// <summary>
/// Checks JSON against the part of JSON Schema that environments use: type, properties, required, additionalProperties (false or a schema),
/// enum, minimum, maximum, maxLength, items, maxItems. Any other keyword but description fails, so nothing is passed over unchecked.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>What is wrong, as path and sentence; empty when the value satisfies the schema.</summary>
    public static IReadOnlyList<string> Problems(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(schema, value, "$", problems);
        return problems;
    }

    private static void Check(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Holds(keyword.Name, keyword.Value, schema, value, path, problems))
                problems.Add($"{path}: {keyword.Name} {keyword.Value.GetRawText()} does not hold for {Shorten(value.GetRawText())}");
        }
    }

    private static bool Holds(string keyword, JsonElement wanted, JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        switch (keyword)
        {
            case "description":
                return true;
            case "type":
                return IsType(wanted.GetString()!, value);
            case "enum":
                return wanted.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value));
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() >= wanted.GetDouble();
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() <= wanted.GetDouble();
            case "maxLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= wanted.GetInt32();
            case "maxItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= wanted.GetInt32();
            case "items":
                CheckItems(wanted, value, path, problems);
                return true;
            case "required":
                return value.ValueKind != JsonValueKind.Object || wanted.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "properties":
                CheckProperties(wanted, value, path, problems);
                return true;
            case "additionalProperties":
                return CheckOthers(wanted, schema, value, path, problems);
            default:
                throw new NotSupportedException($"{path}: the checker does not know '{keyword}'.");
        }
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsInteger(number),
        _ => throw new NotSupportedException($"The checker does not know type '{type}'."),
    };

    private static void CheckItems(JsonElement wanted, JsonElement value, string path, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return;
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Check(wanted, item, $"{path}[{index++}]", problems);
    }

    private static void CheckProperties(JsonElement wanted, JsonElement value, string path, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in wanted.EnumerateObject())
        {
            if (value.TryGetProperty(property.Name, out var member))
                Check(property.Value, member, $"{path}.{property.Name}", problems);
        }
    }

    private static bool CheckOthers(JsonElement wanted, JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var named = schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject().Where(member => !named || !properties.TryGetProperty(member.Name, out _)))
        {
            if (wanted.ValueKind == JsonValueKind.False)
                return false;
            Check(wanted, member.Value, $"{path}.{member.Name}", problems);
        }

        return true;
    }

    private static string Shorten(string text) => text.Length > 120 ? text[..120] + "…" : text;
}
