using System.Text.Json;
using System.Text.Unicode;
using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>An action as a run log keeps it: the bytes received without white space between tokens, and what they mean.</summary>
/// <param name="Bytes">Minified UTF-8 JSON.</param>
/// <param name="Action">What the simulator is given.</param>
public sealed record RecordedAction(ReadOnlyMemory<byte> Bytes, AgentAction Action)
{
    /// <summary>Most bytes of an action as received.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>
    /// Reads an action. On failure returns false with the field at fault and what was expected. Members given twice are refused:
    /// readers would differ on which one counts.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> received, out RecordedAction? action, out string field, out string expected)
    {
        action = null;
        (field, expected) = ("action", $"at most {MaxBytes} bytes of JSON");
        if (received.Length > MaxBytes)
            return false;
        expected = $"well-formed UTF-8 JSON, nested at most {MaxDepth} deep, no member twice";
        if (!Utf8.IsValid(received))
            return false;
        JsonElement element;
        try
        {
            element = JsonElement.Parse(received, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)   // the latter: a member name that is a lone surrogate
        {
            return false;
        }

        if (!AgentAction.TryRead(element, out var meaning, out field, out expected))
            return false;
        action = new RecordedAction(Minify(received), meaning!);
        return true;
    }

    /// <summary>Drops white space outside strings. The input is well-formed JSON.</summary>
    public static byte[] Minify(ReadOnlySpan<byte> json)
    {
        var output = new byte[json.Length];
        var length = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (!inString && b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
                continue;
            output[length++] = b;
            if (b == (byte)'"')
                inString = !inString;
            else if (b == (byte)'\\' && inString)
                output[length++] = json[++i];
        }

        return length == output.Length ? output : output[..length];
    }
}
