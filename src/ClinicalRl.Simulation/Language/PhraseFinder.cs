namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Finds the lexicon's phrases: from left to right the longest one, in three layers that do not take words from each other: cues, clinical
/// concepts, and acts of conversation with matters. Of these, unlike the others, one word may serve several: a sentence does many things at once.
/// </summary>
internal ref struct PhraseFinder(LexiconWords words, Workspace workspace)
{
    public const byte CueLayer = 1;
    public const byte ClinicalLayer = 2;

    /// <summary>How many of the last finds may reach over the same words.</summary>
    private const int FoundsBack = 16;

    private readonly Span<Token> tokens = workspace.Tokens;
    private readonly Span<byte> taken = workspace.Taken;
    private Match cue;
    private Match clinical;
    private readonly List<(int Concept, Match Match)> acts = workspace.Acts;

    public void Run()
    {
        for (var start = 0; start < tokens.Length; start++)
        {
            var word = tokens[start].Word;
            if (word < 0 || words.FirstNode[word] < 0 || IsUnit(start))
                continue;
            (cue, clinical) = (default, default);
            acts.Clear();
            Walk(words.FirstNode[word], new Match { First = start, Last = start });
            if (cue.Node > 0)
                TakeCue();
            if (clinical.Node > 0)
                Take(clinical, ClinicalLayer);
            foreach (var (concept, match) in acts)
                AddAct(concept, match);
        }
    }

    /// <summary>"20 ml/hr": after a number or a stroke it is a unit, whatever else the word may be.</summary>
    private readonly bool IsUnit(int at) => at > 0 && (tokens[at - 1].Kind == TokenKind.Number || tokens[at - 1].IsMark('/')) && words.MinutesOf[tokens[at].Word] > 0;

    /// <summary>Follows the trie word by word, and tries the gap wherever one is allowed.</summary>
    private void Walk(int node, Match match)
    {
        while (true)
        {
            match.Node = node;
            Consider(match);
            if (match.GapTo == 0 && words.Trie.Next(node, PhraseTrie.Gap) is var gap and >= 0)
                WalkGap(gap, match);
            if (match.Last + 1 >= tokens.Length || tokens[match.Last + 1].Word < 0)
                return;
            match.Last++;
            node = words.Trie.Next(node, words.Canonical[tokens[match.Last].Word] + 1);
            if (node < 0)
                return;
        }
    }

    private void WalkGap(int gapNode, Match match)
    {
        var from = match.Last + 1;
        for (var to = from; to < tokens.Length && to - from <= PhraseTrie.LongestGap; to++)
        {
            ref readonly var token = ref tokens[to];
            if (token.Kind is TokenKind.Mark or TokenKind.SentenceEnd)
                return;
            if (token.Word < 0)
                continue;
            if (words.Trie.Next(gapNode, words.Canonical[token.Word] + 1) is var node and >= 0)
                Walk(node, match with { GapFrom = from, GapTo = to, Last = to });
            if (words.Roles[token.Word].Any(WordRoles.Stops))
                return;
        }
    }

    private void Consider(in Match match)
    {
        if (words.Trie.Outputs(match.Node) is not { } outputs)
            return;
        foreach (var output in outputs)
        {
            if (output < 0)
                Keep(ref cue, match, CueLayer);
            else if (words.IsAct[output])
                KeepAct(output, match);
            else
                Keep(ref clinical, match, ClinicalLayer);
        }
    }

    private readonly void KeepAct(int concept, in Match match)
    {
        for (var i = 0; i < acts.Count; i++)
        {
            if (acts[i].Concept != concept)
                continue;
            if (match.Literals > acts[i].Match.Literals)
                acts[i] = (concept, match);
            return;
        }

        acts.Add((concept, match));
    }

    /// <summary>Adds an act unless the same act was found over some of the same words.</summary>
    private readonly void AddAct(int concept, in Match match)
    {
        for (var i = workspace.FoundCount - 1; i >= 0 && i >= workspace.FoundCount - FoundsBack; i--)
        {
            if (workspace.Founds[i].Concept == concept && workspace.Founds[i].Last >= match.First)
                return;
        }

        workspace.AddFound(new Found { Concept = concept, First = match.First, Last = match.Last, GapFrom = match.GapFrom, GapTo = match.GapTo });
    }

    private readonly void Keep(ref Match best, in Match match, byte layer)
    {
        if (best.Node > 0 && (match.Literals, -match.Last).CompareTo((best.Literals, -best.Last)) <= 0)
            return;
        for (var token = match.First; token <= match.Last; token++)
        {
            if (!match.IsInGap(token) && (taken[token] & layer) != 0)
                return;
        }

        best = match;
    }

    private readonly void Mark(in Match match, byte layer)
    {
        for (var token = match.First; token <= match.Last; token++)
        {
            if (!match.IsInGap(token))
                taken[token] |= layer;
        }
    }

    private readonly void TakeCue()
    {
        Mark(cue, CueLayer);
        foreach (var output in words.Trie.Outputs(cue.Node)!)
        {
            if (output < 0)
                workspace.Cues[cue.First] = words.Cues[~output];
        }

        workspace.CueLengths[cue.First] = (byte)Math.Min(cue.Last - cue.First + 1, byte.MaxValue);
    }

    private readonly void Take(in Match match, byte layer)
    {
        Mark(match, layer);
        foreach (var output in words.Trie.Outputs(match.Node)!)
        {
            if (output >= 0 && !words.IsAct[output])
                workspace.AddFound(new Found { Concept = output, First = match.First, Last = match.Last, GapFrom = match.GapFrom, GapTo = match.GapTo });
        }
    }

    internal record struct Match(int Node, int First, int Last, int GapFrom, int GapTo)
    {
        public readonly int Literals => Last - First + 1 - (GapTo - GapFrom);

        public readonly bool IsInGap(int token) => token >= GapFrom && token < GapTo;
    }
}
