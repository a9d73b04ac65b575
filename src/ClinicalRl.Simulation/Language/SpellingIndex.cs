namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Finds the one known word that a misspelt word must be. Every known word is stored under each of its forms with one or two letters left out;
/// a misspelt word shares such a form with it (symmetric deletion). Ambiguous words are left as they are, and so is the first letter.
/// </summary>
internal sealed class SpellingIndex
{
    /// <summary>Shorter words are other words too easily.</summary>
    public const int ShortestWord = 5;

    /// <summary>From this length on two letters may be wrong.</summary>
    public const int TwoErrorsFrom = 9;

    private const int Longest = 24;

    private readonly Dictionary<uint, List<int>> byForm = [];
    private readonly Dictionary<int, int> distances = [];

    public void Add(ReadOnlySpan<char> word, int index, int distance)
    {
        if (word.Length is < ShortestWord or > Longest)
            return;
        distances[index] = distance;
        foreach (var form in Forms(word, distance))
        {
            if (!byForm.TryGetValue(form, out var list))
                byForm.Add(form, list = []);
            if (!list.Contains(index))
                list.Add(index);
        }
    }

    /// <summary>Index of the only nearest known word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word, WordTable words)
    {
        if (word.Length is < ShortestWord or > Longest)
            return -1;
        var (best, bestDistance, isAmbiguous) = (-1, int.MaxValue, false);
        Span<uint> forms = stackalloc uint[1 + Longest + (Longest * Longest)];
        var count = FormsInto(word, word.Length >= TwoErrorsFrom ? 2 : 1, forms);
        foreach (var form in forms[..count])
        {
            if (!byForm.TryGetValue(form, out var list))
                continue;
            foreach (var index in list)
            {
                if (index == best || words[index][0] != word[0])
                    continue;
                var distance = Distance(word, words[index]);
                if (distance > distances[index] || distance > bestDistance)
                    continue;
                isAmbiguous = distance == bestDistance;
                (best, bestDistance) = (index, distance);
            }
        }

        return isAmbiguous ? -1 : best;
    }

    /// <summary>Letters inserted, left out, changed, or swapped with their neighbour (optimal string alignment).</summary>
    internal static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            var spare = before;
            before = last;
            last = row;
            row = spare;
        }

        return last[b.Length];
    }

    private static uint[] Forms(ReadOnlySpan<char> word, int distance)
    {
        Span<uint> forms = stackalloc uint[1 + Longest + (Longest * Longest)];
        return forms[..FormsInto(word, distance, forms)].ToArray();
    }

    private static int FormsInto(ReadOnlySpan<char> word, int distance, Span<uint> forms)
    {
        Span<char> one = stackalloc char[word.Length - 1];
        Span<char> two = stackalloc char[word.Length - 2];
        forms[0] = WordTable.Hash(word);
        var count = 1;
        for (var i = 0; i < word.Length; i++)
        {
            Without(word, i, one);
            forms[count++] = WordTable.Hash(one);
            for (var j = i; distance > 1 && j < one.Length; j++)
            {
                Without(one, j, two);
                forms[count++] = WordTable.Hash(two);
            }
        }

        return count;
    }

    private static void Without(ReadOnlySpan<char> word, int index, Span<char> into)
    {
        word[..index].CopyTo(into);
        word[(index + 1)..].CopyTo(into[index..]);
    }
}
