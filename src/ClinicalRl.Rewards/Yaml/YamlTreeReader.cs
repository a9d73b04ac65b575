using ClinicalRl.Rewards.Linting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClinicalRl.Rewards.Yaml;

/// <summary>Reads one YAML document into a small tree. Anchors, aliases, tags and further documents are refused, so its size is bounded by its text's.</summary>
internal sealed class YamlTreeReader
{
    /// <summary>Deepest nesting of lists and mappings.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most scalars, lists and mappings.</summary>
    public const int MaxNodes = 20_000;

    private readonly string document;

    private readonly Parser parser;

    private int nodes;

    private YamlTreeReader(string document) => (this.document, parser) = (document, new Parser(new StringReader(document)));

    /// <summary>The tree, or null after adding an error to <paramref name="findings"/>.</summary>
    public static YamlNode? Read(string document, FindingList findings)
    {
        var reader = new YamlTreeReader(document);
        try
        {
            return reader.ReadDocument();
        }
        catch (RefusedYamlException refused)
        {
            findings.Add(refused.At, refused.Code, refused.Message);
        }
        catch (YamlException wrong)
        {
            findings.Add(PositionOf(wrong.Start), "not-yaml", "this is not YAML: " + Shorten(wrong.Message));
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or OverflowException or FormatException)
        {
            // The YAML library answers some broken input with exceptions of its inner workings.
            findings.Add(reader.CurrentPosition(), "not-yaml", "this is not YAML");
        }

        return null;
    }

    private YamlNode ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart)
            throw new RefusedYamlException(CurrentPosition(), "empty-document", "the document is empty; a reward document is a mapping of members such as id, version and criteria");
        Next();
        var root = ReadNode(0);
        if (Next() is not DocumentEnd || Next() is not StreamEnd)
            throw new RefusedYamlException(CurrentPosition(), "several-documents", "one file holds one document");
        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        var current = parser.Current!;
        var at = PositionOf(current.Start);
        if (current is AnchorAlias || (current is NodeEvent node && !node.Anchor.IsEmpty))
            throw new RefusedYamlException(at, "alias", "anchors and aliases are not allowed; write the value out");
        if (current is NodeEvent tagged && !tagged.Tag.IsEmpty)
            throw new RefusedYamlException(at, "tag", "tags are not allowed; write a plain value");
        if (++nodes > MaxNodes)
            throw new RefusedYamlException(at, "too-large", FormattableString.Invariant($"a document has at most {MaxNodes} values"));
        if (depth > MaxDepth)
            throw new RefusedYamlException(at, "too-deep", FormattableString.Invariant($"lists and mappings nest at most {MaxDepth} deep"));
        return current switch
        {
            Scalar scalar => new YamlText(at, scalar.Value, scalar.Style == ScalarStyle.Plain, new TextPlace(document, (int)scalar.Start.Index, at)),
            SequenceStart => ReadList(at, depth),
            MappingStart => ReadMap(at, depth),
            _ => throw new RefusedYamlException(at, "not-yaml", "a value was expected here"),
        };
    }

    private YamlList ReadList(SourcePosition at, int depth)
    {
        var items = new List<YamlNode>();
        while (Next() is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        return new YamlList(at, items);
    }

    private YamlMap ReadMap(SourcePosition at, int depth)
    {
        var members = new List<(YamlText, YamlNode)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            var keyAt = CurrentPosition();
            if (ReadNode(depth + 1) is not YamlText key)
                throw new RefusedYamlException(keyAt, "not-a-name", "the name of a member is a word");
            if (!names.Add(key.Value))
                throw new RefusedYamlException(keyAt, "duplicate-member", $"'{Shorten(key.Value)}' is given twice");
            Next();
            members.Add((key, ReadNode(depth + 1)));
        }

        return new YamlMap(at, members);
    }

    private ParsingEvent Next()
    {
        do
        {
            if (!parser.MoveNext())
                throw new RefusedYamlException(CurrentPosition(), "not-yaml", "the document ends too early");
        }
        while (parser.Current is Comment);
        return parser.Current!;
    }

    private SourcePosition CurrentPosition() => parser.Current is { } current ? PositionOf(current.Start) : new SourcePosition(1, 1);

    private static SourcePosition PositionOf(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Shorten(string text) => text.Length > 200 ? text[..200] + "…" : text;

    private sealed class RefusedYamlException(SourcePosition at, string code, string message) : Exception(message)
    {
        public SourcePosition At { get; } = at;

        public string Code { get; } = code;
    }
}
