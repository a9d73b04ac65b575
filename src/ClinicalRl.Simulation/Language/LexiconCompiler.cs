using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Language;

/// <summary>Reads lexicon files and compiles their tables. Used once per lexicon.</summary>
internal sealed partial class LexiconCompiler
{
    private const string GapMark = "...";
    private const int LongestPhrase = 16;

    private readonly Vocabulary vocabulary = new();
    private readonly Workspace workspace = new();
    private readonly List<Concept> concepts = [];
    private readonly List<YamlMap> origins = [];
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly List<(int[] Labels, int Concept)> phrases = [];
    private readonly Dictionary<string, (int[] Labels, CueRoles Roles)> cues = new(StringComparer.Ordinal);
    private readonly Dictionary<int, WordRoles> roles = [];
    private readonly Dictionary<int, Unit> units = [];
    private readonly Dictionary<(TimeTable Table, int Word), int> times = [];
    private readonly HashSet<int> medicineWords = [];
    private readonly HashSet<int> correctable = [];

    public Lexicon Compile(IEnumerable<(string File, string Text)> files)
    {
        foreach (var word in new[] { "'s", "'m", "'d", "'ll", "'re", "'ve", "/", "&", "%" })
            vocabulary.Add(word);
        foreach (var (file, text) in files)
            Read(YamlMap.Parse(file, text));
        var ancestors = Ancestors();
        return new Lexicon([.. concepts], ancestors, Tables());
    }

    private void Read(YamlMap file)
    {
        var kind = file.Has("kind") ? ReadEnum<ConceptKind>(file, file.Text("kind")) : (ConceptKind?)null;
        foreach (var map in file.OptionalMaps("concepts"))
            ReadConcept(map, kind);
        if (file.Has("cues"))
            ReadNamed<CueRoles>(file.Map("cues"), (role, phrase, map) => AddCue(role, phrase, map));
        if (file.Has("words"))
            ReadNamed<WordRoles>(file.Map("words"), (role, phrase, map) => roles[OneWord(phrase, map)] = roles.GetValueOrDefault(OneWord(phrase, map)) | role);
        if (file.Has("units"))
            ReadNamed<Unit>(file.Map("units"), (unit, phrase, map) => units[OneWord(phrase, map)] = unit);
        if (file.Has("times"))
            ReadTimes(file.Map("times"));
        foreach (var word in file.OptionalTexts("ordinary"))
            _ = OneWord(word, file);
        file.Close();
    }

    private void ReadConcept(YamlMap map, ConceptKind? fileKind)
    {
        var id = map.Text("id");
        var kind = map.Has("kind") ? ReadEnum<ConceptKind>(map, map.Text("kind")) : fileKind ?? throw map.Fail("'kind' is missing, here and in the file");
        if (!indices.TryAdd(id, concepts.Count))
            throw map.Fail($"concept '{id}' is there already");
        concepts.Add(new Concept(
            id, map.OptionalText("title") ?? id.Replace('-', ' '), kind, [.. map.OptionalTexts("is")],
            [.. map.OptionalTexts("units").Select(unit => ReadEnum<Unit>(map, unit))], map.Flag("asked"), map.Flag("awaited")));
        origins.Add(map);
        foreach (var pattern in map.OptionalTexts("words"))
        {
            foreach (var labels in Labels(pattern, map))
            {
                phrases.Add((labels, concepts.Count - 1));
                (kind == ConceptKind.Medicine ? medicineWords : correctable).UnionWith(labels.Where(label => label != PhraseTrie.Gap).Select(label => label - 1));
            }
        }

        map.Close();
    }

    private void AddCue(CueRoles role, string pattern, YamlMap map)
    {
        foreach (var labels in Labels(pattern, map))
        {
            var key = string.Join(' ', labels);
            cues[key] = (labels, cues.TryGetValue(key, out var known) ? known.Roles | role : role);
        }
    }

    private void ReadTimes(YamlMap map)
    {
        foreach (var table in Enum.GetValues<TimeTable>())
        {
            var name = Name(table);
            if (!map.Has(name))
                continue;
            var rows = map.Map(name);
            foreach (var key in rows.Keys)
            {
                var value = int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw rows.Fail($"'{key}' must be a whole number");
                foreach (var word in rows.Texts(key))
                    times[(table, OneWord(word, rows))] = value;
            }
        }

        map.Close();
    }

    private static void ReadNamed<T>(YamlMap map, Action<T, string, YamlMap> add)
        where T : struct, Enum
    {
        foreach (var key in map.Keys)
        {
            var role = ReadEnum<T>(map, key);
            foreach (var phrase in map.Texts(key))
                add(role, phrase, map);
        }

        map.Close();
    }

    /// <summary>Names are written in kebab-case in the files.</summary>
    private static T ReadEnum<T>(YamlMap map, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && !char.IsAsciiDigit(name[0])
            ? value
            : throw map.Fail($"'{name}' is no {typeof(T).Name}");

    private static string Name(TimeTable table) => table.ToString().ToLowerInvariant();

    private int OneWord(string text, YamlMap map) =>
        Labels(text, map) is [[var label]] && label != PhraseTrie.Gap ? label - 1 : throw map.Fail($"'{text}' must be one word");

    private int[][] Labels(string pattern, YamlMap map)
    {
        var expanded = PhrasePattern.Expand(pattern) ?? throw map.Fail($"'{pattern}' is not a phrase, or stands for more than {PhrasePattern.MostPhrases}");
        return [.. expanded.Select(phrase => LabelsOf(phrase, pattern, map))];
    }

    private int[] LabelsOf(string phrase, string pattern, YamlMap map)
    {
        var parts = phrase.Split(GapMark);
        var labels = new List<int>();
        for (var part = 0; part < parts.Length; part++)
        {
            if (part > 0)
                labels.Add(PhraseTrie.Gap);
            workspace.Clear();
            new Tokenizer(parts[part], workspace, vocabulary, learns: true).Run();
            for (var i = 0; i < workspace.TokenCount; i++)
            {
                ref readonly var token = ref workspace.Tokens[i];
                labels.Add(token.Word >= 0 ? token.Word + 1 : throw map.Fail($"'{pattern}' holds a mark that no text is read with"));
            }
        }

        return parts.Length <= 2 && labels.Count is > 0 and <= LongestPhrase && labels[0] != PhraseTrie.Gap && labels[^1] != PhraseTrie.Gap
            ? [.. labels]
            : throw map.Fail($"'{pattern}' must have words at both ends, at most one gap, and at most {LongestPhrase} words");
    }

    /// <summary>By concept, everything it is an example of, directly or by way of others.</summary>
    private ImmutableArray<ImmutableArray<int>> Ancestors()
    {
        var all = new List<ImmutableArray<int>>();
        for (var i = 0; i < concepts.Count; i++)
        {
            var found = new SortedSet<int>();
            var open = new Stack<int>([i]);
            while (open.TryPop(out var concept))
            {
                foreach (var wider in concepts[concept].Is)
                {
                    var index = indices.TryGetValue(wider, out var known) ? known : throw origins[concept].Fail($"'is' names '{wider}', which is no concept");
                    if (found.Add(index))
                        open.Push(index);
                }
            }

            all.Add(found.Contains(i) ? throw origins[i].Fail($"'{concepts[i].Id}' would be an example of itself") : [.. found]);
        }

        return [.. all];
    }
}

/// <summary>The tables under 'times' in a lexicon file.</summary>
internal enum TimeTable
{
    Minutes,
    Every,
    Number,
    Month,
    Weekday,
    Clock,
    Day,
}
