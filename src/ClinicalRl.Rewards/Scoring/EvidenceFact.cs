using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Scoring;

/// <summary>A fact that a verdict shows, as a JSON member: a symbol as its word, a boolean as true or false, a number so that it reads back equal.</summary>
internal sealed class EvidenceFact
{
    private readonly int index;

    private readonly byte[] name;

    // Of a boolean or a symbol, every value it can have; of a number, none.
    private readonly ImmutableArray<byte[]> words;

    public EvidenceFact(EventKind kind, int index)
    {
        var fact = kind.Facts[index];
        this.index = index;
        name = [.. Json(fact.Name), (byte)':'];
        words = fact.Type switch
        {
            FactType.Boolean => ["false"u8.ToArray(), "true"u8.ToArray()],
            FactType.Symbol => [.. fact.Symbols.Select(Json)],
            _ => [],
        };
    }

    /// <summary>Appends the member, without a comma.</summary>
    public void AppendTo(Utf8Text text, ReadOnlySpan<double> values)
    {
        text.Append(name);
        if (words.IsEmpty)
            text.Append(values[index]);
        else
            text.Append(words[(int)values[index]]);
    }

    private static byte[] Json(string word) => new Utf8Text(word.Length + 2).AppendJson(word).Written.ToArray();
}
