namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>The words of the vocabulary that the mechanics themselves speak of.</summary>
internal sealed class KeyWords(ConversationVocabulary words)
{
    public int Story { get; } = words.Topics.Find("story");

    public ulong StoryTopic { get; } = words.Topics.Bit("story");

    /// <summary>What the complaint itself already said something of.</summary>
    public ulong ComplaintTopics { get; } = words.Topics.Mask(["onset", "pain"]);

    public int Ideas { get; } = words.Topics.Find("ideas");

    public int Concerns { get; } = words.Topics.Find("concerns");

    public int Expectations { get; } = words.Topics.Find("expectations");

    public int Medicines { get; } = words.Topics.Find("medicines");

    public int Allergies { get; } = words.Topics.Find("allergies");

    public ulong CrisisTopics { get; } = words.Topics.Mask(["suicidal_thoughts", "plan_means", "protective"]);

    public ulong CapacityTopics { get; } = words.Topics.Mask(["capacity", "competence"]);

    public ulong SharingTopics { get; } = words.Topics.Mask(["identity", "consent_to_share"]);

    /// <summary>Topics about daily life that show interest in the person rather than facts of the case.</summary>
    public ulong PersonalTopics { get; } = words.Topics.Mask(["ideas", "concerns", "expectations", "impact"]);

    public ulong Empathy { get; } = words.Responses.Bit("empathy");

    public ulong Summary { get; } = words.Responses.Bit("summary");

    public ulong Acknowledge { get; } = words.Responses.Bit("acknowledge_barrier");

    public ulong Keep { get; } = words.Responses.Bit("keep_advice");

    public ulong GiveWay { get; } = words.Responses.Bit("give_way");

    public ulong CannotPromise { get; } = words.Responses.Bit("cannot_promise");

    public ulong ReassureFully { get; } = words.Responses.Bit("reassure_fully");

    public ulong SayIsAi { get; } = words.Responses.Bit("say_is_ai");

    public ulong SayIsHuman { get; } = words.Responses.Bit("say_is_human");

    public ulong DeclineToShare { get; } = words.Responses.Bit("decline_to_share");

    public ulong Share { get; } = words.Responses.Bit("share");

    public ulong AskConsent { get; } = words.Responses.Bit("ask_consent");

    public ulong AgreePlan { get; } = words.Responses.Bit("agree_plan");

    public ulong Interpreter { get; } = words.Arrangements.Bit("interpreter");

    public ulong TimeAlone { get; } = words.Arrangements.Bit("time_alone");

    public ulong Chaperone { get; } = words.Arrangements.Bit("chaperone");

    public ulong WhatItMayBe { get; } = words.Points.Bit("what_it_may_be");

    public ulong ReasonForPlan { get; } = words.Points.Bit("reason_for_plan");

    public ulong Uncertainty { get; } = words.Points.Bit("uncertainty");

    public ulong AnswersConcern { get; } = words.Points.Bit("answers_concern");

    public ulong Options { get; } = words.Points.Bit("options");

    public ulong IntimateRegions { get; } = words.Regions.Mask(["scrotum"]);

    public ulong DosingAdvice { get; } = words.Advice.Mask(["right_dose", "remove_patch", "one_patch"]);

    public ulong InteractionAdvice { get; } = words.Advice.Mask(["stop_medicine", "stop_remedy"]);

    public int Ambulance { get; } = words.Places.Find("ambulance_999");

    public int SelfCare { get; } = words.Places.Find("self_care");

    /// <summary>First of the places that are reached without going to a hospital today.</summary>
    public int LeastPlace { get; } = words.Places.Count - 1;
}
