using System.Text.Json;

namespace ClinicalRl.Simulation.Actions;

/// <summary>What an agent does in one step: a call of one of the environment's tools. Only the tool is required.</summary>
public sealed record AgentAction
{
    /// <summary>Longest tool name, characters.</summary>
    public const int MaxToolLength = 64;

    /// <summary>Longest message or rationale, characters.</summary>
    public const int MaxTextLength = 8_000;

    /// <summary>Most arguments in one call.</summary>
    public const int MaxArguments = 64;

    private const string OnlyMembers = "only tool, arguments, message, rationale and confidence";

    private static readonly JsonElement NoArguments = JsonElement.Parse("{}"u8);

    /// <summary>Name of the tool called; it need not be one the environment knows (that is a recorded, invalid step).</summary>
    public required string Tool { get; init; }

    /// <summary>A JSON object. Wrong arguments are a recorded, invalid step.</summary>
    public JsonElement Arguments { get; init; } = NoArguments;

    /// <summary>Words to the patient or colleague, judged like any other speech.</summary>
    public string? Message { get; init; }

    /// <summary>The agent's own reasoning; recorded, never judged.</summary>
    public string? Rationale { get; init; }

    /// <summary>Stated probability of being right, 0 to 1; recorded for calibration, never judged.</summary>
    public double? Confidence { get; init; }

    /// <summary>A call with arguments given as an anonymous object; for policies and tests.</summary>
    public static AgentAction Call(string tool, object? arguments = null, string? message = null) => new()
    {
        Tool = tool,
        Arguments = arguments is null ? NoArguments : JsonSerializer.SerializeToElement(arguments),
        Message = message,
    };

    /// <summary>
    /// Reads an action object. On failure returns false with the <paramref name="field"/> at fault (a path such as
    /// <c>action.confidence</c>) and a sentence saying what was <paramref name="expected"/>.
    /// The element must outlive the action.
    /// </summary>
    public static bool TryRead(JsonElement element, out AgentAction? action, out string field, out string expected)
    {
        action = null;
        (field, expected) = ("action", "an object with a \"tool\" name");
        if (element.ValueKind != JsonValueKind.Object)
            return false;
        string? tool = null, message = null, rationale = null;
        double? confidence = null;
        var arguments = NoArguments;
        foreach (var property in element.EnumerateObject())
        {
            var value = property.Value;
            if (!JsonNames.IsText(property))
            {
                return Fail("action", OnlyMembers, out field, out expected);
            }
            else if (property.NameEquals("tool"u8))
            {
                if (!TryText(value, MaxToolLength, out tool) || tool!.Length == 0)
                    return Fail("action.tool", $"a string of 1 to {MaxToolLength} characters", out field, out expected);
            }
            else if (property.NameEquals("arguments"u8))
            {
                if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > MaxArguments)
                    return Fail("action.arguments", $"an object of at most {MaxArguments} members", out field, out expected);
                arguments = value;
            }
            else if (property.NameEquals("message"u8))
            {
                if (value.ValueKind != JsonValueKind.Null && !TryText(value, MaxTextLength, out message))
                    return Fail("action.message", $"a string of at most {MaxTextLength} characters, or null", out field, out expected);
            }
            else if (property.NameEquals("rationale"u8))
            {
                if (value.ValueKind != JsonValueKind.Null && !TryText(value, MaxTextLength, out rationale))
                    return Fail("action.rationale", $"a string of at most {MaxTextLength} characters, or null", out field, out expected);
            }
            else if (property.NameEquals("confidence"u8))
            {
                if (value.ValueKind == JsonValueKind.Null)
                    continue;
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var stated) || !(stated is >= 0 and <= 1))
                    return Fail("action.confidence", "a number from 0 to 1, or null", out field, out expected);
                confidence = stated;
            }
            else
            {
                var name = property.Name;
                return Fail("action." + (name.Length > 40 ? name[..40] + "…" : name), OnlyMembers, out field, out expected);
            }
        }

        if (tool is null)
            return Fail("action.tool", "a tool name (required)", out field, out expected);
        action = new AgentAction { Tool = tool, Arguments = arguments, Message = message, Rationale = rationale, Confidence = confidence };
        return true;
    }

    /// <summary>Writes the action as an object that <see cref="TryRead"/> reads back.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("tool"u8, Tool);
        writer.WritePropertyName("arguments"u8);
        Arguments.WriteTo(writer);
        if (Message is not null)
            writer.WriteString("message"u8, Message);
        if (Rationale is not null)
            writer.WriteString("rationale"u8, Rationale);
        if (Confidence is { } confidence)
            writer.WriteNumber("confidence"u8, confidence);
        writer.WriteEndObject();
    }

    private static bool TryText(JsonElement value, int maxLength, out string? text)
    {
        text = null;
        if (value.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            text = value.GetString();
        }
        catch (InvalidOperationException)
        {
            return false;   // an escaped lone surrogate is no text
        }

        return text!.Length <= maxLength;
    }

    private static bool Fail(string at, string wanted, out string field, out string expected)
    {
        (field, expected) = (at, wanted);
        return false;
    }
}
