using System.Text.Json;

namespace ClinicalRl.Simulation.Environments;

/// <summary>What an agent gets to see: the same content as text and as data. Never anything hidden.</summary>
/// <param name="Text">All that a language model needs, in plain English.</param>
/// <param name="Data">The same, structured: one UTF-8 JSON object.</param>
/// <param name="TimeMinutes">Simulated minutes since the scenario began.</param>
public sealed record Observation(string Text, ReadOnlyMemory<byte> Data, int TimeMinutes)
{
    /// <summary>Writes <c>{"text", "data", "time_minutes"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("text"u8, Text);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(Data.Span, skipInputValidation: true);
        writer.WriteNumber("time_minutes"u8, TimeMinutes);
        writer.WriteEndObject();
    }
}
