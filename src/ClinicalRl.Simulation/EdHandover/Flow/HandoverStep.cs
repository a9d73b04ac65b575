using System.Numerics;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <summary>
/// One step in the making: a private copy of the progress that an action and the passing minutes work on, the events they cause and what the
/// agent gets to see of it.
/// </summary>
internal sealed partial class HandoverStep
{
    private readonly HandoverContent content;
    private readonly StatementJudge judge;
    private readonly Stay stay;
    private readonly List<FactEvent> events = new(2);
    private readonly int stepCount;
    private HandoverProgress progress;

    /// <summary>The start of a handover.</summary>
    public HandoverStep(HandoverContent content, StatementJudge judge, Stay stay)
    {
        (this.content, this.judge, this.stay) = (content, judge, stay);
        progress.MisreadSlot = HandoverProgress.NoSlot;
    }

    /// <summary>Closes a step that nobody took: what is seen first.</summary>
    public Transition Open()
    {
        Result.Say("The record has twelve sections; nothing has been read yet.");
        return Finish(null);
    }

    /// <summary>The step after <paramref name="before"/>.</summary>
    public HandoverStep(HandoverContent content, StatementJudge judge, HandoverState before)
        : this(content, judge, before.Stay) => (progress, stepCount) = (before.Progress, before.StepCount + 1);

    public Stay Stay => stay;

    public ref readonly HandoverProgress Progress => ref progress;

    public HandoverContent Content => content;

    public StepResult Result { get; } = new();

    /// <summary>What came to light while the action took its time.</summary>
    public List<string> News { get; } = [];

    public bool Ended { get; private set; }

    /// <summary>Closes the step: ends the episode if its time has come and returns what follows.</summary>
    public Transition Finish(string? invalid)
    {
        var terminated = progress.Phase >= Phase.Accepted;
        var truncated = !terminated && stepCount >= content.Parameters.MaxSteps;
        Ended = terminated || truncated;
        if (Ended)
            Close();
        var state = new HandoverState(stay, stepCount, truncated, progress);
        return new Transition(state, HandoverObservation.Render(this), events, invalid);
    }

    /// <summary>An action that could not be carried out: it costs a minute and nothing else.</summary>
    public void Refuse(string problem)
    {
        Result.IsInvalid = true;
        Result.Say(problem);
        Pass(content.Parameters.InvalidActionMinutes);
        Waste(impossible: true);
    }

    public void Wait(int minutes)
    {
        Result.Say("You wait.");
        Pass(minutes);
    }

    /// <summary>Lets time pass: results arrive, the telephone rings, the slot runs out.</summary>
    private void Pass(int minutes)
    {
        var before = progress.Minute;
        progress.Minute = (short)(before + minutes);
        if (stay.ArrivalMinute > before && stay.ArrivalMinute <= progress.Minute)
            Arrive();
        if (stay.Caller is not null && !progress.Has(HandoverProgress.CallIsOpen | HandoverProgress.CallIsOver) && stay.CallMinute <= progress.Minute && progress.Phase == Phase.Composing)
        {
            progress.Flags |= HandoverProgress.CallIsOpen;
            News.Add(stay.Caller);
        }

        if (progress.Phase < Phase.Accepted && progress.Minute >= content.Parameters.LimitMinutes)
            progress.Phase = Phase.TimedOut;
    }

    private void Arrive()
    {
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if (stay.Slots[i].Since > 0)
                News.Add((stay.Slots[i].Severity >= Severity.S4 ? "The laboratory telephones: " : "A result is back: ") + RecordPages.Sentence(stay, content, i));
        }
    }

    private bool IsKnown(in Slot slot) => slot.Since <= progress.Minute;

    /// <summary>Something useless: it is judged, and shown as what it was.</summary>
    private void Waste(bool impossible = false)
    {
        progress.Wasted++;
        Add(HandoverFacts.Wasted, null, Bool(impossible), progress.Wasted);
    }

    private void Add(EventKind kind, string? subject, params double[] values) => events.Add(new FactEvent(kind, subject, values));

    private static double Bool(bool value) => value ? 1 : 0;

    private static int Bits(int mask) => BitOperations.PopCount((uint)mask);
}

/// <summary>What an action brought to light.</summary>
internal sealed class StepResult
{
    private string text = "";

    public string Tool { get; set; } = "";

    public bool IsInvalid { get; set; }

    public string Text => text;

    /// <summary>Lines of the record, or what somebody said, rendered beforehand.</summary>
    public Page Page { get; set; } = Page.Empty;

    public void Say(string sentence) => text = text.Length == 0 ? sentence : text + " " + sentence;
}
