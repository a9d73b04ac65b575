namespace ClinicalRl.Simulation.Language;

/// <summary>The words a lexicon knows, folded, by a hash of their letters that is the same in every process.</summary>
internal sealed class WordTable
{
    private const uint Seed = 2166136261;
    private const uint Prime = 16777619;

    private readonly List<string> words = [];
    private int[] slots = new int[1 << 10];

    public int Count => words.Count;

    public string this[int word] => words[word];

    public static uint Hash(ReadOnlySpan<char> letters)
    {
        var hash = Seed;
        foreach (var c in letters)
            hash = (hash ^ c) * Prime;
        return hash;
    }

    /// <summary>Index of a word, or -1.</summary>
    public int Find(ReadOnlySpan<char> letters) => Find(letters, Hash(letters));

    /// <summary>Index of a word whose hash is known, or -1.</summary>
    public int Find(ReadOnlySpan<char> letters, uint hash)
    {
        var mask = (uint)slots.Length - 1;
        for (var slot = Spread(hash) & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (letters.SequenceEqual(words[slots[slot] - 1]))
                return slots[slot] - 1;
        }

        return -1;
    }

    /// <summary>Index of a word, which is added when it is new.</summary>
    public int Add(ReadOnlySpan<char> letters)
    {
        var known = Find(letters);
        if (known >= 0)
            return known;
        words.Add(letters.ToString());
        if (words.Count * 3 > slots.Length)
            Grow();
        else
            Place(words.Count - 1);
        return words.Count - 1;
    }

    private static uint Spread(uint hash) => hash ^ (hash >> 15);

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        for (var word = 0; word < words.Count; word++)
            Place(word);
    }

    private void Place(int word)
    {
        var mask = (uint)slots.Length - 1;
        var slot = Spread(Hash(words[word])) & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        slots[slot] = word + 1;
    }
}
