using System.Text.Json;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>Checks a value against the part of JSON Schema that our documents use. An unknown keyword fails, so none is passed over.</summary>
internal static class JsonSchemaCheck
{
    private static readonly string[] Words = ["title", "description", "default", "$id", "$defs", "$schema", "examples", "format"];

    /// <summary>What is wrong with the value; empty when it fits.</summary>
    public static List<string> Faults(JsonElement schema, JsonElement value, JsonElement? root = null, string path = "$")
    {
        var faults = new List<string>();
        if (schema.ValueKind != JsonValueKind.Object)
        {
            if (schema.ValueKind == JsonValueKind.False)
                faults.Add(path + ": nothing is allowed");
            return faults;
        }

        var whole = root ?? schema;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Words.Contains(keyword.Name, StringComparer.Ordinal) && !Fits(keyword.Name, keyword.Value, schema, value, whole, path, faults))
                faults.Add($"{path}: {keyword.Name} {keyword.Value.GetRawText()}, got {value.GetRawText()}");
        }

        return faults;
    }

    private static bool Fits(string keyword, JsonElement rule, JsonElement schema, JsonElement value, JsonElement root, string path, List<string> faults)
    {
        switch (keyword)
        {
            case "type":
                return rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Any(type => IsType(type.GetString()!, value)) : IsType(rule.GetString()!, value);
            case "enum":
                return rule.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value));
            case "const":
                return JsonElement.DeepEquals(rule, value);
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble();
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble();
            case "minLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32();
            case "maxLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.GetInt32();
            case "maxItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32();
            case "minItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32();
            case "required":
                return value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "items":
                var index = 0;
                foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default)
                    faults.AddRange(Faults(rule, item, root, $"{path}[{index++}]"));
                return true;
            case "properties":
                foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
                {
                    if (rule.TryGetProperty(property.Name, out var inner))
                        faults.AddRange(Faults(inner, property.Value, root, path + "." + property.Name));
                }

                return true;
            case "additionalProperties":
                foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
                {
                    if (!schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(property.Name, out _))
                        faults.AddRange(Faults(rule, property.Value, root, path + "." + property.Name));
                }

                return true;
            case "anyOf":
                return rule.EnumerateArray().Any(choice => Faults(choice, value, root, path).Count == 0);
            case "oneOf":
                return rule.EnumerateArray().Count(choice => Faults(choice, value, root, path).Count == 0) == 1;
            case "$ref":
                faults.AddRange(Faults(Resolve(root, rule.GetString()!), value, root, path));
                return true;
            default:
                return false;
        }
    }

    private static JsonElement Resolve(JsonElement root, string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()) == value.GetDouble(),
        _ => false,
    };
}
