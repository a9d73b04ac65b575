using System.Runtime.InteropServices;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Scoring;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards;

/// <summary>A reward document compiled against one environment. Immutable; scoring is a pure function.</summary>
public sealed class RewardFunction
{
    private readonly Dictionary<EventKind, CompiledCriterion[]> criteria;

    private RewardFunction(RewardDocument document, Dictionary<EventKind, CompiledCriterion[]> criteria) => (Document, this.criteria) = (document, criteria);

    /// <summary>The document it was compiled from.</summary>
    public RewardDocument Document { get; }

    /// <summary>Kebab-case id.</summary>
    public string Id => Document.Id;

    /// <summary>Version of the document.</summary>
    public SemanticVersion Version => Document.Version;

    /// <summary>SHA-256 of the document's exact bytes, lower-case hex.</summary>
    public string Hash => Document.Hash;

    /// <summary>How far this version has come.</summary>
    public RewardStatus Status { get; private init; } = RewardStatus.Draft;

    /// <summary>The same function with another status; what was compiled is shared.</summary>
    public RewardFunction WithStatus(RewardStatus status) => status == Status ? this : new RewardFunction(Document, criteria) { Status = status };

    /// <summary>Checks <paramref name="document"/> against <paramref name="environment"/> and compiles it.</summary>
    /// <exception cref="RewardDocumentInvalidException">The check found an error.</exception>
    public static RewardFunction Compile(RewardDocument document, EnvironmentSpec environment)
    {
        var findings = RewardLinter.Lint(document, environment);
        if (findings.Any(finding => finding.Level == FindingLevel.Error))
            throw new RewardDocumentInvalidException(findings);
        var byKind = new Dictionary<EventKind, CompiledCriterion[]>(ReferenceEqualityComparer.Instance);
        foreach (var kind in environment.Facts.Kinds)
            byKind[kind] = [.. document.Criteria.Where(criterion => criterion.Judge.Any(judged => judged.Value == kind.Name)).Select(criterion => new CompiledCriterion(criterion, kind))];
        return new RewardFunction(document, byKind);
    }

    /// <summary>Scores what happened in one step, after the steps that <paramref name="before"/> tallies.</summary>
    /// <exception cref="ArgumentException">An event's kind is not one of the environment's that the function was compiled against.</exception>
    public StepReward Score(IReadOnlyList<FactEvent> events, RewardTally before)
    {
        var step = new StepScore();
        for (var i = 0; i < events.Count; i++)
            Judge(events[i], ref step);
        var tally = before;
        foreach (ref readonly var verdict in CollectionsMarshal.AsSpan(step.Verdicts))
        {
            if (verdict.GateFired && verdict.Criterion.Gate is { Scope: GateScope.Episode } gate)
                tally = tally.WithGate(verdict.Criterion.Id, gate.Cap);
        }

        IReadOnlyList<CriterionVerdict> breakdown = step.Verdicts is null ? [] : step.Verdicts;
        if (!step.IsJudged)
            return new StepReward(Document.Neutral == NeutralStep.Carry ? before.LastValue : 0, Judged: false, tally, breakdown);
        var value = step.Value;
        return new StepReward(value, Judged: true, tally.WithStep(value, step.Weight, Document.Aggregate), breakdown);
    }

    private void Judge(in FactEvent happened, ref StepScore step)
    {
        if (!criteria.TryGetValue(happened.Kind, out var judges))
            throw new ArgumentException($"'{happened.Kind.Name}' is not an event kind of the environment that '{Id}' was compiled against.", nameof(happened));
        foreach (var criterion in judges)
        {
            if (criterion.TryJudge(happened.Values, out var verdict))
                step.Add(criterion, happened, verdict, judges.Length);
        }
    }
}
