using System.Globalization;
using ClinicalRl.Rewards.Linting;

namespace ClinicalRl.Rewards.Yaml;

/// <summary>
/// Reads the members of one mapping, each by name, adding a finding for every one that is missing, wrong or unknown.
/// A wrong member reads as a default, so that one pass finds all that is wrong.
/// </summary>
internal sealed class MemberReader
{
    /// <summary>Longest text member, characters.</summary>
    public const int MaxTextLength = 2_000;

    /// <summary>Longest optional short text, characters.</summary>
    public const int MaxWordLength = 100;

    /// <summary>Most items of one list.</summary>
    public const int MaxItems = 256;

    private readonly YamlMap? map;

    private readonly string owner;

    private readonly FindingList findings;

    private readonly List<string> known = [];

    /// <summary>A reader of <paramref name="node"/>, which <paramref name="owner"/> names in messages; a node that is no mapping is a finding.</summary>
    public MemberReader(YamlNode node, string owner, FindingList findings)
    {
        (map, this.owner, this.findings, At) = (node as YamlMap, owner, findings, node.At);
        if (map is null)
            findings.Add(node.At, "wrong-shape", $"{owner} is a mapping of members");
    }

    /// <summary>Where the mapping begins.</summary>
    public SourcePosition At { get; }

    /// <summary>The member called <paramref name="name"/>, or null; missing is a finding when it is required.</summary>
    public YamlNode? Find(string name, bool required)
    {
        if (!known.Contains(name, StringComparer.Ordinal))
            known.Add(name);
        if (map is null)
            return null;
        foreach (var (key, value) in map.Members)
        {
            if (key.Value == name)
                return value;
        }

        if (required)
            findings.Add(At, "missing-member", $"{owner} needs a member '{name}'");
        return null;
    }

    /// <summary>Where the value of the member called <paramref name="name"/> begins; null when it is not given.</summary>
    public SourcePosition? PlaceOf(string name)
    {
        foreach (var (key, value) in map?.Members ?? [])
        {
            if (key.Value == name)
                return value.At;
        }

        return null;
    }

    /// <summary>A text that is not blank; null when it is not given or wrong.</summary>
    public string? OptionalText(string name) => Scalar(name, required: false, MaxWordLength)?.Value;

    /// <summary>A scalar that is not blank, or null.</summary>
    public YamlText? Scalar(string name, bool required = true, int maxLength = MaxTextLength)
    {
        var node = Find(name, required);
        return node is null ? null : AsText(node, name, maxLength);
    }

    /// <summary>A text that is not blank; empty when it is missing or wrong.</summary>
    public string Text(string name, bool required = true) => Scalar(name, required)?.Value ?? "";

    /// <summary>A text that <paramref name="accepts"/> takes; empty when it is missing or wrong.</summary>
    public Located<string> Word(string name, Func<string, bool> accepts, string expected)
    {
        if (Scalar(name) is not { } text)
            return new Located<string>("", At);
        if (accepts(text.Value))
            return new Located<string>(text.Value, text.At);
        findings.Add(text.At, "wrong-value", $"'{name}' is {expected}, not '{Shorten(text.Value)}'");
        return new Located<string>("", text.At);
    }

    /// <summary>One of a few words, as its index; <paramref name="absent"/> when it is missing, wrong or (unless required) not given.</summary>
    public int Choice(string name, IReadOnlyList<string> words, bool required, int absent)
    {
        if (Scalar(name, required) is not { } text)
            return absent;
        return IndexOf(text, name, words) is var index and >= 0 ? index : absent;
    }

    /// <summary>A plain decimal number from <paramref name="min"/> to <paramref name="max"/>, or null.</summary>
    public double? Number(string name, double min, double max, bool required, string code = "wrong-value")
    {
        if (Scalar(name, required) is not { } text)
            return null;
        var style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (text.IsPlain && text.Value.Length <= 18 && double.TryParse(text.Value, style, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        findings.Add(text.At, code, FormattableString.Invariant($"'{name}' is a number from {min} to {max}, not '{Shorten(text.Value)}'"));
        return null;
    }

    /// <summary>true or false; false when it is not given.</summary>
    public bool Flag(string name) => Choice(name, ["false", "true"], required: false, absent: 0) == 1;

    /// <summary>The items of a list; none when it is missing or wrong. A single value stands for a list of one when <paramref name="single"/>.</summary>
    public IReadOnlyList<YamlNode> List(string name, bool required, bool single = false)
    {
        var node = Find(name, required);
        if (node is null)
            return [];
        if (single && node is YamlText)
            return [node];
        if (node is not YamlList list)
            findings.Add(node.At, "wrong-shape", $"'{name}' is a list");
        else if (list.Items.Count > MaxItems)
            findings.Add(node.At, "too-large", FormattableString.Invariant($"'{name}' has at most {MaxItems} items"));
        else if (required && list.Items.Count == 0)
            findings.Add(node.At, "wrong-shape", $"'{name}' has at least one item");
        else
            return list.Items;
        return [];
    }

    /// <summary>The words of a list, each once.</summary>
    public IReadOnlyList<YamlText> Words(string name, bool required, bool single = false)
    {
        var words = new List<YamlText>();
        foreach (var item in List(name, required, single))
        {
            if (AsText(item, name, 100) is not { } word)
                continue;
            if (words.Exists(earlier => earlier.Value == word.Value))
                findings.Add(word.At, "repeated-item", $"'{name}' lists '{Shorten(word.Value)}' twice");
            else
                words.Add(word);
        }

        return words;
    }

    /// <summary>Index of <paramref name="text"/> in <paramref name="words"/>; -1 after a finding.</summary>
    public int IndexOf(YamlText text, string name, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == text.Value)
                return i;
        }

        findings.Add(text.At, "wrong-value", $"'{name}' is one of {string.Join(", ", words)}, not '{Shorten(text.Value)}'");
        return -1;
    }

    /// <summary>Adds a finding for every member that was never asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, _) in map?.Members ?? [])
        {
            if (!known.Contains(key.Value, StringComparer.Ordinal))
                findings.Add(key.At, "unknown-member", $"{owner} has no member '{Shorten(key.Value)}'; it has {string.Join(", ", known)}");
        }
    }

    private YamlText? AsText(YamlNode node, string name, int maxLength)
    {
        if (node is not YamlText text)
            findings.Add(node.At, "wrong-shape", $"'{name}' is a text");
        else if (string.IsNullOrWhiteSpace(text.Value))
            findings.Add(node.At, "empty", $"'{name}' is empty");
        else if (text.Value.Length > maxLength)
            findings.Add(node.At, "too-large", FormattableString.Invariant($"'{name}' has at most {maxLength} characters"));
        else if (HoldsUnprintable(text.Value))
            findings.Add(node.At, "unprintable", $"'{name}' holds a character that cannot be printed");
        else
            return text;
        return null;
    }

    private static bool HoldsUnprintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not '\n'))
                return true;
        }

        return false;
    }

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
