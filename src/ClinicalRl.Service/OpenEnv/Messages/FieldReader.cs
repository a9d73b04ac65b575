using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>Reads typed fields of a request and collects what is wrong with them.</summary>
internal sealed class FieldReader
{
    /// <summary>Faults found so far, in reading order.</summary>
    public List<FieldFault> Faults { get; } = [];

    /// <summary>A text of at most <paramref name="longest"/> characters, or null with a fault.</summary>
    public string? Text(string name, JsonElement value, int longest)
    {
        if (value.ValueKind != JsonValueKind.String)
            return Fault<string>(FieldFault.NotText(name, WireJson.Quote(value)));
        var text = value.GetString()!;
        return text.Length <= longest ? text : Fault<string>(FieldFault.TooLong(name, longest, WireJson.Quote(value)));
    }

    /// <summary>One of <paramref name="words"/>, or null with a fault.</summary>
    public string? Word(string name, JsonElement value, IReadOnlyList<string> words)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null && words.Contains(text, StringComparer.Ordinal)
            ? text
            : Fault<string>(FieldFault.NotOneOf(name, words, WireJson.Quote(value)));
    }

    /// <summary>True or false; null with a fault.</summary>
    public bool? Flag(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Faults.Add(new FieldFault("bool_type", "Input should be a valid boolean", [name], WireJson.Quote(value)));
        return null;
    }

    /// <summary>
    /// A 64-bit seed: a whole number or its decimal text. A negative one stands for its two's complement, and is refused when
    /// <paramref name="negativeAllowed"/> is false.
    /// </summary>
    public ulong? Seed(string name, JsonElement value, bool negativeAllowed)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        if (ulong.TryParse(text, System.Globalization.NumberStyles.None, null, out var seed))
            return seed;
        if (long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var signed))
        {
            if (signed >= 0 || negativeAllowed)
                return unchecked((ulong)signed);
            Faults.Add(FieldFault.TooSmall(name, 0, WireJson.Quote(value)));
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and < 9007199254740992.0 and var number && Math.Floor(number) == number)
            return (ulong)number;
        var isNegativeNumber = value.ValueKind == JsonValueKind.Number && value.GetDouble() < 0;
        Faults.Add(isNegativeNumber && !negativeAllowed
            ? FieldFault.TooSmall(name, 0, WireJson.Quote(value))
            : FieldFault.NotWhole(name, WireJson.Quote(value)) with { Message = "Input should be a valid integer of at most 64 bits" });
        return null;
    }

    /// <summary>A whole number from 1; null with a fault.</summary>
    public int? Index(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index))
        {
            if (index >= 1)
                return index;
            Faults.Add(FieldFault.TooSmall(name, 1, WireJson.Quote(value)));
            return null;
        }

        Faults.Add(FieldFault.NotWhole(name, WireJson.Quote(value)));
        return null;
    }

    /// <summary>Checks a number above 0.</summary>
    public void PositiveNumber(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            Faults.Add(new FieldFault("float_type", "Input should be a valid number", [name], WireJson.Quote(value)));
        else if (!(value.GetDouble() > 0))
            Faults.Add(new FieldFault("greater_than", "Input should be greater than 0", [name], WireJson.Quote(value), "{\"gt\":0.0}"u8.ToArray()));
    }

    private T? Fault<T>(FieldFault fault)
        where T : class
    {
        Faults.Add(fault);
        return null;
    }
}
