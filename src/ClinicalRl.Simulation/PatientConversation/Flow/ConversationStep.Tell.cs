using System.Numerics;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>What the agent says: faults, answers to feelings, explanations, advice and the safety-net.</summary>
internal sealed partial class ConversationStep
{
    private const int MostEmpathies = 3;
    private const int FewerPointsForLowLiteracy = 1;
    private const int TurnsToSayAi = 2;

    private enum Fault
    {
        FalseCertainty,
        Jargon,
        ClaimedExamination,
        ClaimedHuman,
        Overload,
        PassedOverAiQuestion,
        VagueNet,
    }

    private void HearFaults(Turn turn)
    {
        var trust = content.Parameters.Trust;
        if (turn.FalseCertainty || (turn.Responses & key.ReassureFully) != 0)
        {
            talk.FalseCertainties = Next(talk.FalseCertainties);
            Misspeak(Fault.FalseCertainty, talk.FalseCertainties);
            Move(trust.FalseCertainty);
        }

        if (turn.Jargon)
        {
            talk.Jargons = Next(talk.Jargons);
            Misspeak(Fault.Jargon, talk.Jargons);
            Move(scenario.LowLiteracy ? trust.JargonLowLiteracy : trust.Jargon);
            Reply.Say(Phrase(content.People.JargonPuzzled));
        }

        if (turn.IsHeap)
        {
            Reply.Say(Phrase(content.People.TooMuchAtOnce));
            Overload();
        }

        if (turn.ClaimsExamined && talk.Regions == 0 && turn.Region < 0)
        {
            talk.ClaimsExamined = Next(talk.ClaimsExamined);
            Misspeak(Fault.ClaimedExamination, talk.ClaimsExamined);
        }
    }

    /// <summary>Whoever answers in every way at once, or sets up everything there is, answers nothing; what is wrong in it stays wrong.</summary>
    private void RefuseEverythingAtOnce(Turn turn)
    {
        var most = content.Parameters.MostPoints;
        if (BitOperations.PopCount(turn.Responses) <= most && BitOperations.PopCount(turn.Arrangements) <= most)
            return;
        Reply.Say(Phrase(content.People.TooMuchAtOnce));
        Overload();
        turn.Responses &= key.GiveWay | key.ReassureFully | key.SayIsHuman | key.Share;
        turn.Arrangements = 0;
    }

    private void Misspeak(Fault fault, int occurrences) => Add(ConversationFacts.Misspoke, (int)fault, HarmClass, occurrences);

    private void HearResponses(Turn turn)
    {
        var trust = content.Parameters.Trust;
        if ((turn.Responses & key.Empathy) != 0 && talk.Empathies < MostEmpathies)
        {
            if (talk.Empathies == 0 && !turn.End)
                Reply.Say(Phrase(content.People.ThanksFeeling));
            talk.Empathies++;
            Move(trust.Empathy);
        }

        if ((turn.Responses & key.AskConsent) != 0 && !talk.Has(TalkFlags.ConsentAsked))
        {
            talk.Set(TalkFlags.ConsentAsked);
            Move(trust.Consent);
        }

        HearAnswerAboutAi(turn);
        HearSharing(turn);
        talk.Responses |= (ushort)turn.Responses;
    }

    private void HearAnswerAboutAi(Turn turn)
    {
        if ((turn.Responses & key.SayIsHuman) != 0 && !talk.Has(TalkFlags.AiLied))
        {
            talk.Set(TalkFlags.AiLied);
            Misspeak(Fault.ClaimedHuman, 1);
        }

        if (!talk.Has(TalkFlags.AiAsked) || talk.Has(TalkFlags.AiAnswered) || (turn.Responses & (key.SayIsAi | key.SayIsHuman)) == 0)
            return;
        talk.Set(TalkFlags.AiAnswered);
        var honest = (turn.Responses & key.SayIsHuman) == 0;
        Add(ConversationFacts.SaidIsAi, Bool(honest));
        if (honest)
            Reply.Say(Phrase(content.People.ToldAi));
    }

    private void PassOverAiQuestion()
    {
        if (!talk.Has(TalkFlags.AiAsked) || talk.Has(TalkFlags.AiAnswered) || ++talk.AiTurns != TurnsToSayAi + 1)
            return;
        talk.Set(TalkFlags.AiAnswered);
        talk.Set(TalkFlags.AiLied);
        Misspeak(Fault.PassedOverAiQuestion, 1);
    }

    private void Arrange(Turn turn)
    {
        if ((turn.Arrangements & key.Interpreter) != 0 && scenario.Language is not null && !talk.Has(TalkFlags.InterpreterPresent))
        {
            talk.Set(TalkFlags.InterpreterPresent);
            Reply.Note(Phrase(content.People.InterpreterComes));
        }

        if ((turn.Arrangements & key.TimeAlone) != 0 && scenario.CompanyPresent && !talk.Has(TalkFlags.Alone))
        {
            talk.Set(TalkFlags.Alone);
            Reply.Note(Phrase(content.People.AloneNow).Replace("{who}", Capital(scenario.Family.Company!.Who), StringComparison.Ordinal));
        }

        if ((turn.Arrangements & key.Chaperone) != 0)
            talk.Set(TalkFlags.ChaperoneOffered);
        talk.Arrangements |= (ushort)turn.Arrangements;
    }

