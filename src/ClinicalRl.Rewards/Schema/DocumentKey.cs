namespace ClinicalRl.Rewards.Schema;

/// <summary>What a key's value is.</summary>
public enum KeyShape
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A text of a fixed form.</summary>
    Word,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A condition over facts.</summary>
    Condition,

    /// <summary>A list of words.</summary>
    Words,

    /// <summary>One word or a list of them.</summary>
    WordOrWords,

    /// <summary>A mapping with keys of its own.</summary>
    Mapping,

    /// <summary>A list of mappings with keys of their own.</summary>
    Mappings,
}

/// <summary>A key of a reward document.</summary>
/// <param name="Name">As written.</param>
/// <param name="Shape">What its value is.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Meaning">What it says, for an author who is no programmer.</param>
/// <param name="Example">An example value, as written.</param>
public sealed record DocumentKey(string Name, KeyShape Shape, bool Required, string Meaning, string Example)
{
    /// <summary>Regular expression (ECMA 262) of a word.</summary>
    public string? Pattern { get; init; }

    /// <summary>The words of a choice, or of a list's items.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Smallest number, included.</summary>
    public double Min { get; init; }

    /// <summary>Largest number, included.</summary>
    public double Max { get; init; }

    /// <summary>What holds when the key is left out, in words.</summary>
    public string? Absent { get; init; }

    /// <summary>Keys of a mapping.</summary>
    public IReadOnlyList<DocumentKey> Keys { get; init; } = [];

    /// <summary>Longest text, characters.</summary>
    public int MaxLength { get; init; } = Yaml.MemberReader.MaxTextLength;
}
