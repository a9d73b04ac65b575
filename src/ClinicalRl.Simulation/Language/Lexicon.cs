using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Concepts with the words for them, and the cues that change what they mean, compiled from YAML files. Never changes; may be used by
/// many threads.
/// </summary>
public sealed class Lexicon
{
    private const string Folder = "language/";

    private static readonly Lazy<Lexicon> LazyBuiltIn = new(() => Load());

    private readonly ImmutableArray<Concept> concepts;
    private readonly ImmutableDictionary<string, int> indices;
    private readonly ImmutableArray<ImmutableArray<int>> ancestors;

    internal Lexicon(ImmutableArray<Concept> concepts, ImmutableArray<ImmutableArray<int>> ancestors, LexiconWords words)
    {
        this.concepts = concepts;
        this.ancestors = ancestors;
        Words = words;
        indices = concepts.Select((concept, index) => KeyValuePair.Create(concept.Id, index)).ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>All built-in language files.</summary>
    public static Lexicon BuiltIn => LazyBuiltIn.Value;

    /// <summary>Count of concepts; they are numbered from 0.</summary>
    public int Count => concepts.Length;

    /// <summary>What the matcher reads from.</summary>
    internal LexiconWords Words { get; }

    /// <summary>A concept by number.</summary>
    public Concept this[int concept] => concepts[concept];

    /// <summary>The built-in language files and, after them, those content files.</summary>
    /// <param name="more">Paths such as "patient-conversation/lexicon.yaml".</param>
    /// <exception cref="ContentInvalidException">A file is not right; the message names file and line.</exception>
    public static Lexicon Load(params ReadOnlySpan<string> more)
    {
        var paths = new List<string>(ContentFiles.List(Folder));
        foreach (var path in more)
            paths.Add(path);
        return Compile(paths.Select(path => (path, ContentFiles.Read(path))));
    }

    /// <summary>Compiles files given as texts, in order.</summary>
    /// <exception cref="ContentInvalidException">A file is not right; the message names file and line.</exception>
    public static Lexicon Compile(IEnumerable<(string File, string Text)> files) => new LexiconCompiler().Compile(files);

    /// <summary>Number of the concept with that id, or -1.</summary>
    public int Find(string id) => indices.GetValueOrDefault(id, -1);

    /// <summary>Number of the concept with that id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public int Require(string id) => indices.TryGetValue(id, out var index) ? index : throw new KeyNotFoundException($"The lexicon has no concept '{id}'.");

    /// <summary>Whether a concept is the other or an example of it, directly or by way of others: ibuprofen is an nsaid.</summary>
    public bool Is(int concept, int wider) => concept == wider || ancestors[concept].Contains(wider);

    /// <summary>Reads a text; see <see cref="ConceptMatcher.Read"/>.</summary>
    public Reading Read(string text) => ConceptMatcher.Read(this, text);
}
