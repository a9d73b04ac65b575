using System.Text.Json;

namespace ClinicalRl.Simulation.Environments;

/// <summary>What an agent gets to see: the same content as text and as data. Never anything hidden.</summary>
public sealed class Observation
{
    private readonly ReadOnlyMemory<byte> encodedText;
    private string? text;

    /// <summary>An observation from plain text.</summary>
    /// <param name="text">All that a language model needs, in plain English.</param>
    /// <param name="data">The same, structured: one UTF-8 JSON object.</param>
    /// <param name="timeMinutes">Simulated minutes since the scenario began.</param>
    public Observation(string text, ReadOnlyMemory<byte> data, int timeMinutes)
        : this(Encode(text), data, timeMinutes) => this.text = text;

    /// <summary>An observation whose text was rendered as a JSON string (UTF-8, quotes included) to begin with.</summary>
    internal Observation(ReadOnlyMemory<byte> encodedText, ReadOnlyMemory<byte> data, int timeMinutes) =>
        (this.encodedText, Data, TimeMinutes) = (encodedText, data, timeMinutes);

    /// <summary>All that a language model needs, in plain English.</summary>
    public string Text => text ??= JsonSerializer.Deserialize<string>(encodedText.Span)!;

    /// <summary>The same, structured: one UTF-8 JSON object.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Simulated minutes since the scenario began.</summary>
    public int TimeMinutes { get; }

    /// <summary>Writes <c>{"text", "data", "time_minutes"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("text"u8);
        writer.WriteRawValue(encodedText.Span, skipInputValidation: true);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(Data.Span, skipInputValidation: true);
        writer.WriteNumber("time_minutes"u8, TimeMinutes);
        writer.WriteEndObject();
    }

    private static byte[] Encode(string text) => new Utf8Text(text.Length + 16).AppendJson(text).Written.ToArray();
}