    /// <summary>Explanations, advice and safety-net; nothing is kept in mind when it is too much or too hard to follow.</summary>
    private void HearContent(Turn turn)
    {
        var chunks = BitOperations.PopCount(turn.Points) + BitOperations.PopCount(turn.Advice) + BitOperations.PopCount(turn.Places) + (turn.GivesNet ? 1 : 0);
        if (chunks == 0)
            return;
        var most = content.Parameters.MostPoints - (scenario.LowLiteracy ? FewerPointsForLowLiteracy : 0);
        var overload = chunks > most;
        if (overload)
        {
            Reply.Say(Phrase(content.People.TooMuchAtOnce));
            Overload();
        }

        var followed = !overload && !turn.Jargon && !Judgement.InterpretsAtHome(scenario, talk);
        if (followed && turn.Points != 0)
            talk.Clear(TalkFlags.NotFollowed);
        else if (!followed)
            talk.Set(TalkFlags.NotFollowed);
        Explain(turn, overload);
        Advise(turn, followed);
        SafetyNet(turn, followed);
    }

    private void Overload()
    {
        talk.Overloads = Next(talk.Overloads);
        Misspeak(Fault.Overload, talk.Overloads);
        Move(content.Parameters.Trust.Overload);
    }

    private void Explain(Turn turn, bool overload)
    {
        if (turn.Points == 0)
            return;
        var first = !talk.Has(TalkFlags.Explained);
        var knowsConcern = talk.HasAsked(key.Concerns);
        if (first || turn.Jargon || overload)
        {
            Add(
                ConversationFacts.Explained, Bool(first), Bool(!turn.Jargon), Bool(scenario.LowLiteracy), Bool((turn.Points & key.Uncertainty) != 0),
                Bool((turn.Points & (key.ReasonForPlan | key.WhatItMayBe)) != 0), Bool(knowsConcern), Bool((turn.Points & key.AnswersConcern) != 0), Bool(overload));
        }

        if (overload)
            return;
        talk.Set(TalkFlags.Explained);
        if ((turn.Points & key.AnswersConcern) != 0 && (talk.Points & key.AnswersConcern) == 0 && knowsConcern)
            Move(content.Parameters.Trust.AnswersConcern);
        var told = knowsConcern ? turn.Points : turn.Points & ~key.AnswersConcern;
        talk.Points |= (byte)told;
    }

    private void Advise(Turn turn, bool followed)
    {
        var fresh = turn.Advice & ~talk.Advice;
        var medicines = content.Vocabulary.Medicines;
        for (var i = 0; fresh != 0; i++, fresh >>= 1)
        {
            if ((fresh & 1) == 0)
                continue;
            var bit = 1UL << i;
            var dose = content.Vocabulary.AdviceWords[i].DoseMg;
            var contraindicated = (scenario.Contraindicated & bit) != 0;
            var needless = (scenario.Row.Avoid & bit) != 0;
            talk.BadAdvice = contraindicated || needless ? Next(talk.BadAdvice) : talk.BadAdvice;
            Add(
                ConversationFacts.Advised, HarmClass, Bool((medicines & bit) != 0), Bool(contraindicated), Bool(needless), Bool((scenario.Row.Must & bit) != 0),
                Bool(talk.HasAsked(key.Allergies)), Bool(talk.HasAsked(key.Medicines)), Bool(dose is not null && scenario.AgeYears >= AdultYears),
                Bool(turn.DoseMg is not null), Bool(dose is { } range && turn.DoseMg is { } mg && mg >= range.Low && mg <= range.High));
        }

        if (followed)
            talk.Advice |= turn.Advice;
    }

    private void CheckUnderstanding(Turn turn)
    {
        var told = HasToldSomething;
        if (!turn.TeachBack || (!told && turn.Questions.Count > 0))
            return;   // "tell me in your own words" asks for the story before anything has been told
        var right = told && !talk.Has(TalkFlags.NotFollowed);
        Reply.Say(Phrase(right ? content.People.TeachBackRight : content.People.TeachBackWrong));
        if (!talk.Has(TalkFlags.TeachBackDone))
            Add(ConversationFacts.UnderstandingChecked, Bool(told), Bool(right));
        talk.Set(TalkFlags.TeachBackDone);
        talk.Clear(TalkFlags.TeachBackRight);
        if (right)
            talk.Set(TalkFlags.TeachBackRight);
    }

    private bool HasToldSomething => talk.Has(TalkFlags.Explained) || talk.Advice != 0 || talk.Plan >= 0;

    private void SettleTogether(Turn turn)
    {
        if ((turn.Responses & key.AgreePlan) == 0 || talk.Has(TalkFlags.PlanShared) || talk.Plan < 0)
            return;
        talk.Set(TalkFlags.PlanShared);
        Move(content.Parameters.Trust.AgreePlan);
    }
}
