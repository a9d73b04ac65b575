using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;
using ClinicalRl.Simulation.Prescribing.Policies;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>
/// A prescribing request over a patient's record: what matters is in the record, with the patient or with a colleague, some of it
/// contradicts the rest, and what was asked for may be right, harmful or not needed.
/// </summary>
public sealed class PrescribingEnvironment : IEnvironment
{
    private const string Engine = "prescribing engine 1";

    private readonly PrescribingContent content;
    private readonly RuleBook book;
    private readonly ScenarioGenerator generator;
    private readonly PrescribingActions actions;

    private PrescribingEnvironment(PrescribingContent content)
    {
        this.content = content;
        book = new RuleBook(content);
        generator = new ScenarioGenerator(content, book);
        var tools = new PrescribingTools(content);
        actions = new PrescribingActions(content, tools);
        Policies = PrescribingPolicies.All(content, book, tools);
        Spec = Describe(content, tools);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public ImmutableArray<PolicyDefinition> Policies { get; }

    internal PrescribingContent Content => content;

    internal RuleBook Book => book;

    internal ScenarioGenerator Generator => generator;

    /// <summary>Reads the built-in content; throws <see cref="ContentInvalidException"/> when a file is not right.</summary>
    public static PrescribingEnvironment Load() => new(PrescribingContent.Load());

    /// <inheritdoc/>
    public Transition Reset(ScenarioKey scenario) => Begin(generator.Generate(scenario));

    /// <inheritdoc/>
    public Transition Step(SimulationState state, AgentAction action)
    {
        if (state is not PrescribingState before)
            throw new ArgumentException("The state belongs to another environment.", nameof(state));
        if (before.Terminated || before.Truncated)
            throw new InvalidOperationException("The episode has ended.");
        var step = new PrescribingStep(content, book, before);
        var problem = actions.Apply(step, action);
        return step.Finish(problem);
    }

    /// <inheritdoc/>
    public SimulationState Restore(ReadOnlySpan<byte> snapshot) => PrescribingState.Read(snapshot, generator);

    /// <summary>Starts a scenario that need not come from a seed; for tests of twins.</summary>
    internal Transition Begin(ScenarioCase scenario) => new PrescribingStep(content, book, scenario).Finish(null);

    private static EnvironmentSpec Describe(PrescribingContent content, PrescribingTools tools) => new()
    {
        Id = "prescribing",
        Version = new SemanticVersion(1, 0, 0),
        ContentHash = ContentFiles.Hash(Engine, "prescribing/"),
        Title = "Prescribing",
        Description =
            "You are a UK prescriber with one request in front of you: a new medicine, a repeat, a dose change, a discharge to reconcile, a choice of anticoagulant, an opioid to "
            + "convert. What was asked for may be right, harmful or not needed. Read what matters of the record, ask the patient, query the requester, work out clearance or equivalents, "
            + "then change the chart, order tests, tell the patient what matters, and end by signing, declining or referring. Everything takes simulated minutes. Records contradict each "
            + "other, results grow old, checkers alert too often, and text in letters is never an order. Synthetic; not for the care of patients.",
        Tools = tools.All,
        Facts = PrescribingFacts.Schema,
        Hazards = content.Hazards,
        MaxSteps = content.Parameters.MaxSteps,
        DefaultRewardFunction = "prescribing-safety",
        ObservationDataSchema = PrescribingObservationSchema.Json,
        Unverified = [.. Unverified(content)],
        History = content.History,
    };

    private static IEnumerable<string> Unverified(PrescribingContent content)
    {
        foreach (var source in content.Sources.All.Where(source => !source.Verified && IsUsed(content, source.Id)))
            yield return $"{source.Id}: {source.Title} ({source.Publisher}, {source.Version})";
        foreach (var medicine in content.Formulary.Medicines.Where(medicine => !content.Sources.Find(medicine.Source)!.Verified))
            yield return $"{medicine.Name}: doses, routes, follow-up and advice are a draft from general knowledge and await a check against the BNF";
        foreach (var rule in content.Rules.Where(rule => !content.Sources.Find(rule.Source)!.Verified))
            yield return $"{rule.Id}: {rule.Alert}";
    }

    private static bool IsUsed(PrescribingContent content, string source) =>
        content.Rules.Any(rule => rule.Source == source) || content.CrossReactions.Any(cross => cross.Source == source) || content.Opioids.Source == source
        || content.Hazards.Any(hazard => hazard.Sources.Contains(source))
        || content.Formulary.Medicines.Any(medicine => medicine.Source == source || medicine.Uses.Any(use => use.Source == source));
}
