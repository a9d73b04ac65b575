namespace ClinicalRl.Simulation.Language;

/// <summary>Cuts the tokens into sentences and clauses.</summary>
internal ref struct ClauseSplitter(LexiconWords words, Workspace workspace)
{
    /// <summary>How far a verb may be from the comma or "and" that begins its clause.</summary>
    private const int VerbReach = 6;

    /// <summary>How far back a verb or a cue is looked for.</summary>
    private const int LongestSubject = 12;

    private readonly Span<Token> tokens = workspace.Tokens;
    private int first;
    private int sentence;
    private int sentenceClause;
    private bool isFresh;
    private bool afterComma;

    public void Run()
    {
        isFresh = true;
        for (var at = 0; at < tokens.Length; at++)
        {
            if (tokens[at].Kind == TokenKind.SentenceEnd)
                EndSentence(at);
            else if (tokens[at].IsMark(';') || (tokens[at].IsMark('*') && at > first))
                Cut(at + 1, fresh: true, comma: false);
            else if (at > first && workspace.Cues[at].Any(CueRoles.Ends))
                Cut(at, fresh: true, comma: false);
            else if (at > first && (workspace.Cues[at] & (CueRoles.Conditional | CueRoles.Wonders)) == CueRoles.Conditional && !Joins(at - 1))
                Cut(at, fresh: false, tokens[at - 1].IsMark(','));
            else if (StartsMain(at))
                Cut(at, fresh: false, comma: true);
            else if (at > first && StartsAfter(at))
                Cut(at + 1, fresh: false, tokens[at].IsMark(','));
        }

        EndSentence(tokens.Length);
    }

    private readonly WordRoles Roles(int at) => words.RolesOf(tokens[at].Word);

    private readonly bool Joins(int at) => Roles(at).Any(WordRoles.Joins) || tokens[at].IsMark('&');

    /// <summary>"If it gets worse he needs …", "without treatment you could …": the main clause begins without a comma.</summary>
    private readonly bool StartsMain(int at) =>
        at > first + 1 && at + 1 < tokens.Length && workspace.Cues[first].Any(CueRoles.Conditional | CueRoles.Inverts) && Roles(at).Any(WordRoles.Subject)
        && Roles(at + 1).Any(WordRoles.Verb | WordRoles.Auxiliary) && !Roles(at - 1).Any(WordRoles.Verb | WordRoles.Auxiliary | WordRoles.Subject | WordRoles.Stops | WordRoles.Joins | WordRoles.Preposition)
        && !Roles(at).Any(WordRoles.Closed);

    private readonly bool StartsAfter(int at)
    {
        var isComma = tokens[at].IsMark(',');
        var next = at + 1;
        if ((!isComma && !Joins(at)) || next >= tokens.Length || (isComma && Joins(next)))
            return false;   // after ", and" the "and" decides
        if (workspace.CueLengths[next] > 0 && workspace.Cues[next].Any(CueRoles.Conditional))
            return true;
        if (IsOr(at))
            return Roles(next).Any(WordRoles.Subject);
        return Roles(next).Any(WordRoles.Subject | WordRoles.Verb | WordRoles.Request | WordRoles.Auxiliary) || ((isComma || SaysSomething(at)) && HasVerbAhead(next));
    }

    private readonly bool IsOr(int at) => tokens[at].Word >= 0 && words.Vocabulary[tokens[at].Word] is "or" or "nor";

    /// <summary>Whether the clause so far has a verb or a cue: "no rash and the cough is worse" are two, "PE and DVT were excluded" is one.</summary>
    private readonly bool SaysSomething(int end)
    {
        for (var at = Math.Max(first, end - LongestSubject); at < end; at++)
        {
            if (workspace.CueLengths[at] > 0 || Roles(at).Any(WordRoles.Verb | WordRoles.Auxiliary))
                return true;
        }

        return false;
    }

    private readonly bool HasVerbAhead(int at)
    {
        for (var ahead = at; ahead < tokens.Length && ahead - at < VerbReach; ahead++)
        {
            ref readonly var token = ref tokens[ahead];
            var roles = words.RolesOf(token.Word);
            if (token.Kind is TokenKind.Mark or TokenKind.SentenceEnd || roles.Any(WordRoles.Joins | WordRoles.Stops | WordRoles.Preposition | WordRoles.Subject))
                return false;
            if (roles.Any(WordRoles.Verb | WordRoles.Auxiliary))
                return true;
        }

        return false;
    }

    private void Cut(int next, bool fresh, bool comma)
    {
        var end = Math.Min(next, tokens.Length);
        if (end > first)
        {
            workspace.ClauseOf[first..end].Fill(workspace.ClauseCount);
            workspace.AddClause(new ClauseDraft { First = first, Last = end - 1, Sentence = sentence, IsFresh = isFresh, AfterComma = afterComma });
        }

        first = next;
        (isFresh, afterComma) = (fresh, comma);
    }

    private void EndSentence(int at)
    {
        if (at > first)
            Cut(at, fresh: true, comma: false);
        if (workspace.ClauseCount > sentenceClause)
        {
            var asked = at < tokens.Length && tokens[at].Mark == '?';
            foreach (ref var clause in workspace.Clauses[sentenceClause..])
                clause.Asked = asked;
            sentence++;
            sentenceClause = workspace.ClauseCount;
        }

        if (at < tokens.Length)
            workspace.ClauseOf[at] = Math.Max(workspace.ClauseCount - 1, 0);
        (first, isFresh, afterComma) = (at + 1, true, false);
    }
}
