using System.Collections.Immutable;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Scenarios;

/// <summary>One arrival, with everything that is true of them whether or not anyone finds out.</summary>
internal sealed record ScenarioPatient
{
    private PatientSurface? surface;

    public required string Id { get; init; }

    public required int ArrivalMinute { get; init; }

    public required Family Family { get; init; }

    public required Twin Twin { get; init; }

    public required string Name { get; init; }

    public required int AgeMonths { get; init; }

    public required bool Female { get; init; }

    public required bool Pregnant { get; init; }

    public required int Weeks { get; init; }

    public required string Complaint { get; init; }

    /// <summary>A letter or message that came with them, or null.</summary>
    public required string? Note { get; init; }

    /// <summary>-1 when the note orders a less urgent decision, 1 a more urgent one, 0 when there is none.</summary>
    public required int Instruction { get; init; }

    /// <summary>True and beside the point; null for none.</summary>
    public required string? Distractor { get; init; }

    /// <summary>The only language they speak, or null when English serves.</summary>
    public required string? Language { get; init; }

    /// <summary>What they say when told to stay or to go by ambulance, or null.</summary>
    public required string? Pressure { get; init; }

    public required bool PartnerPresent { get; init; }

    /// <summary>Bit per finding of the family that is present.</summary>
    public required uint Findings { get; init; }

    /// <summary>Bit per background that is present.</summary>
    public required uint Backgrounds { get; init; }

    /// <summary>At arrival, by vital.</summary>
    public required ImmutableArray<double> VitalsAtArrival { get; init; }

    /// <summary>Minute of harm when not rightly placed; <see cref="int.MaxValue"/> for never.</summary>
    public required int HarmMinute { get; init; }

    /// <summary>Minute at which they give up waiting for a decision.</summary>
    public required int PatienceMinute { get; init; }

    public required int ConsultationMinutes { get; init; }

    public required int BayMinutes { get; init; }

    public int AgeYears => AgeMonths / 12;

    /// <summary>Whether pregnancy is known from the start: it is why they came.</summary>
    public bool PregnancyIsStated => Family.PregnancyStated;

    /// <summary>Whether someone of this sex and age may be pregnant at all.</summary>
    public bool MayBePregnant => Female && AgeYears is >= 12 and <= 55;

    /// <summary>What anyone sees, rendered once.</summary>
    public PatientSurface Surface => surface ??= PatientSurface.Of(this);

    public string AgeText => AgeMonths < 24
        ? FormattableString.Invariant($"{AgeMonths} months")
        : FormattableString.Invariant($"{AgeYears} years");
}
