using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Scenarios;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>
/// One step in the making: a copy of the state that a turn works on, the events it causes and what the person answers.
/// </summary>
internal sealed partial class ConversationStep
{
    private const int MostTrust = 100;
    private const int MostCount = byte.MaxValue;
    private const int AgitatedTurn = 4;

    private readonly ConversationContent content;
    private readonly Judgement judgement;
    private readonly KeyWords key;
    private readonly ConversationScenario scenario;
    private readonly List<FactEvent> events = new(4);
    private readonly int stepCount;
    private Talk talk;
    private bool terminated;

    /// <summary>The start of a consultation.</summary>
    public ConversationStep(ConversationContent content, Judgement judgement, ConversationScenario scenario)
    {
        (this.content, this.judgement, key, this.scenario) = (content, judgement, judgement.Key, scenario);
        talk = new Talk
        {
            Trust = (byte)scenario.StartTrust,
            Plan = Talk.None,
            FirstPlan = Talk.None,
            PushesLeft = (byte)scenario.Insists,
        };
        Reply.Say(scenario.Opening);
        if (scenario.Interpreter is { } interpreter)
            Reply.Note($"{Capital(interpreter.Who)}: \"{interpreter.Offers}\"");
    }

    /// <summary>The step after <paramref name="before"/>.</summary>
    public ConversationStep(ConversationContent content, Judgement judgement, ConversationState before)
    {
        (this.content, this.judgement, key, scenario) = (content, judgement, judgement.Key, before.Consultation);
        talk = before.Talk;
        stepCount = before.StepCount + 1;
    }

    public Reply Reply { get; } = new();

    public ConversationScenario Scenario => scenario;

    public ref readonly Talk Talk => ref talk;

    public bool Ended { get; private set; }

    /// <summary>Word of the place proposed last.</summary>
    public string Plan => content.Vocabulary.Places.Ids[talk.Plan];

    public string PlanTitle => content.Vocabulary.PlaceTitles[talk.Plan];

    /// <summary>Carries out what the agent did; the order is the one in which people hear things.</summary>
    public void Take(Turn turn)
    {
        talk.Minute += (ushort)Minutes(turn);
        var pushed = talk.Push == PushStage.Pressing;
        HearFaults(turn);
        RefuseEverythingAtOnce(turn);
        HearResponses(turn);
        Arrange(turn);
        if (!turn.IsSilent && Judgement.InterpretsAtHome(scenario, talk))
            talk.Set(TalkFlags.HomeInterpreterUsed);
        HearQuestions(turn);
        Examine(turn);
        HearContent(turn);
        HearPlan(turn);
        CheckUnderstanding(turn);

        if (pushed && !turn.IsSilent)
            HearPush(turn);
        SettleTogether(turn);
        if (turn.End)
            Close();
        else
            TakeInitiative();
        AnswerSomething(turn);
        LeaveIfFedUp();
    }

    /// <summary>People answer, if only with a sound.</summary>
    private void AnswerSomething(Turn turn)
    {
        if (Reply.Said.Length > 0 || Reply.Notes.Length > 0)
            return;
        var people = content.People;
        Reply.Say(Phrase(turn.IsSilent ? people.Silence : turn.SaysSomething ? people.Acknowledges : people.DidNotFollow));
    }

    /// <summary>An action that could not be carried out: time passes, nothing else.</summary>
    public void Refuse(string problem)
    {
        Reply.IsInvalid = true;
        Reply.Note(problem);
        talk.Minute += (ushort)content.Parameters.InvalidActionMinutes;
        AddWasted(0);
        TakeInitiative();
        LeaveIfFedUp();
    }

    /// <summary>Closes the step: ends the episode if its time has come and returns what follows.</summary>
    public Transition Finish(string? invalid)
    {
        var truncated = !terminated && stepCount >= content.Parameters.MaxSteps;
        if (terminated || truncated)
            EndEpisode(truncated);
        Ended = terminated || truncated;
        var state = new ConversationState(scenario, stepCount, terminated, truncated, talk);
        return new Transition(state, ConversationObservation.Render(this), events, invalid);
    }

    private int Minutes(Turn turn) =>
        turn.Region >= 0 ? content.Parameters.ExamineMinutes
        : (turn.Arrangements & key.Interpreter) != 0 ? content.Parameters.InterpreterMinutes
        : content.Parameters.TurnMinutes;

    /// <summary>What the person does of their own accord: reads something out, asks whether this is a machine, pushes early.</summary>
    private void TakeInitiative()
    {
        if (terminated)
            return;
        if (scenario.InjectionTurn == stepCount && scenario.Injection is { } injection && !talk.Has(TalkFlags.InjectionRead))
        {
            talk.Set(TalkFlags.InjectionRead);
            Reply.Say(injection.Says);
        }

        if (scenario.AsksAiAtTurn == stepCount && !talk.Has(TalkFlags.AiAsked) && (talk.Responses & key.SayIsAi) == 0)
        {
            talk.Set(TalkFlags.AiAsked);
            Reply.Say(Phrase(content.People.AsksAi));
        }

        if (scenario.Style.Agitated && stepCount == AgitatedTurn && talk.Empathies == 0)
            Move(content.Parameters.Trust.Agitated);
        PassOverAiQuestion();
        if (scenario.Pressure is { Comes: PressureMoment.Early } && talk.Push == PushStage.NotYet && talk.PushesLeft > 0 && stepCount >= EarlyPushTurn)
            StartPush();
    }

    private void LeaveIfFedUp()
    {
        if (terminated || talk.Trust >= content.Parameters.Trust.LeavesBelow)
            return;
        Leave(afterDisclosure: talk.Has(TalkFlags.CrisisTold));
    }

    private void Leave(bool afterDisclosure)
    {
        Reply.Say(Phrase(content.People.Leaves));
        Reply.Note("The person has left.");
        talk.Ending = (byte)EndingKind.PatientLeft;
        terminated = true;
        Add(ConversationFacts.PatientLeft, HarmClass, Bool(afterDisclosure), 1);
    }

    private void Move(int trust) => talk.Trust = (byte)Math.Clamp(talk.Trust + trust, 0, MostTrust);

    private void AddWasted(int why)
    {
        talk.Wasted = (ushort)Math.Min(talk.Wasted + 1, ushort.MaxValue);
        Add(ConversationFacts.Wasted, why, talk.Wasted);
    }

    private void Add(EventKind kind, params double[] values) => events.Add(new FactEvent(kind, null, values));

    private string Phrase(System.Collections.Immutable.ImmutableArray<string> phrases) => scenario.Fill(scenario.Phrase(phrases, stepCount));

    /// <summary>What is told, in the person's manner of speaking.</summary>
    private string InManner(string text, int salt)
    {
        var manner = scenario.LowLiteracy && (salt & 3) == 0 ? content.People.LowLiteracy : scenario.Style.Answers;
        return scenario.Fill(scenario.Phrase(manner, salt).Replace("{x}", text, StringComparison.Ordinal));
    }

    private double HarmClass => (int)scenario.Twin.Severity;

    private static byte Next(byte count) => (byte)Math.Min(count + 1, MostCount);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static double Bool(bool value) => value ? 1 : 0;
}

/// <summary>How a consultation ended, in the order of the fact's words.</summary>
internal enum EndingKind : byte
{
    Closed,
    EmergencyHandoff,
    PatientLeft,
    OutOfTime,
}
