using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ClinicalRl.Simulation.Environments;

/// <summary>
/// A growing UTF-8 text with the few JSON habits that observations and breakdowns of a fixed shape need; ten times cheaper than a general writer
/// where most of the text was encoded once, when the scenario was made or the reward function compiled.
/// </summary>
public sealed class Utf8Text(int capacity)
{
    private const int LongestNumber = 32;
    private static readonly System.Buffers.SearchValues<char> NeedsEscape =
        System.Buffers.SearchValues.Create("\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F");

    private byte[] bytes = new byte[capacity];

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => Length = 0;

    /// <summary>The bytes as they are.</summary>
    public Utf8Text Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Length += utf8.Length;
        return this;
    }

    /// <summary>The number in decimal digits.</summary>
    public Utf8Text Append(int value)
    {
        Utf8Formatter.TryFormat(value, Room(LongestNumber), out var written);
        Length += written;
        return this;
    }

    /// <summary>Shortest text that reads back as the same number.</summary>
    public Utf8Text Append(double value)
    {
        if (value == (int)value)
            return Append((int)value);
        value.TryFormat(Room(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
        return this;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public Utf8Text Append(bool value) => Append(value ? "true"u8 : "false"u8);

    /// <summary>The text as a JSON string, quotes included; a lone surrogate becomes U+FFFD.</summary>
    public Utf8Text AppendJson(ReadOnlySpan<char> text) => Append("\""u8).AppendInner(text).Append("\""u8);

    /// <summary>The text as it stands inside a JSON string, without quotes.</summary>
    public Utf8Text AppendInner(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(NeedsEscape) is var at and >= 0)
        {
            AppendPlain(text[..at]);
            AppendEscaped(text[at]);
            text = text[(at + 1)..];
        }

        AppendPlain(text);
        return this;
    }

    private void AppendPlain(ReadOnlySpan<char> text)
    {
        const int MostBytesPerChar = 3;
        Length += Encoding.UTF8.GetBytes(text, Room(text.Length * MostBytesPerChar));
    }

    private void AppendEscaped(char c)
    {
        switch (c)
        {
            case '"':
                Append("\\\""u8);
                break;
            case '\\':
                Append("\\\\"u8);
                break;
            case '\n':
                Append("\\n"u8);
                break;
            default:
                Append("\\u00"u8).Append([(byte)"0123456789abcdef"[c >> 4], (byte)"0123456789abcdef"[c & 15]]);
                break;
        }
    }

    private Span<byte> Room(int count)
    {
        if (Length + count > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        return bytes.AsSpan(Length);
    }
}
