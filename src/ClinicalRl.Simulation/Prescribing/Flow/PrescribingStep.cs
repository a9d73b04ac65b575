using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <summary>What is stated when a request is ended: findings as reasons, and checks claimed as done; bit masks.</summary>
internal readonly record struct Statement(ulong Conditions, uint Claims);

/// <summary>
/// One step in the making: a private copy of the state that an action and the passing minutes work on, the events they cause and
/// what the agent gets to see of it.
/// </summary>
internal sealed partial class PrescribingStep
{
    private readonly PrescribingContent content;
    private readonly Vocabulary words;
    private readonly RuleBook book;
    private readonly ScenarioCase scenario;
    private readonly CaseRecord record;
    private readonly List<FactEvent> events = new(2);
    private readonly StepResult result = new();
    private readonly int stepCount;
    private Order[] chart;
    private Progress progress;
    private bool decided;

    /// <summary>The request as it comes in.</summary>
    public PrescribingStep(PrescribingContent content, RuleBook book, ScenarioCase scenario)
        : this(content, book, scenario, [.. scenario.Chart], Progress.Fresh, 0)
    {
    }

    /// <summary>The step after <paramref name="before"/>.</summary>
    public PrescribingStep(PrescribingContent content, RuleBook book, PrescribingState before)
        : this(content, book, before.Case, before.Chart, before.Progress, before.StepCount + 1)
    {
    }

    private PrescribingStep(PrescribingContent content, RuleBook book, ScenarioCase scenario, Order[] chart, in Progress progress, int stepCount)
    {
        (this.content, words, this.book, this.scenario, this.chart, this.progress, this.stepCount) = (content, content.Words, book, scenario, chart, progress, stepCount);
        record = scenario.RecordOf(content);
    }

    public StepResult Result => result;

    public ScenarioCase Case => scenario;

    public CaseRecord Record => record;

    public ReadOnlySpan<Order> Chart => chart;

    public int Minute => progress.Minute;

    public ref readonly Progress Progress => ref progress;

    /// <summary>Whether a line of the chart may be seen: what the record holds shows once it is read.</summary>
    public bool IsVisible(int index) => !chart[index].Is(OrderFlags.Record) || HasRead(MedicinesSection);

    private int MedicinesSection => words.Section("medicines");

    /// <summary>Closes the step: ends the episode if its time has come and returns what follows.</summary>
    public Transition Finish(string? invalid)
    {
        var late = progress.Minute >= content.Parameters.AbandonedAfterMinutes;
        var terminated = decided || late;
        var truncated = !terminated && stepCount >= content.Parameters.MaxSteps;
        if (!decided && (terminated || truncated))
            Abandon();
        var state = new PrescribingState(scenario, stepCount, terminated, truncated, progress, chart);
        return new Transition(state, PrescribingObservation.Render(content, this, terminated || truncated), events, invalid);
    }

    /// <summary>An action that could not be carried out: a minute passes and nothing else.</summary>
    public void Refuse(string problem)
    {
        result.Refuse(problem);
        Waste();
        Advance(content.Parameters.Minutes.Invalid);
    }

    private void Waste() => Add(PrescribingFacts.Wasted, ++progress.Wasted);

    private bool HasRead(int section) => (progress.SectionsRead >> section & 1) != 0;

    /// <summary>A copy of the chart to write to.</summary>
    private void OwnChart() => chart = [.. chart];

    private void Add(EventKind kind, params double[] values) => events.Add(new FactEvent(kind, null, values));

    private double HarmClass => (int)scenario.Twin.Severity;

    private double Urgent => Bool(scenario.Family.Urgent && scenario.Twin.Needs.Length + (int)scenario.Twin.Teams > 0);

    private static double Bool(bool value) => value ? 1 : 0;
}

/// <summary>What an action brought to light.</summary>
internal sealed class StepResult
{
    public string Tool { get; set; } = "";

    public bool IsInvalid { get; private set; }

    /// <summary>Plain words, or null when <see cref="Place"/> says it.</summary>
    public string? Text { get; private set; }

    /// <summary>A part of the record or an answer; null for none.</summary>
    public PlaceText? Place { get; set; }

    /// <summary>Interaction and allergy alerts: rule, order and other order (-1 for none), with words.</summary>
    public List<(string Rule, int Order, int Other, string Text)>? Alerts { get; set; }

    /// <summary>A number worked out: name and value; null for none.</summary>
    public (string Name, double Value)? Number { get; set; }

    /// <summary>What happened meanwhile: words, and a result of a test or null.</summary>
    public List<(string Text, PlaceText? Place)>? News { get; private set; }

    public void Say(string sentence) => Text = Text is null ? sentence : Text + " " + sentence;

    public void Refuse(string problem) => (IsInvalid, Text, Place) = (true, problem, null);

    public void AddNews(string text, PlaceText? place = null) => (News ??= new(2)).Add((text, place));
}
