using System.Collections.Immutable;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>What a task type asks beyond the whole.</summary>
/// <param name="MinItems">Fewest items of the type.</param>
/// <param name="LowerBound">Exact one-sided 95% lower bound of the rate of right answers that must be reached, from 0 to 1.</param>
public sealed record TypeGate(int MinItems, double LowerBound);

/// <summary>What must hold for an evaluator to qualify. The gate is the lower bound, not the estimate.</summary>
public sealed record CalibrationGate
{
    /// <summary>Threshold, looks and error over all items; see <see cref="QualificationLooks"/>.</summary>
    public QualificationLooks Looks { get; init; } = QualificationLooks.Default;

    /// <summary>When the rate is known closely enough to stop, whichever way it decided.</summary>
    public PrecisionStop Precision { get; init; } = new();

    /// <summary>Task types that are shown, by turns.</summary>
    public ImmutableArray<TaskType> Types { get; init; } = [.. TaskTypes.All];

    /// <summary>Gates of single types. None by default: with the few items of a type that a bank holds, a bound says little.</summary>
    public ImmutableSortedDictionary<TaskType, TypeGate> TypeGates { get; init; } = ImmutableSortedDictionary<TaskType, TypeGate>.Empty;

    /// <summary>Days for which a qualification holds. A setting of this service; no source prescribes one.</summary>
    public int ValidDays { get; init; } = 365;

    /// <summary>Days before its end from which Phase 2 may be done again. A setting likewise.</summary>
    public int RenewDays { get; init; } = 60;
}
