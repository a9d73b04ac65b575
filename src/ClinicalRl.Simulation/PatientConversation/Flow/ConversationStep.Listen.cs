using System.Numerics;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>Questions and answers: the walk through the information tree.</summary>
internal sealed partial class ConversationStep
{
    private const int StoryItems = 3;
    private const int PartnerInterpreting = 1;
    private const int ChildInterpreting = 2;

    private void AskAbout(int topic, Manner manner)
    {
        if (judgement.IsUnsafeToRaise(scenario, talk, topic))
            RaisedUnsafely();
        if (topic == key.Ideas || topic == key.Concerns || topic == key.Expectations)
        {
            TellPerspective(topic);
            return;
        }

        if (manner == Manner.Invites)
            TellOpenly(topic);
        else
            TellDirectly(topic);
        TellBackgrounds(topic);
        if (manner != Manner.Invites)
            talk.TopicsAsked |= 1UL << topic;
    }

    /// <summary>Nothing came of it: a question asked twice tires people, unless they had wavered the first time.</summary>
    private void HearNothingNew(Question question, bool repeated)
    {
        if (repeated)
        {
            Reply.Say(Phrase(content.People.AlreadyTold));
            Move(content.Parameters.Trust.Repeated);
            AddWasted(1);
            return;
        }

        var nothing = Phrase(question.Manner switch
        {
            not Manner.Invites when (question.Topics & key.ComplaintTopics) != 0 => content.People.AsSaid,
            Manner.Invites => content.People.NothingMoreToTell,
            Manner.Asks => content.People.NothingSpecial,
            _ => content.People.NothingMore,
        });
        if (!Reply.Said.EndsWith(nothing, StringComparison.Ordinal))
            Reply.Say(nothing);
    }

    private void RaisedUnsafely()
    {
        talk.UnsafeQuestions = Next(talk.UnsafeQuestions);
        var through = Judgement.ListensIn(scenario, talk) ? 0 : scenario.Interpreter!.IsChild ? ChildInterpreting : PartnerInterpreting;
        Add(ConversationFacts.UnsafeQuestion, through, talk.UnsafeQuestions);
    }

    private void TellPerspective(int topic)
    {
        var again = talk.HasAsked(topic);
        talk.TopicsAsked |= 1UL << topic;
        var phrases = topic == key.Ideas ? scenario.Family.Ideas : topic == key.Concerns ? scenario.Family.Concerns : scenario.Family.Expectations;
        Reply.Say(InManner(scenario.Phrase(phrases, topic), topic));
        if (again)
            AddWasted(1);
        else
            Move(content.Parameters.Trust.Ice);
    }

    /// <summary>An open question brings what is volunteered, and what is told openly about its topic; for the story, about anything.</summary>
    private void TellOpenly(int topic)
    {
        var told = 0;
        var first = (talk.TopicsAsked >> topic & 1) == 0;
        for (var i = 0; i < scenario.Family.Items.Length && told < StoryItems; i++)
        {
            var item = scenario.Family.Items[i];
            var about = item.Reveal == Reveal.Volunteered || (item.Reveal == Reveal.Open && (topic == key.Story || item.Topic == topic));
            if (about && item.Topic >= 0 && IsPresent(i) && !IsKnown(i) && MayTell(item))
            {
                TellItem(i);
                told++;
            }
        }

        if (first)
            Move(content.Parameters.Trust.OpenQuestion);
        if (topic == key.Story)
            talk.TopicsAsked |= 1UL << topic;
    }

    private void TellDirectly(int topic)
    {
        var guarded = talk.Trust < content.Parameters.Trust.GuardedBelow;
        for (var i = 0; i < scenario.Family.Items.Length; i++)
        {
            var item = scenario.Family.Items[i];
            if (item.Topic != topic || IsKnown(i))
                continue;
            if (item.Reveal >= Reveal.Direct && guarded)
            {
                Reply.Say(Phrase(content.People.Evades));
                talk.CuedTopics |= 1UL << topic;
                return;
            }

            if (item.Reveal == Reveal.Denied || !MayTell(item))
                AskWhatIsDenied(i, item);
            else
                TellItem(i);
        }
    }

