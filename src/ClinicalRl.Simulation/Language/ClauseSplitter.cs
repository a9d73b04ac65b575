namespace ClinicalRl.Simulation.Language;

/// <summary>Cuts the tokens into sentences and clauses.</summary>
internal ref struct ClauseSplitter(LexiconWords words, Workspace workspace)
{
    /// <summary>How far a verb may be from the comma or "and" that begins its clause.</summary>
    private const int VerbReach = 6;

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
            else if (at > first && StartsAfter(at))
                Cut(at + 1, fresh: false, tokens[at].IsMark(','));
        }

        EndSentence(tokens.Length);
    }

    private readonly WordRoles Roles(int at) => words.RolesOf(tokens[at].Word);

    private readonly bool Joins(int at) => Roles(at).Any(WordRoles.Joins) || tokens[at].IsMark('&');

    private readonly bool StartsAfter(int at)
    {
        var isComma = tokens[at].IsMark(',');
        if (!isComma && !Joins(at))
            return false;
        var next = at + 1;
        if (isComma && next < tokens.Length && Joins(next))
            return false;   // the word after the comma decides
        return next < tokens.Length && StartsClause(next);
    }

    private readonly bool StartsClause(int at)
    {
        if (workspace.CueLengths[at] > 0 && workspace.Cues[at].Any(CueRoles.Conditional))
            return true;
        if (Roles(at).Any(WordRoles.Subject | WordRoles.Verb | WordRoles.Request | WordRoles.Auxiliary))
            return true;
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
