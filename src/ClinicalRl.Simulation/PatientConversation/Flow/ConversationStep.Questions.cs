using System.Numerics;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>Which questions of a turn are heard, and what too many of them do.</summary>
internal sealed partial class ConversationStep
{
    private const int ClosedInARow = 4;

    private void HearQuestions(Turn turn)
    {
        if (turn.TeachBack && HasToldSomething)
            turn.Questions.RemoveAll(question => question.Topics == key.StoryTopic);   // "tell me in your own words" asks to say it back
        if (turn.Questions.Count == 0)
            return;
        var meant = Meant(turn.Questions);
        foreach (var question in meant.Take(content.Parameters.MostQuestions))
            Ask(question);
        if (meant.Count > content.Parameters.MostQuestions)
        {
            Reply.Say(Phrase(content.People.TooManyQuestions));
            Overload();
        }

        var anyOpen = turn.Questions.Exists(question => question.Manner != Manner.Checks || (question.Topics & key.PersonalTopics) != 0);
        talk.ClosedRun = anyOpen ? (byte)0 : (byte)Math.Min(talk.ClosedRun + meant.Count, MostCount);
        if (talk.ClosedRun > ClosedInARow)
            Move(content.Parameters.Trust.ClosedRun);
    }

    /// <summary>
    /// Of what a clause may ask about, that is meant about which the case holds something, and what says more before what only hints; where
    /// it holds nothing, what says more.
    /// </summary>
    private List<Question> Meant(List<Question> questions)
    {
        var meant = questions.FindAll(question => !questions.Exists(other => other.Clause == question.Clause && Standing(other) > Standing(question)));
        meant.RemoveAll(question => meant.Count > 1 && Standing(question) == 0);
        return meant;
    }

    private int Standing(Question question) =>
        question.Clause == Question.ByTool ? 3
        : (question.Topics & key.PersonalTopics & talk.TopicsAsked) != 0 ? question.IsHint ? 0 : 1
        : question.IsHint ? IsHeld(question) ? 2 : 0
        : IsHeld(question) ? 3 : 1;

    private void Ask(Question question)
    {
        var saidBefore = Reply.Said.Length;
        var repeated = question.Clause == Question.ByTool;   // in words, a second question about a topic need not be the same one
        for (var topics = Meant(question.Topics); topics != 0; topics &= topics - 1)
        {
            var topic = BitOperations.TrailingZeroCount(topics);
            repeated &= talk.HasAsked(topic) && (talk.CuedTopics >> topic & 1) == 0;
            AskAbout(topic, question.Manner);
        }

        if (!IsHeld(question))
            TireOf();
        if (Reply.Said.Length == saidBefore)
            HearNothingNew(question, repeated);
    }

    /// <summary>A few questions that lead nowhere are thorough; a long list of them is not about this person.</summary>
    private void TireOf()
    {
        talk.BesideThePoint = Next(talk.BesideThePoint);
        if (talk.BesideThePoint > content.Parameters.MostBesideThePoint)
            Move(content.Parameters.Trust.BesideThePoint);
    }

    /// <summary>"Any chest pain?" may be about pain or breathing: what the case holds something about is meant, else the first.</summary>
    private ulong Meant(ulong topics)
    {
        var held = topics & Held;
        return held != 0 ? held : topics & (~topics + 1);
    }

    /// <summary>Topics that something can be told about.</summary>
    private ulong Held => scenario.Family.Topics | scenario.Family.MustAsk | content.BackgroundTopics | key.PersonalTopics | key.StoryTopic;

    private bool IsHeld(Question question) => (question.Topics & Held) != 0;
}
