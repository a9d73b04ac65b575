using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Linting;

/// <summary>A criterion whose predicates have no finding, bound to one event kind it judges.</summary>
internal sealed class BoundCriterion(Criterion criterion, EventKind kind)
{
    private readonly BranchProgram? applies = criterion.Applies is null ? null : PredicateBinder.Bind(criterion.Applies.Expression, kind);

    private readonly BranchProgram met = PredicateBinder.Bind(criterion.Met.Expression, kind);

    public Criterion Criterion { get; } = criterion;

    public EventKind Kind { get; } = kind;

    public bool Applies(ReadOnlySpan<double> values) => applies?.Holds(values) ?? true;

    /// <summary>Whether an event with these values is judged and earns less than the full score.</summary>
    public bool FallsShort(ReadOnlySpan<double> values) => Applies(values) && !met.Holds(values);
}
