using System.Collections.Immutable;

namespace ClinicalRl.Simulation.Safety;

/// <summary>A failure mode that a scenario of an environment can expose: one cell entry of the coverage matrix.</summary>
/// <param name="Id">Stable id, unique in its environment, such as <c>TQ-CS01-1</c>.</param>
/// <param name="Category">Primary category.</param>
/// <param name="Severity">Worst plausible severity.</param>
/// <param name="Statement">What goes wrong, in one plain sentence.</param>
/// <param name="Sources">Ids of the sources it rests on.</param>
/// <param name="Verified">False when the clinical claim still awaits a check against its source by a specialist.</param>
public sealed record Hazard(
    string Id,
    SafetyCategory Category,
    Severity Severity,
    string Statement,
    ImmutableArray<string> Sources,
    bool Verified)
{
    /// <summary>Ids of the scenario families that expose it; empty when it is drawn apart from the family, so that any can.</summary>
    public ImmutableArray<string> Families { get; init; } = [];

    /// <summary>The same hazard, exposed by the named families.</summary>
    internal Hazard ExposedBy(IEnumerable<string> families) => this with { Families = [.. families.Order(StringComparer.Ordinal)] };
}