    /// <summary>
    /// Shame, fear or a listener makes people say no at first; asked again, alone and by someone they trust, they tell. Whoever has nothing to
    /// hide may waver just the same.
    /// </summary>
    private void AskWhatIsDenied(int index, Item item)
    {
        var asked = (talk.DeniedOnce >> index & 1) != 0;
        talk.DeniedOnce |= 1U << index;
        if (asked && MayTell(item) && talk.Trust >= content.Parameters.Trust.OpensUpFrom)
        {
            TellItem(index);
            return;
        }

        if (IsPresent(index) || (!asked && Wavers(index)))
        {
            Reply.Say(InManner(Phrase(content.People.Denies), index));
            Reply.Note("The person " + Phrase(content.People.DeniesCues) + ".");
            talk.CuedTopics |= 1UL << item.Topic;
            return;
        }

        TellItem(index);
    }

    private void TellBackgrounds(int topic)
    {
        if (content.Nothing[topic] is not { } nothing || talk.HasAsked(topic))
            return;
        var any = false;
        for (var i = 0; i < content.Backgrounds.Length; i++)
        {
            var background = content.Backgrounds[i];
            if (background.Topic != topic || (scenario.Backgrounds >> i & 1) == 0)
                continue;
            any = true;
            Reply.Say(InManner(background.Present, topic + i));
            Reply.Findings.Add((background.Code, true, background.Present));
        }

        talk.TopicsAsked |= 1UL << topic;
        if (!any && scenario.Family.Items.All(item => item.Topic != topic))
            Reply.Say(InManner(scenario.Phrase(nothing, topic), topic));
    }

    private void TellItem(int index)
    {
        var item = scenario.Family.Items[index];
        var present = IsPresent(index);
        talk.Known |= 1U << index;
        var text = scenario.Fill(scenario.Phrase(present ? item.Present : item.Absent, index));
        if (item.Region >= 0)
            Reply.Note(text);
        else
            Reply.Say(InManner(text, index));
        Reply.Findings.Add((item.Code, present, text));
        if (item.Topic >= 0 && item.Reveal == Reveal.Denied)
            talk.CuedTopics &= ~(1UL << item.Topic);
        if (item.IsCrisis && present)
            HearDisclosure();
    }

    private void Examine(Turn turn)
    {
        if (turn.Region < 0)
            return;
        var consented = (turn.Responses & key.AskConsent) != 0 || talk.Has(TalkFlags.ConsentAsked);
        var intimate = (key.IntimateRegions >> turn.Region & 1) != 0;
        Add(
            ConversationFacts.Examined, Bool(consented), Bool((scenario.Family.Regions >> turn.Region & 1) != 0), Bool(intimate),
            Bool(talk.Has(TalkFlags.ChaperoneOffered)));
        if (!consented)
            Move(content.Parameters.Trust.HeldColdly);
        if ((talk.Regions >> turn.Region & 1) != 0)
            AddWasted(1);
        talk.Regions |= 1UL << turn.Region;
        for (var i = 0; i < scenario.Family.Items.Length; i++)
        {
            if (scenario.Family.Items[i].Region == turn.Region)
                TellItem(i);
        }

        if (Reply.Notes.Length == 0)
            Reply.Note("The nurse finds nothing out of the ordinary there.");
    }

    /// <summary>Private matters need privacy, and what is more than plain needs more than a relative's interpreting.</summary>
    private bool MayTell(Item item) =>
        !(item.IsPrivate && Judgement.ListensIn(scenario, talk)) && !((item.IsPrivate || item.Reveal >= Reveal.Direct) && Judgement.InterpretsAtHome(scenario, talk));

    private bool IsPresent(int index) => (scenario.Present >> index & 1) != 0;

    private bool IsKnown(int index) => (talk.Known >> index & 1) != 0;

    private bool Wavers(int index) => (scenario.Fingerprint >> (index & 31) & 1) != 0;
}
