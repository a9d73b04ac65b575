using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>How JSON is read and written on this wire.</summary>
internal static class WireJson
{
    /// <summary>Deepest nesting of a message.</summary>
    public const int MaxDepth = 32;

    /// <summary>Longest piece of a client's own text that is quoted back to it, bytes.</summary>
    public const int MaxQuoted = 256;

    /// <summary>For <see cref="JsonDocument"/>.</summary>
    public static readonly JsonDocumentOptions Documents = new() { MaxDepth = MaxDepth };

    /// <summary>Readable text: the answers are JSON by content type and never embedded in a page.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Strict JSON, no comments, no trailing commas.</summary>
    public static readonly JsonReaderOptions Reading = new() { MaxDepth = MaxDepth };

    /// <summary>Writes one JSON value.</summary>
    public static void Write(PooledBytes to, Action<Utf8JsonWriter> value)
    {
        using var writer = new Utf8JsonWriter(to, Writing);
        value(writer);
    }

    /// <summary>One JSON value as bytes.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Writing))
            value(writer);
        return stream.ToArray();
    }

    /// <summary>A JSON string.</summary>
    public static byte[] Text(string text) => Bytes(writer => writer.WriteStringValue(text));

    /// <summary>
    /// A client's value to quote back: itself when short, otherwise its beginning as a string.
    /// </summary>
    public static byte[] Quote(ReadOnlySpan<byte> json)
    {
        if (json.Length <= MaxQuoted)
            return json.ToArray();
        return Text(Encoding.UTF8.GetString(json[..MaxQuoted]) + "…");
    }

    /// <inheritdoc cref="Quote(ReadOnlySpan{byte})"/>
    public static byte[] Quote(JsonElement value) => Quote(Raw(value));

    /// <summary>The bytes of a value.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement value) => JsonMarshal.GetRawUtf8Value(value);

    /// <summary>The bytes of a member of an object known to be JSON, or <paramref name="otherwise"/> when it has none of that name.</summary>
    public static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherwise)
    {
        var reader = new Utf8JsonReader(json, Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
                return json[start..(int)reader.BytesConsumed];
        }

        return otherwise;
    }

    /// <summary>
    /// Whether every string in <paramref name="json"/> is text: valid UTF-8, no half of a surrogate pair. What passes can be read and
    /// written without a further check. Throws <see cref="JsonException"/> when it meets something that is not JSON first.
    /// </summary>
    public static bool IsText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return false;
        if (json.IndexOf("\\u"u8) < 0)
            return true;
        var reader = new Utf8JsonReader(json, Reading);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    reader.GetString();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Text cut to a length that may be shown.</summary>
    public static string Shorten(string text) => text.Length > 64 ? text[..64] + "…" : text;
}
