using System.Text;
using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>Says of text that is not JSON what Python's reader would say, so that both servers' logs read alike.</summary>
/// <param name="Message">Such as <c>Expecting value</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Character">From 0, in characters.</param>
internal readonly record struct JsonFault(string Message, int Line, int Column, int Character)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Message}: line {Line} column {Column} (char {Character})");

    /// <summary>Finds where <paramref name="text"/> stops being JSON.</summary>
    public static JsonFault Find(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, WireJson.Reading);
        var last = JsonTokenType.None;
        try
        {
            while (reader.Read())
                last = reader.TokenType;
        }
        catch (JsonException exception)
        {
            var message = Describe(text, last, reader.CurrentDepth);
            var offset = Offset(text, exception);
            return At(text, message == "Expecting value" ? StartOfWord(text, offset) : offset, message);
        }

        return At(text, text.Length, "Expecting value");
    }

    private static string Describe(ReadOnlySpan<byte> text, JsonTokenType last, int depth)
    {
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return "Expecting value";
        if (depth >= WireJson.MaxDepth)
            return FormattableString.Invariant($"Nested deeper than {WireJson.MaxDepth}");
        return last switch
        {
            JsonTokenType.StartObject => "Expecting property name enclosed in double quotes",
            JsonTokenType.None or JsonTokenType.StartArray or JsonTokenType.PropertyName => "Expecting value",
            _ when depth == 0 => "Extra data",
            _ => "Expecting ',' delimiter",
        };
    }

    /// <summary>A word that is no value is wrong from its first letter.</summary>
    private static int StartOfWord(ReadOnlySpan<byte> text, int offset)
    {
        while (offset > 0 && text[offset - 1] is >= (byte)'a' and <= (byte)'z')
            offset--;
        return offset;
    }

    private static int Offset(ReadOnlySpan<byte> text, JsonException exception)
    {
        var start = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
            start += text[start..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(start + (exception.BytePositionInLine ?? 0), text.Length);
    }

    private static JsonFault At(ReadOnlySpan<byte> text, int offset, string message)
    {
        var before = text[..offset];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new JsonFault(
            message, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1, Encoding.UTF8.GetCharCount(before));
    }
}
