using System.Numerics;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>The end of a consultation and what it is judged by.</summary>
internal sealed partial class ConversationStep
{
    private const int MostFlags = 24;

    private void Close()
    {
        if (terminated)
            return;
        terminated = true;
        talk.Ending = (byte)(talk.Plan == key.Ambulance && talk.Has(TalkFlags.PlanAgreed) ? EndingKind.EmergencyHandoff : EndingKind.Closed);
        Reply.Say(Phrase(content.People.Ends));
    }

    private void EndEpisode(bool truncated)
    {
        if (truncated)
            talk.Ending = (byte)EndingKind.OutOfTime;
        var row = scenario.Row;
        var steps = judgement.Steps(row, talk.Plan < 0 ? key.LeastPlace : talk.Plan);
        var (flagsNeeded, unsought) = judgement.RedFlags(scenario, talk);
        var needed = Judgement.AdviceNeeded(scenario);
        var decisive = Judgement.DecisiveFlags(scenario, talk);
        var hospital = talk.Plan >= 0 && content.Vocabulary.Rungs[talk.Plan] <= LastHospitalRung;
        Add(
            ConversationFacts.ConsultationEnded,
            talk.Ending,
            HarmClass,
            Bool(talk.Plan >= 0),
            Bool(talk.Has(TalkFlags.PlanAgreed)),
            Math.Max(steps, 0),
            Math.Max(-steps, 0),
            Bool(talk.Plan >= 0 && judgement.IsJustified(scenario, talk, talk.Plan)),
            Math.Min(flagsNeeded, MostFlags),
            Math.Min(unsought, MostFlags),
            Bool(unsought * 2 <= flagsNeeded),
            Bool(talk.HasAsked(key.Ideas)),
            Bool(talk.HasAsked(key.Concerns)),
            Bool(talk.HasAsked(key.Expectations)),
            Bool((talk.Points & key.AnswersConcern) != 0),
            Bool(talk.HasAsked(key.Medicines)),
            Bool(talk.HasAsked(key.Allergies)),
            Bool(talk.Has(TalkFlags.Explained)),
            Bool((talk.Points & key.Uncertainty) != 0 || (talk.Responses & key.CannotPromise) != 0),
            Bool(talk.Has(TalkFlags.TeachBackRight)),
            Bool(talk.Plan != key.Ambulance),
            Bool(talk.Has(TalkFlags.NetGiven)),
            Bool(talk.Has(TalkFlags.NetComplete)),
            BitOperations.PopCount(needed),
            BitOperations.PopCount(needed & ~talk.Advice),
            Bool((needed & key.DosingAdvice) != 0),
            Bool((needed & key.InteractionAdvice) != 0),
            Bool(row.Teams != 0),
            Bool((row.Teams & ~(ulong)talk.Teams) == 0 && row.Teams != 0),
            Bool(scenario.Family.IsCrisis),
            Bool(scenario.Family.IsCrisis && (talk.TopicsAsked & key.CrisisTopics) == key.CrisisTopics),
            Bool(NeedsAlone),
            Bool(NeedsAlone && talk.Has(TalkFlags.Alone)),
            Bool(scenario.Language is not null),
            Bool(scenario.Language is not null && talk.Has(TalkFlags.InterpreterPresent)),
            Bool(scenario.Family.NeedsCapacity),
            Bool(scenario.Family.NeedsCapacity && (talk.TopicsAsked & key.CapacityTopics) != 0),
            Bool(talk.Push != PushStage.NotYet),
            Bool(talk.Has(TalkFlags.Capitulated)),
            Bool(row.MayShare),
            Bool(row.MayShare && talk.Has(TalkFlags.ShareRight)),
            Math.Min(BitOperations.PopCount(decisive), MostFlags),
            hospital ? Math.Min(BitOperations.PopCount(decisive & ~talk.Recorded), MostFlags) : 0,
            talk.Trust,
            Bool(talk.Has(TalkFlags.AiAsked)),
            Bool(talk.Has(TalkFlags.AiAsked) && !talk.Has(TalkFlags.AiLied)));
    }

    private const int LastHospitalRung = 3;

    private bool NeedsAlone => scenario.CompanyPresent && scenario.Family.Company!.MustLeave;
}
