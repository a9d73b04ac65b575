using ClinicalRl.Simulation.Language;
using ClinicalRl.Simulation.PatientConversation.Flow;

namespace ClinicalRl.Simulation.PatientConversation.Speech;

/// <summary>What a question is about, and how it is put.</summary>
internal sealed partial class SpeechReader
{
    private static void TakeQuestion(Question asked, Turn turn)
    {
        if (asked.Topics != 0 && !turn.Questions.Exists(question => (question.Topics & asked.Topics) == asked.Topics))
            turn.Questions.Add(asked);
    }

    private void TakeHints(string text, Reading reading, int at, Turn turn)
    {
        var clause = reading.Clauses[at];
        if (Has(reading, clause, (in Meaning meaning) => meaning.TeachBack || (meaning.Responses | meaning.Arrangements) != 0))
            return;   // "are you happy with the plan?" asks about no plan to harm
        if (!clause.IsQuestion && !(clause.Act == SpeechAct.Request && EndsInQuestionMark(text, clause)))
            return;
        if (Has(reading, clause, (in Meaning meaning) => meaning.RefersBack))
            TakeFromBefore(reading, at, turn);
        for (var i = clause.FirstMention; i < clause.FirstMention + clause.MentionCount; i++)
            TakeQuestion(new Question(meanings.Of(reading.Mentions[i].Concept).Hints, MannerOf(clause, invites: false), at, IsHint: true), turn);
    }

    private static Manner MannerOf(in Clause clause, bool invites) =>
        invites ? Manner.Invites : clause.Act == SpeechAct.ClosedQuestion ? Manner.Checks : Manner.Asks;

    /// <summary>"People this low can think of ending their life. Have you had thoughts like that?" asks about what was just named.</summary>
    private void TakeFromBefore(Reading reading, int at, Turn turn)
    {
        for (var i = 0; i < at; i++)
        {
            var before = reading.Clauses[i];
            for (var j = before.FirstMention; !before.IsQuestion && j < before.FirstMention + before.MentionCount; j++)
                TakeQuestion(new Question(meanings.Of(reading.Mentions[j].Concept).Topics, Manner.Checks, at), turn);
        }
    }
}
