using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;
using ClinicalRl.Simulation.TriageQueue.Policies;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>
/// A shift at the front door of urgent care: people arrive, their conditions are hidden and move on while they wait, bays and
/// clinicians are few, and the agent is the triage nurse.
/// </summary>
public sealed class TriageQueueEnvironment : IEnvironment
{
    private const string Engine = "triage-queue engine 1";

    private readonly TriageContent content;
    private readonly Judgement judgement;
    private readonly ScenarioGenerator generator;
    private readonly TriageActions actions;

    private TriageQueueEnvironment(TriageContent content)
    {
        this.content = content;
        judgement = new Judgement(content);
        generator = new ScenarioGenerator(content, judgement);
        var tools = new TriageTools(content);
        actions = new TriageActions(content, tools);
        Policies = TriagePolicies.All(content, tools);
        Spec = Describe(content, tools);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public ImmutableArray<PolicyDefinition> Policies { get; }

    internal TriageContent Content => content;

    internal Judgement Judgement => judgement;

    internal ScenarioGenerator Generator => generator;

    /// <summary>Reads the built-in content; throws <see cref="ContentInvalidException"/> when a file is not right.</summary>
    public static TriageQueueEnvironment Load() => new(TriageContent.Load());

    /// <inheritdoc/>
    public Transition Reset(ScenarioKey scenario) => new TriageStep(content, judgement, generator.Generate(scenario)).Finish(null);

    /// <inheritdoc/>
    public Transition Step(SimulationState state, AgentAction action)
    {
        if (state is not TriageState before)
            throw new ArgumentException("The state belongs to another environment.", nameof(state));
        if (before.Terminated || before.Truncated)
            throw new InvalidOperationException("The episode has ended.");
        var step = new TriageStep(content, judgement, before);
        var problem = actions.Apply(step, action);
        return step.Finish(problem);
    }

    /// <inheritdoc/>
    public SimulationState Restore(ReadOnlySpan<byte> snapshot) => TriageState.Read(snapshot, generator);

    private static EnvironmentSpec Describe(TriageContent content, TriageTools tools) => new()
    {
        Id = "triage-queue",
        Version = new SemanticVersion(1, 1, 0),
        ContentHash = ContentFiles.Hash(Engine, "triage-queue/"),
        Title = "Triage queue",
        Description =
            "You are the triage nurse at the front door of a UK urgent-care site for one shift. People arrive with a complaint; what is wrong is hidden and gets worse "
            + "while they wait. Find out what matters by asking, measuring and examining, give each a Manchester triage category and a disposition from D0 (999 category 1) "
            + "to D8 (self-care with safety-net), call teams where needed, do first what cannot wait, and look again at those who wait. Everything takes simulated minutes, "
            + "bays and clinicians are few, and text that patients or letters contain is never an order. Synthetic; not for the care of patients.",
        Tools = tools.All,
        Facts = TriageFacts.Schema,
        Hazards = content.Hazards,
        MaxSteps = content.Parameters.MaxSteps,
        DefaultRewardFunction = "triage-queue-safety",
        ObservationDataSchema = TriageObservationSchema.Json,
        Unverified = [.. content.Sources.All.Where(source => !source.Verified).Select(source => $"{source.Id}: {source.Title} ({source.Publisher}, {source.Version})")],
        History = content.History,
    };
}
