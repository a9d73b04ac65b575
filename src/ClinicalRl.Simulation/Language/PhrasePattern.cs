namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Writes out a pattern of the lexicon as plain phrases: "(my|the)? chest ... (hurts|is sore)". Round brackets hold alternatives, a question mark
/// makes the word or bracket before it optional, three dots stand for up to <see cref="PhraseTrie.LongestGap"/> other words.
/// </summary>
internal static class PhrasePattern
{
    /// <summary>Most phrases one pattern may stand for.</summary>
    public const int MostPhrases = 1_000;

    /// <summary>The phrases; null when the pattern is not well formed or stands for too many.</summary>
    public static IReadOnlyList<string>? Expand(string pattern)
    {
        var at = 0;
        var phrases = Alternatives(pattern, ref at);
        if (at < pattern.Length || phrases is not { Count: <= MostPhrases })
            return null;
        string[] tidy = [.. phrases.Select(Tidy).Where(phrase => phrase.Length > 0).Distinct(StringComparer.Ordinal)];
        return tidy.Length > 0 ? tidy : null;
    }

    /// <summary>One space between words, and no gap at the end, where an optional word may have left one.</summary>
    private static string Tidy(string phrase)
    {
        var words = phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        while (words is [.. var rest, "..."])
            words = rest;
        return string.Join(' ', words!);
    }

    private static List<string>? Alternatives(string pattern, ref int at)
    {
        var all = Sequence(pattern, ref at);
        while (all is not null && at < pattern.Length && pattern[at] == '|')
        {
            at++;
            if (Sequence(pattern, ref at) is not { } more)
                return null;
            all.AddRange(more);
        }

        return all;
    }

    private static List<string>? Sequence(string pattern, ref int at)
    {
        List<string> all = [""];
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            if (Item(pattern, ref at) is not { } item)
                return null;
            if (at < pattern.Length && pattern[at] == '?')
            {
                at++;
                item.Add("");
            }

            all = [.. all.SelectMany(before => item.Select(after => before + after))];
            if (all.Count > MostPhrases)
                return null;
        }

        return all;
    }

    private static List<string>? Item(string pattern, ref int at)
    {
        var start = at;
        if (pattern[at] == '(')
        {
            at++;
            var inner = Alternatives(pattern, ref at);
            return inner is not null && at < pattern.Length && pattern[at++] == ')' ? inner : null;
        }

        if (pattern[at] == ' ')
            at++;
        while (at < pattern.Length && pattern[at] is not (' ' or '(' or ')' or '|' or '?'))
            at++;
        return at > start ? [pattern[start..at]] : null;
    }
}
