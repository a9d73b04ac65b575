using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Scoring;

/// <summary>A fact that a verdict shows, with its words encoded once.</summary>
internal sealed class EvidenceFact
{
    private readonly int index;

    private readonly FactType type;

    private readonly JsonEncodedText name;

    private readonly ImmutableArray<JsonEncodedText> symbols;

    public EvidenceFact(EventKind kind, int index)
    {
        var fact = kind.Facts[index];
        (this.index, type, name) = (index, fact.Type, JsonEncodedText.Encode(fact.Name));
        symbols = [.. fact.Symbols.Select(symbol => JsonEncodedText.Encode(symbol))];
    }

    /// <summary>Writes the fact as a member: a symbol as its word, a boolean as true or false, a number so that it reads back equal.</summary>
    public void WriteTo(Utf8JsonWriter writer, ReadOnlySpan<double> values)
    {
        var value = values[index];
        if (type == FactType.Boolean)
            writer.WriteBoolean(name, value != 0);
        else if (type == FactType.Symbol)
            writer.WriteString(name, symbols[(int)value]);
        else
            writer.WriteNumber(name, value);
    }
}
