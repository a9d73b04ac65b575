using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>At most 64 words of one kind, in published order; a set of them is a mask with one bit each.</summary>
internal sealed class WordList
{
    public const int MostWords = 64;

    private readonly string kind;
    private readonly Dictionary<string, int> indexes;

    public WordList(string kind, ImmutableArray<string> ids)
    {
        if (ids.Length > MostWords)
            throw new ContentInvalidException("vocabulary.yaml", 1, $"more than {MostWords} words of kind {kind}");
        (this.kind, Ids) = (kind, ids);
        indexes = ids.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
    }

    public ImmutableArray<string> Ids { get; }

    public int Count => Ids.Length;

    /// <summary>Index of a word, or -1.</summary>
    public int Find(string id) => indexes.TryGetValue(id, out var index) ? index : -1;

    /// <summary>The bit of a word that is known to exist.</summary>
    public ulong Bit(string id) => 1UL << indexes[id];

    public ulong Mask(IEnumerable<string> ids)
    {
        var mask = 0UL;
        foreach (var id in ids)
            mask |= Bit(id);
        return mask;
    }

    /// <summary>The words listed under a member of a content file; none when it is left out.</summary>
    public ulong Read(YamlMap map, string key)
    {
        var mask = 0UL;
        foreach (var id in map.OptionalTexts(key))
            mask |= 1UL << Index(map, id);
        return mask;
    }

    /// <summary>Index of a word named in a content file.</summary>
    public int Index(YamlMap map, string id) =>
        indexes.TryGetValue(id, out var index) ? index : throw map.Fail($"'{id}' is not in the vocabulary's {kind}");

    public IEnumerable<string> Words(ulong mask)
    {
        for (var i = 0; i < Ids.Length; i++)
        {
            if ((mask >> i & 1) != 0)
                yield return Ids[i];
        }
    }
}
