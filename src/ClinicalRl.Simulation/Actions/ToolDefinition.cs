using System.Collections.Immutable;
using System.Text.Json;

namespace ClinicalRl.Simulation.Actions;

/// <summary>How a tool's argument is read.</summary>
public enum ParameterType
{
    /// <summary>A string, optionally one of a list.</summary>
    Text,

    /// <summary>A whole number in a range.</summary>
    Integer,

    /// <summary>A finite number in a range.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An array of strings, optionally each one of a list.</summary>
    TextList,
}

/// <summary>One typed argument of a tool.</summary>
public sealed record ToolParameter(string Name, ParameterType Type, string Description)
{
    /// <summary>Whether the call is invalid without it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether, once it is given, none of the other optional arguments is needed: a person is then not asked for them.</summary>
    public bool Suffices { get; init; }

    /// <summary>Allowed words of a text or text list; empty means any.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>What each allowed word means, in the same order; empty when the words speak for themselves.</summary>
    public ImmutableArray<string> Titles { get; init; } = [];

    /// <summary>Smallest number, included.</summary>
    public double Min { get; init; } = -1e9;

    /// <summary>Largest number, included.</summary>
    public double Max { get; init; } = 1e9;

    /// <summary>Longest text, characters.</summary>
    public int MaxLength { get; init; } = 200;

    /// <summary>Most items of a list.</summary>
    public int MaxItems { get; init; } = 20;

    /// <summary>What an allowed word means; null where the word speaks for itself.</summary>
    public string? TitleOf(string word) => Allowed.IndexOf(word) is var index and >= 0 && index < Titles.Length && Titles[index] != word ? Titles[index] : null;

    /// <summary>The description followed by what each allowed word means.</summary>
    public string FullDescription =>
        Titles.IsEmpty ? Description : $"{Description} {string.Join("; ", Allowed.Zip(Titles, (word, title) => $"{word} = {title}"))}.";
}

/// <summary>The value of one argument; which member is set follows from the parameter's type.</summary>
/// <param name="IsPresent">False when an optional argument was left out or null.</param>
/// <param name="Text">Set for texts.</param>
/// <param name="Number">Set for integers, numbers and booleans (0 or 1).</param>
/// <param name="List">Set for lists; never default.</param>
public readonly record struct ArgumentValue(bool IsPresent, string? Text, double Number, ImmutableArray<string> List)
{
    /// <summary>Left out.</summary>
    public static ArgumentValue Absent { get; } = new(false, null, 0, []);
}

