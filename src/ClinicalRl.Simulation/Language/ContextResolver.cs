namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Decides what is said of each concept: whether it is so, how surely, when and of whom. In the manner of NegEx and ConText: cue phrases open a
/// scope that reaches forward to the end of the clause or to a word that ends it, or backward over the concepts just named.
/// </summary>
internal ref partial struct ContextResolver(LexiconWords words, Workspace workspace)
{
    /// <summary>How many words may stand between "not" and the "without" it cancels.</summary>
    private const int CancelReach = 2;

    private readonly Span<Token> tokens = workspace.Tokens;
    private readonly Span<CueRoles> cues = workspace.Cues;
    private Scope scope;

    public void Run()
    {
        var found = 0;
        for (var i = 0; i < workspace.ClauseCount; i++)
        {
            ref var clause = ref workspace.Clauses[i];
            Enter(clause);
            var firstFound = found;
            for (var at = clause.First; at <= clause.Last; at++)
            {
                Separate(clause, at);
                for (; found < workspace.FoundCount && workspace.Founds[found].First <= at; found++)
                    Stamp(ref workspace.Founds[found], i, clause);
                if (workspace.CueLengths[at] > 0 && !IsPartOfConcept(at))
                    Apply(clause, at, firstFound, found);
            }

            AnswerBefore(i, firstFound, found);
        }
    }

    private readonly WordRoles Roles(int at) => words.RolesOf(tokens[at].Word);

    /// <summary>What of the scope reaches into a new clause.</summary>
    private void Enter(in ClauseDraft clause)
    {
        var before = scope;
        scope = default;
        if (clause.IsFresh)
            return;
        var start = clause.First;
        while (start < clause.Last && Roles(start).Any(WordRoles.Joins))
            start++;
        var roles = Roles(start);
        var isNewStart = roles.Any(WordRoles.Request) || (clause.AfterComma && start == clause.First && roles.Any(WordRoles.Subject))
            || workspace.Cues[start].Any(CueRoles.Leads | CueRoles.Asks);
        scope.Conditional = before.Conditional && !isNewStart;
        var keepsSubject = !roles.Any(WordRoles.Subject) || roles.Any(WordRoles.Closed);
        scope.Subject = keepsSubject && !(clause.AfterComma && before.SubjectIsHistory) ? before.Subject : Subject.Patient;
        if (roles.Any(WordRoles.Subject) && roles.Any(WordRoles.Closed) && clause.First > 1 && cues[clause.First - 2].Any(CueRoles.Family))
            scope.Subject = Subject.Family;   // "his wife, who has dementia"
    }

    /// <summary>A comma or "and" before "a", or after a repeated "no", ends what was negated.</summary>
    private void Separate(in ClauseDraft clause, int at)
    {
        if (!scope.Negated || at == clause.Last || !(tokens[at].IsMark(',') || Roles(at).Any(WordRoles.Joins)))
            return;
        if (Roles(at + 1).Any(WordRoles.Article) || (scope.IsRepeated && tokens[at].IsMark(',') && !OrFollows(clause, at)))
            scope.Negated = false;
    }

    private readonly bool OrFollows(in ClauseDraft clause, int at)
    {
        for (var ahead = at; ahead <= clause.Last; ahead++)
        {
            if (tokens[ahead].Word >= 0 && words.Vocabulary[tokens[ahead].Word] is "or" or "nor")
                return true;
        }

        return false;
    }

    private void Stamp(ref Found found, int clauseIndex, in ClauseDraft clause)
    {
        found.Clause = clauseIndex;
        var kind = words.Kinds[found.Concept];
        var (negated, hedged) = (scope.Negated, scope.Hedged || IsQueried(found.First));
        for (var gap = found.GapFrom; gap < found.GapTo && kind != ConceptKind.Act; gap++)
        {
            negated ^= cues[gap].Any(CueRoles.Negates | CueRoles.Inverts);
            hedged |= cues[gap].Any(CueRoles.Hedges);
        }

        found.Polarity = negated ? Polarity.Negated : Polarity.Affirmed;
        found.Certainty = hedged ? Certainty.Hedged : Certainty.Certain;
        found.Subject = kind == ConceptKind.Act ? Subject.Patient : scope.Subject;
        found.Temporality = TemporalityOf(kind, clause, negated);
        if (words.IsAwaited[found.Concept])
            found.Temporality = Temporality.Planned;
    }

    private readonly Temporality TemporalityOf(ConceptKind kind, in ClauseDraft clause, bool negated)
    {
        if (kind == ConceptKind.Act)
            return Temporality.Current;   // said is done
        if (scope.Conditional)
            return Temporality.Conditional;
        var isDone = scope.Past || (!negated && ((scope.Was && !clause.IsQuestion && kind is ConceptKind.Finding or ConceptKind.Medicine) || (scope.Given && kind is ConceptKind.Medicine or ConceptKind.Investigation)));
        if (!negated && kind != ConceptKind.Finding && (scope.Planned || (clause.Act == SpeechAct.Request && kind != ConceptKind.Matter)))
            return Temporality.Planned;
        return isDone ? Temporality.Past : Temporality.Current;
    }

    private readonly bool IsQueried(int first) => first > 0 && tokens[first - 1].IsMark('?');

    /// <summary>"No urine" is a finding; its "no" denies nothing else.</summary>
    private readonly bool IsPartOfConcept(int at)
    {
        for (var token = at; token < at + workspace.CueLengths[at]; token++)
        {
            if ((workspace.Taken[token] & PhraseFinder.ClinicalLayer) == 0)
                return false;
        }

        return true;
    }

    private void Apply(in ClauseDraft clause, int at, int firstFound, int found)
    {
        var roles = cues[at];
        var end = at + workspace.CueLengths[at] - 1;
        if (roles.Any(CueRoles.NegatesBefore | CueRoles.HedgesBefore | CueRoles.PastBefore | CueRoles.PlannedBefore | CueRoles.FamilyBefore))
            ApplyBefore(roles, at, firstFound, found);
        if (roles.Any(CueRoles.Answers) && IsAnswer(clause, at, end))
        {
            if (found > firstFound)
                ApplyBefore(CueRoles.NegatesBefore, at, firstFound, found);
            return;
        }

        Negate(roles, at, end);
        scope.Negated &= !roles.Any(CueRoles.Excepts);
        scope.Hedged |= roles.Any(CueRoles.Hedges) && !(scope.IsReported && Roles(at).Any(WordRoles.Reports)) && !(clause.Act == SpeechAct.Request && Roles(at).Any(WordRoles.Auxiliary));
        scope.Past |= roles.Any(CueRoles.Past) && !IsLength(at - 1);
        scope.Was |= roles.Any(CueRoles.Was);
        scope.Given |= roles.Any(CueRoles.Given);
        scope.Planned |= roles.Any(CueRoles.Planned);
        if (roles.Any(CueRoles.Current))
            (scope.Past, scope.Was, scope.Given, scope.Planned) = (false, false, false, false);
        if (roles.Any(CueRoles.Wonders))
            scope.Hedged = true;
        else if (roles.Any(CueRoles.Conditional))
            scope.Conditional = true;
        ApplySubject(roles, at, end);
    }

    /// <summary>"No" before a comma, or with nothing after it, answers; it does not deny what follows.</summary>
    private readonly bool IsAnswer(in ClauseDraft clause, int at, int end) =>
        end == clause.Last || (at == clause.First && clause.IsFresh && tokens[end + 1].IsMark(',')) || (at > clause.First && tokens[at - 1].IsMark('(') && tokens[end + 1].IsMark(')'));

    private void Negate(CueRoles roles, int at, int end)
    {
        if (roles.Any(CueRoles.Inverts))
        {
            var cancels = scope.Negated && scope.IsPlain && at - scope.NegatedAt <= CancelReach;
            scope.Hedged |= cancels && roles.Any(CueRoles.RulesOut);
            (scope.Negated, scope.IsPlain, scope.IsRepeated) = (!cancels, false, false);
            scope.NegatedAt = end + 1;
        }
        else if (roles.Any(CueRoles.Negates))
        {
            var cancels = scope.Negated && !scope.IsPlain && at - scope.NegatedAt <= 1;
            scope.IsRepeated = scope.EverNegated && !cancels;
            (scope.Negated, scope.IsPlain, scope.NegatedAt, scope.EverNegated) = (!cancels, true, end + 1, true);
        }
    }

    private void ApplySubject(CueRoles roles, int at, int end)
    {
        if (!roles.Any(CueRoles.Family | CueRoles.Other))
            return;
        var isHistory = end > at || roles.Any(CueRoles.Past);
        if (!isHistory && (IsObject(at) || Reports(end)))
        {
            scope.IsReported = true;
            return;
        }

        scope.Subject = roles.Any(CueRoles.Family) ? Subject.Family : Subject.Other;
        scope.SubjectIsHistory = isHistory;
    }

    /// <summary>"A two day history of cough" is of a cough that is there now.</summary>
    private readonly bool IsLength(int at) =>
        at >= 0 && (tokens[at].Kind == TokenKind.Number || (tokens[at].Word >= 0 && words.MinutesOf[tokens[at].Word] > 0));

    /// <summary>"To his wife", "with her mother": she is spoken to, not spoken of.</summary>
    private readonly bool IsObject(int at)
    {
        for (var before = at - 1; before >= 0 && before >= at - 3; before--)
        {
            if (Roles(before).Any(WordRoles.Preposition | WordRoles.Request))
                return true;
            if (!Roles(before).Any(WordRoles.Article))
                return false;
        }

        return false;
    }

    /// <summary>"Mum says he has a rash": she reports.</summary>
    private readonly bool Reports(int end)
    {
        for (var after = end + 1; after < tokens.Length && after <= end + 3; after++)
        {
            if (Roles(after).Any(WordRoles.Reports))
                return true;
        }

        return false;
    }

    private record struct Scope(
        bool Negated, bool IsPlain, bool IsRepeated, bool EverNegated, int NegatedAt, bool Hedged, bool Past, bool Was, bool Given, bool Planned, bool Conditional,
        Subject Subject, bool SubjectIsHistory, bool IsReported);
}
