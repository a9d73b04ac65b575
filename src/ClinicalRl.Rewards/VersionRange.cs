using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards;

/// <summary>Versions that satisfy every one of a few bounds, written as <c>&gt;=1.0.0 &lt;2.0.0</c>.</summary>
public sealed class VersionRange
{
    /// <summary>Most bounds in one range.</summary>
    public const int MaxBounds = 4;

    private readonly ImmutableArray<(string Operator, SemanticVersion Version)> bounds;

    private VersionRange(string text, ImmutableArray<(string, SemanticVersion)> bounds) => (Text, this.bounds) = (text, bounds);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads bounds separated by blanks, each <c>&gt;=</c>, <c>&gt;</c>, <c>&lt;=</c>, <c>&lt;</c> or <c>=</c> and a version; null when it is none.</summary>
    public static VersionRange? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MaxBounds)
            return null;
        var read = ImmutableArray.CreateBuilder<(string, SemanticVersion)>(words.Length);
        foreach (var word in words)
        {
            var digits = word.TrimStart('<', '>', '=');
            var sign = word[..^digits.Length];
            if (sign is not (">=" or ">" or "<=" or "<" or "=") || !SemanticVersion.TryParse(digits, out var version))
                return null;
            read.Add((sign, version));
        }

        return new VersionRange(text, read.MoveToImmutable());
    }

    /// <summary>Whether <paramref name="version"/> satisfies every bound.</summary>
    public bool Contains(SemanticVersion version)
    {
        foreach (var (sign, bound) in bounds)
        {
            var order = version.CompareTo(bound);
            var holds = sign switch { ">=" => order >= 0, ">" => order > 0, "<=" => order <= 0, "<" => order < 0, _ => order == 0 };
            if (!holds)
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
