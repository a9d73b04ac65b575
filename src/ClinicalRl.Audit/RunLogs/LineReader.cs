using System.Text.Json;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>A line is not what a run log's line must be. Never leaves the reader.</summary>
internal sealed class RunLogFormatException(string message) : Exception(message);

/// <summary>Reads the members of one JSON object in the one order they may have.</summary>
internal ref struct LineReader
{
    /// <summary>Deepest nesting of a line.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlyMemory<byte> line;
    private Utf8JsonReader json;

    public LineReader(ReadOnlyMemory<byte> line)
    {
        this.line = line;
        json = new Utf8JsonReader(line.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        Expect(JsonTokenType.StartObject, "an object");
        Advance();
    }

    /// <summary>Whether the next member is called <paramref name="name"/>.</summary>
    public readonly bool IsNext(ReadOnlySpan<byte> name) => json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name);

    public string Text(string name)
    {
        Name(name);
        if (json.TokenType != JsonTokenType.String)
            throw Wrong(name, "a string");
        var text = json.GetString()!;
        Advance();
        return text;
    }

    public Sha256Digest Digest(string name) => Sha256Digest.TryParse(Text(name), out var digest) ? digest : throw Wrong(name, "64 lower-case hex digits");

    public DateTimeOffset Time(string name) => RunLogTime.TryRead(Text(name), out var time) ? time : throw Wrong(name, "a UTC time with three decimals");

    public ulong Number(string name)
    {
        Name(name);
        if (json.TokenType != JsonTokenType.Number || !json.TryGetUInt64(out var number))
            throw Wrong(name, "a whole number of at least zero");
        Advance();
        return number;
    }

    public int Count(string name)
    {
        var number = Number(name);
        return number <= int.MaxValue ? (int)number : throw Wrong(name, "a smaller number");
    }

    /// <summary>An object's exact bytes.</summary>
    public ReadOnlyMemory<byte> Raw(string name)
    {
        Name(name);
        if (json.TokenType != JsonTokenType.StartObject)
            throw Wrong(name, "an object");
        var start = (int)json.TokenStartIndex;
        json.Skip();
        var end = (int)json.BytesConsumed;
        Advance();
        return line[start..end];
    }

    public void Begin(string name, JsonTokenType kind)
    {
        Name(name);
        if (json.TokenType != kind)
            throw Wrong(name, kind == JsonTokenType.StartArray ? "an array" : "an object");
        Advance();
    }

    /// <summary>Takes the next item of an array of strings; false (and the array left) at its end.</summary>
    public bool Item(out string text)
    {
        text = "";
        if (json.TokenType == JsonTokenType.EndArray)
        {
            Advance();
            return false;
        }

        if (json.TokenType != JsonTokenType.String)
            throw new RunLogFormatException("A list holds something other than strings.");
        text = json.GetString()!;
        Advance();
        return true;
    }

    /// <summary>Takes the next member of an object of strings; false (and the object left) at its end.</summary>
    public bool Pair(out string name, out string value)
    {
        (name, value) = ("", "");
        if (json.TokenType == JsonTokenType.EndObject)
        {
            Advance();
            return false;
        }

        name = json.GetString()!;
        value = Text(name);
        return true;
    }

    public void End()
    {
        Expect(JsonTokenType.EndObject, "no further member");
        Advance();
    }

    /// <summary>Ends the line itself.</summary>
    public void EndOfLine()
    {
        if (json.TokenType != JsonTokenType.EndObject || json.BytesConsumed != line.Length)
            throw new RunLogFormatException("The line has more in it than its record.");
    }

    private static RunLogFormatException Wrong(string name, string expected) => new($"'{name}' must be {expected}.");

    private void Name(string name)
    {
        if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals(name))
            throw new RunLogFormatException($"'{name}' is missing or out of order.");
        Advance();
    }

    private void Expect(JsonTokenType kind, string expected)
    {
        if (json.TokenType == JsonTokenType.None)
            Advance();
        if (json.TokenType != kind)
            throw new RunLogFormatException($"Expected {expected}.");
    }

    private void Advance()
    {
        if (!json.Read() && json.BytesConsumed < line.Length)
            throw new RunLogFormatException("The line ends too early.");
    }
}
