namespace ClinicalRl.Simulation.Language;

/// <content>Cues that speak of what was named before them.</content>
internal ref partial struct ContextResolver
{
    /// <summary>Reaches back over the concept just named and those listed with it.</summary>
    private readonly void ApplyBefore(CueRoles roles, int at, int firstFound, int found)
    {
        if (scope.Negated && scope.IsPlain && at - scope.NegatedAt <= CancelReach)
            roles = roles.Any(CueRoles.RulesOut) ? CueRoles.HedgesBefore : CueRoles.None;
        var isListed = false;
        for (var i = found - 1; i >= firstFound; i--)
        {
            ref var mention = ref workspace.Founds[i];
            if (mention.Last >= at)
                continue;
            if (!isListed && HasComma(mention.Last + 1, at))
                return;   // "sepsis, source unclear"
            isListed = true;
            if (roles.Any(CueRoles.NegatesBefore))
                mention.Polarity = Polarity.Negated;
            if (roles.Any(CueRoles.HedgesBefore))
                mention.Certainty = Certainty.Hedged;
            if (roles.Any(CueRoles.PastBefore) && mention.Temporality == Temporality.Current && words.Kinds[mention.Concept] is ConceptKind.Finding or ConceptKind.Medicine or ConceptKind.Investigation)
                mention.Temporality = Temporality.Past;
            if (roles.Any(CueRoles.PlannedBefore) && mention.Temporality == Temporality.Current)
                mention.Temporality = Temporality.Planned;
            if (roles.Any(CueRoles.FamilyBefore))
                mention.Subject = Subject.Family;
            if (i > firstFound && !IsList(workspace.Founds[i - 1].Last + 1, mention.First))
                return;
        }
    }

    private readonly bool HasComma(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (tokens[at].IsMark(','))
                return true;
        }

        return false;
    }

    private readonly bool IsList(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (!tokens[at].IsMark(',') && !tokens[at].IsMark('/') && !Roles(at).Any(WordRoles.Joins | WordRoles.Article))
                return false;
        }

        return true;
    }

    /// <summary>"Chest pain? No." answers the sentence before.</summary>
    private readonly void AnswerBefore(int clauseIndex, int firstFound, int found)
    {
        ref var clause = ref workspace.Clauses[clauseIndex];
        if (found > firstFound || clauseIndex == 0 || !workspace.Cues[clause.First].Any(CueRoles.Answers) || clause.Last - clause.First > 2)
            return;
        ref var asked = ref workspace.Clauses[clauseIndex - 1];
        if (asked.Act != SpeechAct.ClosedQuestion)
            return;
        for (var i = firstFound - 1; i >= 0 && workspace.Founds[i].Clause == clauseIndex - 1; i--)
            workspace.Founds[i].Polarity = workspace.Cues[clause.First].Any(CueRoles.Negates) ? Polarity.Negated : Polarity.Affirmed;
        asked.Act = SpeechAct.Statement;
    }
}
