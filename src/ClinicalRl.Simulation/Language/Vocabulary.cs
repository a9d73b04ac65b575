namespace ClinicalRl.Simulation.Language;

/// <summary>All words a lexicon knows, with their plurals and likely misspellings.</summary>
internal sealed class Vocabulary
{
    private const int ShortestPlural = 4;

    private readonly WordTable words = new();
    private readonly SpellingIndex spelling = new();

    public int Count => words.Count;

    public string this[int word] => words[word];

    public int Add(ReadOnlySpan<char> letters) => words.Add(letters);

    /// <summary>Lets a word be found although misspelt. Call once every word is added.</summary>
    /// <param name="word">The word.</param>
    /// <param name="distance">Most letters that may be wrong, 1 or 2.</param>
    public void AllowMisspelling(int word, int distance) => spelling.Add(words[word], word, distance);

    public int FindExactly(ReadOnlySpan<char> letters) => words.Find(letters);

    /// <summary>What follows an apostrophe: 's, 'm, 'll.</summary>
    public int FindClitic(ReadOnlySpan<char> letters)
    {
        Span<char> marked = ['\'', .. letters.Length <= 2 ? letters : letters[..2]];
        return words.Find(marked);
    }

    /// <summary>Index of a word, of what it is the plural of, or of what it misspells; or -1.</summary>
    public int Find(ReadOnlySpan<char> letters, out bool isCorrected)
    {
        isCorrected = false;
        var word = words.Find(letters);
        if (word < 0)
            word = FindSingular(letters);
        if (word < 0)
        {
            word = spelling.Find(letters, words);
            isCorrected = word >= 0;
        }

        return word;
    }

    internal int FindSingular(ReadOnlySpan<char> letters)
    {
        if (letters.Length < ShortestPlural || letters[^1] != 's' || letters[^2] == 's' || letters is "news")
            return -1;
        var word = words.Find(letters[..^1]);
        if (word < 0 && letters.EndsWith("ies", StringComparison.Ordinal))
        {
            Span<char> singular = stackalloc char[letters.Length - 2];
            letters[..^3].CopyTo(singular);
            singular[^1] = 'y';
            word = words.Find(singular);
        }
        else if (word < 0 && letters.EndsWith("es", StringComparison.Ordinal) && letters[^3] is 's' or 'x' or 'z' or 'h')
        {
            word = words.Find(letters[..^2]);
        }

        return word;
    }
}
