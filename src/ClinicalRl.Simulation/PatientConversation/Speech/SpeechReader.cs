using ClinicalRl.Simulation.Language;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Flow;

namespace ClinicalRl.Simulation.PatientConversation.Speech;

/// <summary>
/// Reads free speech into the same turn that the tools fill: questions by topic and manner, statements, advice, a safety-net's sign, time
/// and route, promises, jargon, consent, and answers to a push.
/// </summary>
internal sealed partial class SpeechReader(Meanings meanings, KeyWords key)
{
    private const int MinutesPerHour = 60;

    /// <summary>Adds what a text says to a turn.</summary>
    public void Read(string text, Turn turn)
    {
        var reading = meanings.Lexicon.Read(text);
        turn.HasWords = reading.Measures.Words > 0;
        var heap = meanings.Heap;
        if (MostInSentence(reading) > heap.MostConceptsInSentence
            || (reading.Measures.Words >= heap.FewestWords && reading.Measures.FragmentShare > heap.MostFragmentShare))
        {
            turn.IsHeap = true;
            return;
        }

        var (gaveWayAt, keptAt) = (-1, -1);
        for (var i = 0; i < reading.Clauses.Length; i++)
        {
            var clause = reading.Clauses[i];
            var places = turn.Places;
            turn.Places = 0;
            for (var j = clause.FirstMention; j < clause.FirstMention + clause.MentionCount; j++)
            {
                ref readonly var meaning = ref meanings.Of(reading.Mentions[j].Concept);
                Take(text, reading, reading.Mentions[j], meaning, turn);
                gaveWayAt = (meaning.Responses & key.GiveWay) != 0 && !clause.IsQuestion ? j : gaveWayAt;
                keptAt = (meaning.Responses & key.Keep) != 0 ? j : keptAt;
            }

            TakeHints(text, reading, i, turn);
            // "I will let the hospital know" sends nobody there.
            turn.Places = places | (Has(reading, clause, (in Meaning meaning) => meaning.PassesOn) ? 0 : MostUrgent(turn.Places));
        }

        // "All right, I see, but you still need to go" holds; "I would go, but fine, leave it" does not: the last word counts.
        if (gaveWayAt > keptAt)
            turn.Responses = (turn.Responses | key.GiveWay) & ~key.Keep;
        if ((turn.Responses & key.DeclineToShare) != 0)
            turn.Responses &= ~key.Share;   // "I cannot tell you what the results are" says nothing of them
        ReadDose(reading, turn);
        ReadTime(reading, turn);
    }

    private void Take(string text, Reading reading, in Mention mention, in Meaning meaning, Turn turn)
    {
        var clause = reading.Clauses[mention.Clause];
        turn.TeachBack |= meaning.TeachBack;
        turn.Responses |= meaning.Responses & ~key.GiveWay;
        turn.Arrangements |= meaning.Arrangements;
        turn.Jargon |= meaning.Jargon;
        turn.End |= meaning.Ends && mention.Clause == reading.Clauses.Length - 1;
        var isAct = meanings.Lexicon[mention.Concept].Kind == ConceptKind.Act;
        var invites = Has(reading, clause, IsInvitation);
        if (clause.IsQuestion || (invites && clause.Act == SpeechAct.Request) || (isAct && meaning.Topics != 0 && (clause.Act == SpeechAct.Request || EndsInQuestionMark(text, clause))))
        {
            if (!IsInvitation(meaning) || !Has(reading, clause, IsTopic))
                TakeQuestion(new Question(meaning.Topics, MannerOf(clause, invites), mention.Clause), turn);
            return;
        }

        var affirmed = mention.Polarity == Polarity.Affirmed;
        turn.FalseCertainty |= meaning.FalseCertainty && affirmed && !IsHedged(reading, mention);
        turn.ClaimsExamined |= meaning.ClaimedExamination && affirmed && mention.Temporality != Temporality.Conditional;
        turn.Points |= meaning.Points;
        if (PassesOn(reading, clause.Sentence) && !isAct && affirmed && meaning.Topics != 0)
            turn.PassedOn.Add(meaning.Topics);
        else if (IsNet(reading, clause.Sentence))
            TakeNet(mention, meaning, clause, turn);
        else
            TakePlan(mention, meaning, affirmed, turn);
    }

    /// <summary>"Seen by the clinic today" names one place, not two; places are listed most urgent first.</summary>
    private static ulong MostUrgent(ulong places) => places & (~places + 1);

    /// <summary>"Can you confirm your address?" is put like a statement of what somebody can do.</summary>
    private static bool EndsInQuestionMark(string text, in Clause clause)
    {
        var end = Math.Min(clause.Span.End, text.Length);
        var mark = text.AsSpan(end).IndexOfAny(".?!\n");
        return mark >= 0 && text[end + mark] == '?';
    }

