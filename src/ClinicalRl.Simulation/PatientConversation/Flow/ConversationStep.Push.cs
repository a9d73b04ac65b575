using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>How people push against a plan, and what holding to it or giving way does.</summary>
internal sealed partial class ConversationStep
{
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
        var asksOn = scenario.Pressure.Comes == PressureMoment.Disclosure && turn.Questions.Exists(question => (question.Topics & key.CrisisTopics) != 0);
        return asksOn || (turn.Responses & hold) != 0 || (turn.Places != 0 && MostUrgent(turn.Places) == talk.FirstPlan);
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
}
