namespace ClinicalRl.Simulation.Language;

/// <summary>Decides of each clause whether it states, asks, tells somebody to do something, or has no verb.</summary>
internal readonly ref struct SpeechActs(LexiconWords words, Workspace workspace)
{
    private const int OpeningWords = 4;

    private readonly Span<Token> tokens = workspace.Tokens;

    public void Run()
    {
        for (var i = 0; i < workspace.ClauseCount; i++)
        {
            ref var clause = ref workspace.Clauses[i];
            var start = Start(clause);
            clause.IsConditional = (workspace.Cues[start] & (CueRoles.Conditional | CueRoles.Wonders)) == CueRoles.Conditional && !Roles(start).Any(WordRoles.Request);
            clause.Act = ActOf(clause, start, isLast: i + 1 == workspace.ClauseCount || workspace.Clauses[i + 1].Sentence != clause.Sentence);
            if (i > 0 && clause is { Asked: true, IsFresh: false, Act: SpeechAct.Statement or SpeechAct.Fragment, IsConditional: false } && workspace.Clauses[i - 1].Act is SpeechAct.ClosedQuestion or SpeechAct.OpenQuestion)
                clause.Act = workspace.Clauses[i - 1].Act;
        }
    }

    private WordRoles Roles(int at) => words.RolesOf(tokens[at].Word);

    /// <summary>The first token that is neither a mark nor a joining word.</summary>
    private int Start(in ClauseDraft clause)
    {
        var at = clause.First;
        while (at < clause.Last && (tokens[at].Kind == TokenKind.Mark || Roles(at).Any(WordRoles.Joins)))
            at++;
        return at;
    }

    private SpeechAct ActOf(in ClauseDraft clause, int start, bool isLast)
    {
        var (all, cues) = (WordRoles.None, CueRoles.None);
        for (var at = start; at <= clause.Last; at++)
        {
            all |= Roles(at);
            cues |= workspace.Cues[at];
        }

        var asks = !clause.IsConditional && ((clause.Asked && isLast) || IsInverted(clause, start));
        if (cues.Any(CueRoles.AsksOpenly) && !clause.IsConditional)
            return SpeechAct.OpenQuestion;
        if (asks && IsPolite(clause, start))
            return SpeechAct.Request;
        if (asks)
            return IsOpen(clause, start) ? SpeechAct.OpenQuestion : SpeechAct.ClosedQuestion;
        if (!clause.IsConditional && (cues.Any(CueRoles.Asks) || IsImperative(clause, start)))
            return SpeechAct.Request;
        return all.Any(WordRoles.Verb | WordRoles.Auxiliary | WordRoles.Reports) ? SpeechAct.Statement : SpeechAct.Fragment;
    }

    /// <summary>"Do you", "have they", "what is": asked whether or not it has its mark.</summary>
    private bool IsInverted(in ClauseDraft clause, int start)
    {
        if (start >= clause.Last)
            return false;
        var (roles, next) = (Roles(start), Roles(start + 1));
        if (roles.Any(WordRoles.Auxiliary) && next.Any(WordRoles.Subject))
            return true;
        return roles.Any(WordRoles.Open | WordRoles.Closed) && clause.Asked;
    }

    /// <summary>"Could you call 999?" asks for a deed, not for an answer.</summary>
    private bool IsPolite(in ClauseDraft clause, int start)
    {
        if (!Roles(start).Any(WordRoles.Auxiliary) || start == clause.Last || IsSpeaker(start + 1))
            return false;
        for (var at = start + 1; at <= clause.Last && at <= start + OpeningWords; at++)
        {
            if (Roles(at).Any(WordRoles.Request) && !Roles(at - 1).Any(WordRoles.Article) && Letter(start) is 'c' or 'w')
                return true;
        }

        return false;
    }

    private bool IsSpeaker(int at) => tokens[at].Word >= 0 && words.Vocabulary[tokens[at].Word] is "i" or "we";

    private char Letter(int at) => words.Vocabulary[tokens[at].Word][0];

    private bool IsOpen(in ClauseDraft clause, int start)
    {
        for (var at = start; at <= clause.Last && at < start + OpeningWords; at++)
        {
            if (Roles(at).Any(WordRoles.Open))
                return at == clause.Last || !Roles(at + 1).Any(WordRoles.Closed);
            if (Roles(at).Any(WordRoles.Auxiliary) && at == start)
                return false;
        }

        return false;
    }

    /// <summary>Begins with "call", "do not take", "always check", "then go".</summary>
    private bool IsImperative(in ClauseDraft clause, int start)
    {
        for (var at = start; at <= clause.Last && at < start + OpeningWords; at++)
        {
            var roles = Roles(at);
            if (roles.Any(WordRoles.Request))
                return true;
            var isLead = workspace.Cues[at].Any(CueRoles.Negates | CueRoles.Leads) || (at == start && roles.Any(WordRoles.Auxiliary) && at < clause.Last && workspace.Cues[at + 1].Any(CueRoles.Negates))
                || tokens[at].Kind == TokenKind.Mark;
            if (!isLead)
                return false;
        }

        return false;
    }
}
