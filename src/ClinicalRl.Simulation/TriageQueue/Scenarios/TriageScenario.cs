using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.TriageQueue.Scenarios;

/// <summary>One shift at the front door: a pure function of split, seed and difficulty.</summary>
/// <param name="Key">What it was generated from.</param>
/// <param name="Patients">In order of arrival; at most <see cref="MostPatients"/>.</param>
/// <param name="CategoriesAtArrival">The category each patient's chart and scores demand when they arrive.</param>
/// <param name="Bays">Monitored bays.</param>
/// <param name="Clinicians">Clinicians on the floor.</param>
/// <param name="Fingerprint">Equal for equal scenarios; which split a scenario belongs to is read off it.</param>
/// <param name="ExposedHazards">Hazards that some patient exposes, in ordinal order.</param>
internal sealed record TriageScenario(
    ScenarioKey Key,
    ImmutableArray<ScenarioPatient> Patients,
    ImmutableArray<int> CategoriesAtArrival,
    int Bays,
    int Clinicians,
    ulong Fingerprint,
    ImmutableArray<string> ExposedHazards)
{
    /// <summary>Most arrivals in a shift.</summary>
    public const int MostPatients = 12;
}
