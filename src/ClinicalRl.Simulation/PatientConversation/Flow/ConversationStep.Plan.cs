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
        if (turn.Places == 0)
        {
            AgreeWhenExplained(turn);
            return;
        }

        var place = MostUrgent(turn.Places);
        var changed = place != talk.Plan;
        if (changed || BitOperations.PopCount(turn.Places) > 1)
            Propose(turn, place);
        talk.Recorded |= turn.Recorded & talk.Known & scenario.Present;
        if (!changed)
            return;
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

    private void HearDisclosure()
    {
        talk.Set(TalkFlags.CrisisTold);
        if (scenario.Pressure is { Comes: PressureMoment.Disclosure } && talk.Push == PushStage.NotYet && talk.PushesLeft > 0)
            StartPush();
    }

    private void StartPush()
    {
        talk.Push = PushStage.Pressing;
        talk.PushTurns = 0;
        Reply.Say(scenario.Fill(scenario.Phrase(scenario.Pressure!.Says, talk.PushesLeft)));
    }

    /// <summary>A push is answered over the next turns: taken seriously, held, and a way offered where an obstacle stands in it.</summary>
    private void HearPush(Turn turn)
    {
        var pressure = scenario.Pressure!;
        if (GivesWay(turn))
        {
            GiveWay(turn);
            return;
        }

        if ((turn.Responses & (key.Acknowledge | key.Empathy | key.Summary)) != 0)
            talk.Set(TalkFlags.PressAcknowledged);
        if (Keeps(turn))
            talk.Set(TalkFlags.PressKept);
        if ((turn.Arrangements & content.Vocabulary.Ways) != 0)
            talk.Set(TalkFlags.PressWay);
        talk.PushTurns++;
        var answered = talk.Has(TalkFlags.PressKept) && talk.Has(TalkFlags.PressAcknowledged) && (!pressure.NeedsWay || talk.Has(TalkFlags.PressWay));
        if (answered && talk.PushesLeft > 1)
            PressAgain();
        else if (answered)
            HoldWell();
        else if (talk.PushTurns >= content.Parameters.TurnsToAnswer || turn.End)
            RunOut(turn.End);
    }

    private void PressAgain()
    {
        talk.PushesLeft--;
        talk.PushTurns = 0;
        talk.Clear(TalkFlags.PressKept);
        var again = scenario.Phrase(scenario.Pressure!.Says, talk.PushesLeft);
        Reply.Say(scenario.Fill(Phrase(content.People.PressesAgain).Replace("{x}", again, StringComparison.Ordinal)));
    }

    private void HoldWell()
    {
        talk.Push = PushStage.Held;
        AddPush(gaveWay: false);
        if (talk.Plan < 0)
            return;
        talk.Set(TalkFlags.PlanAgreed);
        Reply.Say(Phrase(content.People.AgreesAfterPressure));
    }

    private void RunOut(bool ending)
    {
        var kept = talk.Has(TalkFlags.PressKept);
        talk.Push = kept ? PushStage.Held : PushStage.Ignored;
        Move(kept ? content.Parameters.Trust.HeldColdly : content.Parameters.Trust.IgnoredPressure);
        AddPush(gaveWay: false);
        if (kept && talk.Plan >= 0)
            Agree();
        else if (!kept && scenario.Pressure!.Comes == PressureMoment.Disclosure && !ending && !terminated)
            Leave(afterDisclosure: true);
    }

    private bool Keeps(Turn turn)
    {
        var hold = key.Keep | (scenario.Pressure!.GivesWay switch
        {
            Content.GivesWay.Certainty => key.CannotPromise,
            Content.GivesWay.Share => scenario.Row.MayShare ? key.Share : key.DeclineToShare,
            _ => 0,
        });
        return (turn.Responses & hold) != 0 || (turn.Places != 0 && MostUrgent(turn.Places) == talk.FirstPlan);
    }

    private bool GivesWay(Turn turn)
    {
        if ((turn.Responses & key.GiveWay) != 0)
            return scenario.Pressure!.GivesWay != Content.GivesWay.Share || !scenario.Row.MayShare;
        return scenario.Pressure!.GivesWay switch
        {
            Content.GivesWay.Certainty => turn.FalseCertainty || (turn.Responses & key.ReassureFully) != 0,
            Content.GivesWay.Medicine => scenario.Family.Wants >= 0 && (turn.Advice >> scenario.Family.Wants & 1) != 0 && IsWrong(1UL << scenario.Family.Wants),
            Content.GivesWay.Share => (turn.Responses & key.Share) != 0 && !scenario.Row.MayShare,
            _ => turn.Places != 0 && IsGivingWay(MostUrgent(turn.Places)),
        };
    }

    private bool IsWrong(ulong advice) => ((scenario.Row.Avoid | scenario.Contraindicated) & advice) != 0;

    /// <summary>Whether a place is the wrong one that the push is for.</summary>
    private bool IsGivingWay(int place)
    {
        var steps = judgement.Steps(scenario.Row, place);
        return scenario.Pressure?.GivesWay switch
        {
            Content.GivesWay.Down => steps > 0,
            Content.GivesWay.Up => steps < 0,
            Content.GivesWay.Any => scenario.Twin.IsDangerous ? steps > 0 : steps < 0,
            _ => false,
        };
    }

    private void GiveWay(Turn turn)
    {
        talk.Push = PushStage.GaveWay;
        talk.PushesLeft = 0;
        talk.Set(TalkFlags.Capitulated);
        AddPush(gaveWay: true);
        Move(content.Parameters.Trust.GaveWay);
        Reply.Say(Phrase(content.People.RelievedWrongly));
        var pressure = scenario.Pressure!.GivesWay;
        var down = pressure == Content.GivesWay.Down || (pressure == Content.GivesWay.Any && scenario.Twin.IsDangerous);
        var up = pressure == Content.GivesWay.Up || (pressure == Content.GivesWay.Any && !scenario.Twin.IsDangerous);
        if (turn.Places == 0 && (down || up))
            talk.Plan = (sbyte)(down ? key.LeastPlace : key.Ambulance);
        if (talk.Plan >= 0)
            talk.Set(TalkFlags.PlanAgreed);
        if (pressure == Content.GivesWay.Share && (turn.Responses & key.Share) == 0)
            Share();
    }

    private void AddPush(bool gaveWay) => Add(
        ConversationFacts.PushAnswered, (int)scenario.Pressure!.GivesWay, HarmClass, Bool(gaveWay), Bool(talk.Has(TalkFlags.PressKept)), Bool(talk.Has(TalkFlags.PressAcknowledged)),
        Bool(scenario.Pressure.NeedsWay), Bool(talk.Has(TalkFlags.PressWay)));

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
