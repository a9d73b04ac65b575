using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Service.Assessments;

namespace ClinicalRl.Cli.Evaluators;

/// <summary>What simulated evaluators are told of a step.</summary>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Failure">Category of the gravest failure, or none.</param>
/// <param name="Severity">Its severity, 1 to 5; 0 without one.</param>
internal readonly record struct StepTruth(double Score, string Failure, int Severity);

/// <summary>
/// The truths of trajectories, found by what was seen in them: an assignment says nothing of where it comes from, so a program that is to judge it has to
/// recognise it, as no clinician needs to.
/// </summary>
internal sealed class DemoTruths
{
    private readonly Dictionary<string, IReadOnlyDictionary<int, StepTruth>> known = new(StringComparer.Ordinal);

    /// <summary>Adds every gold trajectory.</summary>
    public void Add(GoldTraces gold)
    {
        foreach (var trace in gold.Ids.Select(id => gold.Find(id)!))
            Add(trace.Trajectory.Opening, trace.Trajectory.Steps.Select(step => step.Observation), trace.References.ToDictionary(step => step.Key, step => new StepTruth(step.Value.Score, StepScored.NoFailure, 0)));
    }

    /// <summary>Adds an episode.</summary>
    public void Add(string opening, IEnumerable<string> observations, IReadOnlyDictionary<int, StepTruth> steps) => known[KeyOf(opening, observations)] = steps;

    /// <summary>The truths of the steps of an assignment.</summary>
    public IReadOnlyDictionary<int, StepTruth> Of(AssignmentAnswer assignment) => known[KeyOf(assignment.Opening, assignment.Steps.Select(step => step.Observation))];

    private static string KeyOf(string opening, IEnumerable<string> observations) => string.Join('\n', observations.Prepend(opening));
}