/// <summary>A tool an environment offers: name, what it does, typed arguments. Renders itself as JSON Schema.</summary>
public sealed record ToolDefinition(string Name, string Description, params ImmutableArray<ToolParameter> Parameters)
{
    /// <summary>
    /// Reads and checks arguments. Values come back in parameter order. On failure returns false and one sentence that names the
    /// argument and says what was expected.
    /// </summary>
    public bool TryBind(JsonElement arguments, out ArgumentValue[] values, out string problem)
    {
        values = new ArgumentValue[Parameters.Length];
        Array.Fill(values, ArgumentValue.Absent);
        problem = "";
        foreach (var property in arguments.EnumerateObject())
        {
            var isText = JsonNames.IsText(property);
            var index = isText ? IndexOf(property) : -1;
            if (index < 0)
            {
                problem = $"{Name} has no argument '{(isText ? Shorten(property.Name) : "…")}'; it takes {ArgumentNames()}.";
                return false;
            }

            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (!TryValue(Parameters[index], property.Value, out values[index]))
            {
                problem = $"{Name}: '{Parameters[index].Name}' must be {Expected(Parameters[index])}.";
                return false;
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (Parameters[i].Required && !values[i].IsPresent)
            {
                problem = $"{Name} needs '{Parameters[i].Name}': {Expected(Parameters[i])}.";
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the arguments' JSON Schema (draft 2020-12 object, <c>additionalProperties: false</c>).</summary>
    public void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var parameter in Parameters)
        {
            writer.WriteStartObject(parameter.Name);
            WriteType(writer, parameter);
            writer.WriteString("description", parameter.FullDescription);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var parameter in Parameters.Where(parameter => parameter.Required))
            writer.WriteStringValue(parameter.Name);
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, ToolParameter parameter)
    {
        switch (parameter.Type)
        {
            case ParameterType.Text:
                WriteTextType(writer, parameter);
                break;
            case ParameterType.TextList:
                writer.WriteString("type", "array");
                writer.WriteNumber("maxItems", parameter.MaxItems);
                writer.WriteStartObject("items");
                WriteTextType(writer, parameter);
                writer.WriteEndObject();
                break;
            case ParameterType.Boolean:
                writer.WriteString("type", "boolean");
                break;
            default:
                writer.WriteString("type", parameter.Type == ParameterType.Integer ? "integer" : "number");
                writer.WriteNumber("minimum", parameter.Min);
                writer.WriteNumber("maximum", parameter.Max);
                break;
        }
    }

    private static void WriteTextType(Utf8JsonWriter writer, ToolParameter parameter)
    {
        writer.WriteString("type", "string");
        if (parameter.Allowed.IsEmpty)
        {
            writer.WriteNumber("maxLength", parameter.MaxLength);
            return;
        }

        writer.WriteStartArray("enum");
        foreach (var word in parameter.Allowed)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }

    private static bool TryValue(ToolParameter parameter, JsonElement element, out ArgumentValue value)
    {
        value = ArgumentValue.Absent;
        switch (parameter.Type)
        {
            case ParameterType.Text:
                if (!TryText(parameter, element, out var text))
                    return false;
                value = new ArgumentValue(true, text, 0, []);
                return true;
            case ParameterType.Boolean:
                value = new ArgumentValue(true, null, element.ValueKind == JsonValueKind.True ? 1 : 0, []);
                return element.ValueKind is JsonValueKind.True or JsonValueKind.False;
            case ParameterType.TextList:
                if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > parameter.MaxItems)
                    return false;
                var items = ImmutableArray.CreateBuilder<string>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    if (!TryText(parameter, item, out var word))
                        return false;
                    items.Add(word);
                }

                value = new ArgumentValue(true, null, 0, items.MoveToImmutable());
                return true;
            default:
                if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var number) || !double.IsFinite(number))
                    return false;
                if (number < parameter.Min || number > parameter.Max || (parameter.Type == ParameterType.Integer && Math.Floor(number) != number))
                    return false;
                value = new ArgumentValue(true, null, number, []);
                return true;
        }
    }

    private static bool TryText(ToolParameter parameter, JsonElement element, out string text)
    {
        text = "";
        if (element.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            text = element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return false;   // an escaped lone surrogate is no text
        }

        return parameter.Allowed.IsEmpty ? text.Length <= parameter.MaxLength : parameter.Allowed.AsSpan().Contains(text);
    }

    private static string Expected(ToolParameter parameter) => parameter.Type switch
    {
        ParameterType.Text when !parameter.Allowed.IsEmpty => "one of " + string.Join(", ", parameter.Allowed),
        ParameterType.Text => FormattableString.Invariant($"a string of at most {parameter.MaxLength} characters"),
        ParameterType.TextList when !parameter.Allowed.IsEmpty =>
            FormattableString.Invariant($"a list of at most {parameter.MaxItems} of ") + string.Join(", ", parameter.Allowed),
        ParameterType.TextList => FormattableString.Invariant($"a list of at most {parameter.MaxItems} strings"),
        ParameterType.Boolean => "true or false",
        ParameterType.Integer => FormattableString.Invariant($"a whole number from {parameter.Min} to {parameter.Max}"),
        _ => FormattableString.Invariant($"a number from {parameter.Min} to {parameter.Max}"),
    };

    private static string Shorten(string name) => name.Length > 40 ? name[..40] + "…" : name;

    private int IndexOf(JsonProperty property)
    {
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (property.NameEquals(Parameters[i].Name))
                return i;
        }

        return -1;
    }

    private string ArgumentNames() => Parameters.IsEmpty ? "none" : string.Join(", ", Parameters.Select(parameter => parameter.Name));
}
