using System.Collections.Immutable;

namespace ClinicalRl.Evaluation.Records;

/// <summary>What a record may say. Refusals name the field and what was expected.</summary>
internal static class RecordChecks
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxName = 200;

    /// <summary>Longest comment, in characters.</summary>
    public const int MaxComment = 4_000;

    /// <summary>Most steps of an episode, and most verdicts of a step.</summary>
    public const int MaxParts = 2_000;

    public static double Unit(double value, string name) => value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A number from 0 to 1.");

    public static double AboveZero(double value, string name) =>
        value > 0 && value <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A number above 0 and up to 1.");

    public static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A number of at least 0.");

    public static int Count(int value, string name, int most) =>
        value >= 0 && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"A whole number from 0 to {most}."));

    public static int Number(int value, string name, int least) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"A whole number of at least {least}."));

    /// <summary>Letters, digits and <c>. _ : @ / -</c>, so that names can be joined into keys.</summary>
    public static string Name(string value, string name) => value is { Length: > 0 and <= MaxName } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '@' or '/' or '-')
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"A name of 1 to {MaxName} letters, digits and . _ : @ / -."), name);

    public static string Word(string value, string name, IReadOnlyList<string> words) =>
        words.Contains(value, StringComparer.Ordinal) ? value : throw new ArgumentException($"One of: {string.Join(", ", words)}.", name);

    public static string Comment(string value, string name) =>
        value.Length <= MaxComment ? value : throw new ArgumentException(FormattableString.Invariant($"At most {MaxComment} characters."), name);

    public static ImmutableArray<T> Parts<T>(ImmutableArray<T> value, string name) => !value.IsDefault && value.Length <= MaxParts
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"A list of at most {MaxParts}."), name);
}
