using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ClinicalRl.Simulation.Content;

/// <summary>Clinical content that cannot be used, with the file and line at fault.</summary>
public sealed class ContentInvalidException(string file, long line, string problem)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: {problem}"));

/// <summary>
/// A strict view of one YAML mapping: every member must be read, read once, and have the type asked for; whatever is left
/// over is an error.
/// </summary>
internal sealed class YamlMap
{
    private readonly YamlMappingNode node;
    private readonly HashSet<string> unread;

    public YamlMap(string file, YamlNode node)
    {
        File = file;
        this.node = node as YamlMappingNode ?? throw Fail(file, node, "expected a mapping");
        unread = [.. this.node.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? throw Fail(file, key, "a member's name must be a text"))];
    }

    public string File { get; }

    public IReadOnlyCollection<string> Keys => [.. node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)];

    public static YamlMap Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlDotNet.Core.YamlException exception)
        {
            throw new ContentInvalidException(file, exception.Start.Line, exception.Message);
        }
        catch (InvalidOperationException)
        {
            throw new ContentInvalidException(file, 1, "the text ends within a list or mapping");   // what the parser answers to an unclosed bracket
        }

        return stream.Documents.Count == 1 ? new YamlMap(file, stream.Documents[0].RootNode) : throw new ContentInvalidException(file, 1, "expected one document");
    }

    public ContentInvalidException Fail(string problem) => Fail(File, node, problem);

    public bool Has(string key) => node.Children.ContainsKey(new YamlScalarNode(key));

    public YamlNode Node(string key)
    {
        unread.Remove(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : throw Fail($"'{key}' is missing");
    }

    public string Text(string key) =>
        Node(key) is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Fail($"'{key}' must be a text");

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public int Whole(string key) =>
        int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Fail($"'{key}' must be a whole number");

    public int Whole(string key, int otherwise) => Has(key) ? Whole(key) : otherwise;

    public double Number(string key) => ReadNumber(Text(key)) ?? throw Fail($"'{key}' must be a number");

    public bool Flag(string key) => Has(key) && (Text(key) switch
    {
        "true" => true,
        "false" => false,
        _ => throw Fail($"'{key}' must be true or false"),
    });

    public (int Low, int High) Range(string key)
    {
        var (low, high) = NumberRange(key);
        return ((int)low, (int)high);
    }

    public (double Low, double High) NumberRange(string key)
    {
        var values = Texts(key).Select(ReadNumber).ToArray();
        return values is [{ } low, { } high] && low <= high ? (low, high) : throw Fail($"'{key}' must be [low, high]");
    }

    public IReadOnlyList<string> Texts(string key) =>
        Node(key) is YamlSequenceNode items && items.Children.All(item => item is YamlScalarNode)
            ? [.. items.Children.Select(item => ((YamlScalarNode)item).Value!)]
            : throw Fail($"'{key}' must be a list of texts");

    public IReadOnlyList<string> OptionalTexts(string key) => Has(key) ? Texts(key) : [];

    public YamlMap Map(string key) => new(File, Node(key));

    public IReadOnlyList<YamlMap> Maps(string key) =>
        Node(key) is YamlSequenceNode items ? [.. items.Children.Select(item => new YamlMap(File, item))] : throw Fail($"'{key}' must be a list");

    public IReadOnlyList<YamlMap> OptionalMaps(string key) => Has(key) ? Maps(key) : [];

    /// <summary>Call when done: whatever was not asked for is a mistake in the file.</summary>
    public void Close()
    {
        if (unread.Count > 0)
            throw Fail($"unknown member '{unread.Order(StringComparer.Ordinal).First()}'");
    }

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static ContentInvalidException Fail(string file, YamlNode node, string problem) => new(file, node.Start.Line, problem);
}