    /// <summary>"I am sure it is nothing" promises all the more; "it is probably nothing" does not.</summary>
    private bool IsHedged(Reading reading, in Mention mention)
    {
        if (mention.Certainty != Certainty.Hedged)
            return false;
        foreach (var other in reading.Mentions)
        {
            if (other.Clause == mention.Clause && meanings.Of(other.Concept).FalseCertainty && other.Certainty == Certainty.Certain)
                return false;
        }

        return true;
    }

    private delegate bool Trait(in Meaning meaning);

    /// <summary>"Tell me about the pain" invites to say more, and of the pain only.</summary>
    private bool IsInvitation(in Meaning meaning) => meaning.Topics == key.StoryTopic;

    private bool IsTopic(in Meaning meaning) => meaning.Topics != 0 && meaning.Topics != key.StoryTopic;

    private bool Has(Reading reading, in Clause clause, Trait trait)
    {
        for (var i = clause.FirstMention; i < clause.FirstMention + clause.MentionCount; i++)
        {
            if (trait(meanings.Of(reading.Mentions[i].Concept)))
                return true;
        }

        return false;
    }

    /// <summary>Most different concepts in a sentence, leaving out those that are but single words of a question.</summary>
    private int MostInSentence(Reading reading)
    {
        var most = 0;
        var seen = new HashSet<int>();
        for (var i = 0; i < reading.Clauses.Length; i++)
        {
            var clause = reading.Clauses[i];
            if (i > 0 && reading.Clauses[i - 1].Sentence != clause.Sentence)
                seen.Clear();
            for (var j = clause.FirstMention; j < clause.FirstMention + clause.MentionCount; j++)
            {
                if (meanings.Of(reading.Mentions[j].Concept).Hints == 0)
                    seen.Add(reading.Mentions[j].Concept);
            }

            most = Math.Max(most, seen.Count);
        }

        return most;
    }

    private bool PassesOn(Reading reading, int sentence)
    {
        foreach (var clause in reading.Clauses)
        {
            if (clause.Sentence == sentence && Has(reading, clause, (in Meaning meaning) => meaning.PassesOn))
                return true;
        }

        return false;
    }

    /// <summary>"If that happens, sit down and call 999" names a way to get help and advises to sit down.</summary>
    private void TakeNet(in Mention mention, in Meaning meaning, in Clause clause, Turn turn)
    {
        if (meaning.Signs != 0)
            turn.SpokenSigns.Add(meaning.Signs);
        if (meaning.Routes != 0)
            turn.SpokenRoutes.Add(meaning.Routes);
        turn.VagueNet |= meaning.VagueNet;
        if (!clause.IsConditional && meanings.Lexicon[mention.Concept].Kind == ConceptKind.Care)
            turn.Advice |= meaning.Advice;
    }

    private void TakePlan(in Mention mention, in Meaning meaning, bool affirmed, Turn turn)
    {
        if (affirmed && mention.Temporality != Temporality.Past)
        {
            turn.Places |= meaning.Places;
            turn.Teams |= meaning.Teams;
        }

        // "Do not drive" is advice as it stands; of a medicine only "take it" is.
        var isMedicine = meanings.Lexicon[mention.Concept].Kind == ConceptKind.Medicine;
        if (!isMedicine || (affirmed && mention.Subject == Subject.Patient && mention.Temporality != Temporality.Past))
            turn.Advice |= meaning.Advice;
    }

    /// <summary>Whether a sentence speaks of what to do if something happens.</summary>
    private bool IsNet(Reading reading, int sentence)
    {
        var (watched, explained) = (false, false);   // "it can be a warning of a stroke" explains
        for (var i = 0; i < reading.Clauses.Length; i++)
        {
            var clause = reading.Clauses[i];
            if (clause.Sentence != sentence)
                continue;
            if (clause.IsConditional)
                return true;
            for (var j = clause.FirstMention; j < clause.FirstMention + clause.MentionCount; j++)
                watched |= reading.Mentions[j].Temporality == Temporality.Conditional;
            explained |= Has(reading, clause, (in Meaning meaning) => meaning.Points != 0);
        }

        return watched && !explained;
    }

    private void ReadDose(Reading reading, Turn turn)
    {
        foreach (var quantity in reading.Quantities)
        {
            if (quantity.Mention < 0 || quantity.In(Unit.Milligram) is not { } amount)
                continue;
            var mention = reading.Mentions[quantity.Mention];
            if ((meanings.Of(mention.Concept).Advice & turn.Advice) != 0)
                turn.DoseMg = amount.High;
        }
    }

    private static void ReadTime(Reading reading, Turn turn)
    {
        if (!turn.NamesNet)
            return;
        foreach (var time in reading.Times)
        {
            if (time.Kind is not (TimeKind.Within or TimeKind.Duration or TimeKind.In or TimeKind.Day) || time.HighMinutes <= 0)
                continue;
            var hours = (time.HighMinutes + MinutesPerHour - 1) / MinutesPerHour;
            turn.NetHours = turn.NetHours == 0 ? hours : Math.Min(turn.NetHours, hours);
        }
    }
}
