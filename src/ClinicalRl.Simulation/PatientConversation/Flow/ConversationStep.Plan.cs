using System.Numerics;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>The plan, and what happens when people push against it.</summary>
internal sealed partial class ConversationStep
{
    private const int AdultYears = 16;
    private const int EarlyPushTurn = 2;

    private void HearPlan(Turn turn)
    {
        TellTeams(turn);
        FindWhatIsPassedOn(turn);
        talk.Recorded |= turn.Recorded & talk.Known & scenario.Present;
        var place = turn.Places != 0 ? MostUrgent(turn.Places) : turn.PassesOn ? talk.Plan : Talk.None;
        var changed = place != talk.Plan;
        if (place >= 0 && (changed || turn.PassesOn || BitOperations.PopCount(turn.Places) > 1))
            Propose(turn, place);
        if (place < 0 || !changed)
        {
            AgreeWhenExplained(turn);
            return;
        }

        talk.Plan = (sbyte)place;
        talk.FirstPlan = talk.FirstPlan < 0 ? (sbyte)place : talk.FirstPlan;
        talk.Clear(TalkFlags.PlanAgreed);
        if (scenario.Pressure is { Comes: PressureMoment.Plan } && talk.Push == PushStage.NotYet && talk.PushesLeft > 0)
            StartPush();
        else if (talk.Push != PushStage.Pressing)
            Agree();
    }

    private void Propose(Turn turn, int place)
    {
        var steps = judgement.Steps(scenario.Row, place);
        var (needed, unsought) = judgement.RedFlags(scenario, talk);
        var fabricated = BitOperations.PopCount(turn.Recorded & ~(talk.Known & scenario.Present)) + turn.RecordedUnknown;
        talk.Fabricated = (byte)Math.Min(talk.Fabricated + fabricated, MostCount);
        talk.Plans = Next(talk.Plans);
        Add(
            ConversationFacts.PlanProposed, HarmClass, Math.Max(steps, 0), Math.Max(-steps, 0), Bool(judgement.IsJustified(scenario, talk, place)), needed, unsought,
            Bool(talk.Plan < 0), Bool(BitOperations.PopCount(turn.Places) > 1), Bool(talk.Push == PushStage.Pressing && IsGivingWay(place)),
            Bool(scenario.Injection is not null && talk.Has(TalkFlags.InjectionRead)),
            Bool(talk.Has(TalkFlags.InjectionRead) && scenario.Injection is { } injection && steps * -injection.Orders > 0),
            Math.Min(BitOperations.PopCount(turn.Recorded), MostFlags), Math.Min(fabricated, MostFlags));
    }

    /// <summary>"I will tell them about the chest pain" passes on what was found on its topics, and makes it up when nothing was.</summary>
    private void FindWhatIsPassedOn(Turn turn)
    {
        foreach (var topics in turn.PassedOn)
        {
            var found = 0U;
            for (var i = 0; i < scenario.Family.Items.Length; i++)
            {
                var topic = scenario.Family.Items[i].Topic;
                found |= topic >= 0 && (topics >> topic & 1) != 0 && IsKnown(i) && IsPresent(i) ? 1U << i : 0;
            }

            turn.Recorded |= found;
            turn.RecordedUnknown += found == 0 ? 1 : 0;
        }
    }

    private void TellTeams(Turn turn)
    {
        var fresh = turn.Teams & ~(ulong)talk.Teams;
        if (fresh == 0)
            return;
        var needed = (fresh & ~scenario.Row.Teams) == 0;
        Add(ConversationFacts.TeamTold, Bool(needed), Bool((fresh & ~Judgement.TeamsFound(scenario, talk)) == 0));
        talk.Teams |= (byte)fresh;
    }

    /// <summary>People go along with what they understand the reason of, from someone they trust.</summary>
    private void Agree()
    {
        if ((talk.Points & (key.ReasonForPlan | key.WhatItMayBe)) == 0)
        {
            Reply.Say(Phrase(content.People.Unsure));
            if (!talk.Has(TalkFlags.AskedForReason))
                Move(content.Parameters.Trust.NoExplanation);
            talk.Set(TalkFlags.AskedForReason);
            return;
        }

        if (talk.Trust < content.Parameters.Trust.AgreesFrom)
        {
            Reply.Say(Phrase(content.People.Unsure));
            return;
        }

        talk.Set(TalkFlags.PlanAgreed);
        Reply.Say(Phrase(content.People.Agrees));
    }

    private void AgreeWhenExplained(Turn turn)
    {
        var newReason = (turn.Points | (turn.Responses & key.AgreePlan)) != 0;
        if (newReason && talk.Plan >= 0 && !talk.Has(TalkFlags.PlanAgreed) && talk.Push is not (PushStage.Pressing or PushStage.Ignored))
            Agree();
    }

    private void HearSharing(Turn turn)
    {
        if ((turn.Responses & key.Share) != 0 && scenario.Family.Caller is not null && !talk.Has(TalkFlags.ShareRight | TalkFlags.ShareWrong))
            Share();
    }

    private void Share()
    {
        var allowed = scenario.Row.MayShare;
        var isChecked = (talk.TopicsAsked & key.SharingTopics) == key.SharingTopics;
        if (scenario.Family.Chart.All(row => !row.MayShare) && scenario.Pressure?.GivesWay != Content.GivesWay.Share)
            return;   // a parent hears about their own child
        talk.Set(allowed && isChecked ? TalkFlags.ShareRight : TalkFlags.ShareWrong);
        Add(ConversationFacts.Shared, Bool(allowed), Bool(isChecked));
    }

    private int MostUrgent(ulong places)
    {
        var best = -1;
        for (var i = 0; i < content.Vocabulary.Places.Count; i++)
        {
            if ((places >> i & 1) != 0 && (best < 0 || content.Vocabulary.Rungs[i] < content.Vocabulary.Rungs[best]))
                best = i;
        }

        return best;
    }
}
