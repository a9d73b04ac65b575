namespace ClinicalRl.Simulation.Language;

/// <content>From what was read to the tables the matcher uses.</content>
internal sealed partial class LexiconCompiler
{
    private LexiconWords Tables()
    {
        var count = vocabulary.Count;
        var canonical = Canonical(count);
        var trie = new PhraseTrie();
        foreach (var (labels, concept) in phrases)
            trie.Add(Canonical(labels, canonical), concept);
        var cueRoles = new List<CueRoles>();
        foreach (var (labels, role) in cues.Values)
        {
            trie.Add(Canonical(labels, canonical), ~cueRoles.Count);
            cueRoles.Add(role);
        }

        AllowMisspellings();
        var firstNode = new int[count];
        for (var word = 0; word < count; word++)
            firstNode[word] = trie.Next(trie.Root, canonical[word] + 1);
        return new LexiconWords(
            vocabulary, trie, [.. cueRoles], firstNode, canonical, ByWord(roles, count), ByWord(units, count),
            Times(TimeTable.Minutes, -1), Times(TimeTable.Every, 0), Times(TimeTable.Number, -1), Times(TimeTable.Month, 0), Times(TimeTable.Weekday, 0),
            Times(TimeTable.Clock, -1), Times(TimeTable.Day, LexiconWords.NoDay),
            [.. concepts.Select(concept => concept.Kind is ConceptKind.Act or ConceptKind.Matter)],
            [.. concepts.Select(concept => concept.IsAsked)], [.. concepts.Select(concept => concept.IsAwaited)], [.. concepts.Select(concept => concept.Kind)],
            [.. concepts.Select(concept => concept.Units.ToArray())]);
    }

    /// <summary>By word: its singular when the lexicon knows it, so that one phrase serves both.</summary>
    private int[] Canonical(int count)
    {
        var canonical = new int[count];
        for (var word = 0; word < count; word++)
        {
            var singular = vocabulary.FindSingular(vocabulary[word]);
            canonical[word] = singular >= 0 ? singular : word;
        }

        return canonical;
    }

    private static int[] Canonical(int[] labels, int[] canonical) => [.. labels.Select(label => label == PhraseTrie.Gap ? label : canonical[label - 1] + 1)];

    /// <summary>Only words of concepts are corrected to; a medicine's name must be but one letter off.</summary>
    private void AllowMisspellings()
    {
        foreach (var word in correctable.Union(medicineWords).Order())
        {
            var letters = vocabulary[word];
            if (!letters.All(char.IsAsciiLetterLower))
                continue;
            var distance = letters.Length >= SpellingIndex.TwoErrorsFrom && !medicineWords.Contains(word) ? 2 : 1;
            vocabulary.AllowMisspelling(word, distance);
        }
    }

    private static T[] ByWord<T>(Dictionary<int, T> values, int count)
    {
        var table = new T[count];
        foreach (var (word, value) in values)
            table[word] = value;
        return table;
    }

    private int[] Times(TimeTable which, int none)
    {
        var table = new int[vocabulary.Count];
        Array.Fill(table, none);
        foreach (var ((key, word), value) in times)
        {
            if (key == which)
                table[word] = value;
        }

        return table;
    }
}
