using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>One thing wrong with a request, in the words and shape of a FastAPI validation error.</summary>
/// <param name="Type">pydantic's error type, such as <c>missing</c>.</param>
/// <param name="Message">What was expected.</param>
/// <param name="Location">Path of the field: names, and whole numbers for positions.</param>
/// <param name="Input">What was sent: one JSON value.</param>
/// <param name="Context">A JSON object with the limits that were broken, or null.</param>
internal sealed record FieldFault(string Type, string Message, object[] Location, byte[] Input, byte[]? Context = null)
{
    /// <summary>The same fault as seen from further out.</summary>
    public FieldFault Under(params object[] outer) => this with { Location = [.. outer, .. Location] };

    /// <summary>Writes <c>{"type","loc","msg","input","ctx"?}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, Type);
        writer.WriteStartArray("loc"u8);
        foreach (var part in Location)
        {
            if (part is long or int)
                writer.WriteNumberValue(Convert.ToInt64(part, null));
            else
                writer.WriteStringValue(WireJson.Shorten((string)part));
        }

        writer.WriteEndArray();
        writer.WriteString("msg"u8, Message);
        writer.WritePropertyName("input"u8);
        writer.WriteRawValue(Input, skipInputValidation: true);
        if (Context is not null)
        {
            writer.WritePropertyName("ctx"u8);
            writer.WriteRawValue(Context);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes them as an array.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<FieldFault> faults)
    {
        writer.WriteStartArray();
        foreach (var fault in faults)
            fault.WriteTo(writer);
        writer.WriteEndArray();
    }

    /// <summary>A required field is absent; <paramref name="owner"/> is the object that lacks it.</summary>
    public static FieldFault Missing(string name, byte[] owner) => new("missing", "Field required", [name], owner);

    /// <summary>A field nobody knows.</summary>
    public static FieldFault Extra(string name, byte[] input) => new("extra_forbidden", "Extra inputs are not permitted", [name], input);

    /// <summary>Not an object.</summary>
    public static FieldFault NotObject(string name, byte[] input) => new("dict_type", "Input should be a valid dictionary", [name], input);

    /// <summary>Not a string.</summary>
    public static FieldFault NotText(string name, byte[] input) => new("string_type", "Input should be a valid string", [name], input);

    /// <summary>A string that is too long.</summary>
    public static FieldFault TooLong(string name, int characters, byte[] input) => new(
        "string_too_long", FormattableString.Invariant($"String should have at most {characters} characters"), [name], input,
        WireJson.Bytes(writer => { writer.WriteStartObject(); writer.WriteNumber("max_length", characters); writer.WriteEndObject(); }));

    /// <summary>Not one of the allowed words.</summary>
    public static FieldFault NotOneOf(string name, IReadOnlyList<string> words, byte[] input)
    {
        var quoted = words.Select(word => $"'{word}'").ToArray();
        var expected = quoted.Length == 1 ? quoted[0] : string.Join(", ", quoted[..^1]) + " or " + quoted[^1];
        return new("literal_error", "Input should be " + expected, [name], input,
            WireJson.Bytes(writer => { writer.WriteStartObject(); writer.WriteString("expected", expected); writer.WriteEndObject(); }));
    }

    /// <summary>Not a whole number.</summary>
    public static FieldFault NotWhole(string name, byte[] input) => new("int_type", "Input should be a valid integer", [name], input);

    /// <summary>Too small.</summary>
    public static FieldFault TooSmall(string name, int smallest, byte[] input) => new(
        "greater_than_equal", FormattableString.Invariant($"Input should be greater than or equal to {smallest}"), [name], input,
        WireJson.Bytes(writer => { writer.WriteStartObject(); writer.WriteNumber("ge", smallest); writer.WriteEndObject(); }));

    /// <summary>Any other value that cannot be used; <paramref name="expected"/> says what can.</summary>
    public static FieldFault Value(string name, string expected, byte[] input) => new(
        "value_error", "Value error, expected " + expected, [name], input,
        WireJson.Bytes(writer => { writer.WriteStartObject(); writer.WriteString("error", "expected " + expected); writer.WriteEndObject(); }));
}
