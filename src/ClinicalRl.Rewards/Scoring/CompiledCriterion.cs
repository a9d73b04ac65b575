using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Scoring;

/// <summary>A criterion bound to one event kind.</summary>
internal sealed class CompiledCriterion
{
    private readonly BranchProgram? applies;

    private readonly BranchProgram met;

    private readonly BranchProgram? partly;

    public CompiledCriterion(Criterion criterion, EventKind kind)
    {
        Criterion = criterion;
        Kind = kind;
        WeightUnits = Scoring.WeightUnits.Of(criterion.Weight);
        applies = criterion.Applies is null ? null : PredicateBinder.Bind(criterion.Applies.Expression, kind);
        met = PredicateBinder.Bind(criterion.Met.Expression, kind);
        partly = criterion.Partly is null ? null : PredicateBinder.Bind(criterion.Partly.Expression, kind);
        Text = new VerdictText(criterion, [.. FactNames.UsedBy(criterion).Select(fact => new EvidenceFact(kind, kind.IndexOf(fact)))]);
    }

    public Criterion Criterion { get; }

    public EventKind Kind { get; }

    public long WeightUnits { get; }

    /// <summary>Its verdicts as JSON; the evidence is the facts its predicates use.</summary>
    public VerdictText Text { get; }

    /// <summary>The facts its predicates use, with these values, in words.</summary>
    public IEnumerable<string> Because(double[] values) => FactNames.UsedBy(Criterion)
        .Select(Kind.IndexOf)
        .Select(index => PredicateEnglish.Of(Kind.Facts[index], values[index]));

    /// <summary>Judges an event; false when the criterion does not apply to it.</summary>
    public bool TryJudge(ReadOnlySpan<double> values, out Verdict verdict)
    {
        verdict = Verdict.NotMet;
        if (applies is not null && !applies.Holds(values))
            return false;
        if (met.Holds(values))
            verdict = Verdict.Met;
        else if (partly is not null && partly.Holds(values))
            verdict = Verdict.PartlyMet;
        return true;
    }
}
