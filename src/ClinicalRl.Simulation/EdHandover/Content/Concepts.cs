using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>Something that a record or a handover can state.</summary>
/// <param name="Index">Its place in <see cref="Concepts.All"/>.</param>
/// <param name="Code">Kebab-case code.</param>
/// <param name="Kind">Snake-case kind, such as <c>medicine</c>.</param>
/// <param name="IsExclusive">Whether of its kind only one can be true of a stay.</param>
/// <param name="Words">The title, then other words for it.</param>
internal sealed record Concept(int Index, string Code, string Kind, bool IsExclusive, ImmutableArray<string> Words)
{
    public string Title => Words[0];

    /// <summary>The title at the start of a sentence.</summary>
    public byte[] EncodedStart { get; } = new Environments.Utf8Text(64).AppendInner(char.ToUpperInvariant(Words[0][0]) + Words[0][1..]).Written.ToArray();

    /// <summary>The title as it stands inside a JSON string.</summary>
    public byte[] EncodedTitle { get; } = new Environments.Utf8Text(64).AppendInner(Words[0]).Written.ToArray();
}

/// <summary>All concepts, by code.</summary>
internal sealed class Concepts
{
    private readonly Dictionary<string, Concept> byCode;
    private readonly Dictionary<string, Concept>.AlternateLookup<ReadOnlySpan<char>> lookup;

    private Concepts(YamlMap file)
    {
        var exclusive = file.Texts("exclusive");
        var all = ImmutableArray.CreateBuilder<Concept>();
        var kinds = file.Map("kinds");
        foreach (var kind in kinds.Keys)
        {
            var map = kinds.Map(kind);
            foreach (var code in map.Keys)
                all.Add(new Concept(all.Count, code, kind, exclusive.Contains(kind), [.. map.Texts(code)]));
            map.Close();
        }

        kinds.Close();
        file.Close();
        All = all.ToImmutable();
        byCode = All.ToDictionary(concept => concept.Code, StringComparer.Ordinal);
        lookup = byCode.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public ImmutableArray<Concept> All { get; }

    public Concept this[int index] => All[index];

    public static Concepts Load() => new(ContentFiles.Open("ed-handover/concepts.yaml"));

    public Concept? Find(ReadOnlySpan<char> code) => lookup.TryGetValue(code, out var concept) ? concept : null;

    /// <summary>The index of <paramref name="code"/>, or a failure that names where it stands.</summary>
    public int Require(string code, YamlMap at) => (Find(code) ?? throw at.Fail($"'{code}' is not in concepts.yaml")).Index;

    public IEnumerable<Concept> OfKind(string kind) => All.Where(concept => concept.Kind == kind);
}
