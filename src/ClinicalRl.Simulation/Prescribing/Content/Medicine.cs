using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>A regimen that is right for an indication.</summary>
internal sealed record Use
{
    public required ImmutableArray<int> Indications { get; init; }

    public required int Route { get; init; }

    /// <summary>Single dose in <see cref="Unit"/>; per kilogram where <see cref="PerKg"/>; both ends included.</summary>
    public required (double Low, double High) Dose { get; init; }

    public required int Unit { get; init; }

    public required bool PerKg { get; init; }

    /// <summary>Largest single dose whatever the weight; infinite for none.</summary>
    public required double Cap { get; init; }

    /// <summary>Bit per frequency.</summary>
    public required uint Frequencies { get; init; }

    /// <summary>Days of treatment, both ends included.</summary>
    public required (int Low, int High) Days { get; init; }

    /// <summary>Most doses a day when as required; 0 where it is not given so.</summary>
    public required int MostPerDay { get; init; }

    /// <summary>A day of the week must be named.</summary>
    public required bool NamedDay { get; init; }

    /// <summary>1 for first choice.</summary>
    public required int Line { get; init; }

    /// <summary>background or breakthrough for an opioid judged against what is taken now; else null.</summary>
    public required string? Opioid { get; init; }

    public required PatientCondition When { get; init; }

    public required string Source { get; init; }

    public bool Serves(int indication) => Indications.Contains(indication);
}

/// <summary>A follow-up test that starting or changing a medicine calls for.</summary>
internal readonly record struct FollowUp(int Test, int WithinDays);

/// <summary>A medicine of the formulary.</summary>
internal sealed record Medicine
{
    public required string Id { get; init; }

    public required ImmutableArray<string> Tags { get; init; }

    public required ImmutableArray<Use> Uses { get; init; }

    public required ImmutableArray<FollowUp> FollowUps { get; init; }

    /// <summary>Bit per point the patient must be told when it is started or changed.</summary>
    public required ulong Tell { get; init; }

    public required string Source { get; init; }

    /// <summary>As people read it.</summary>
    public required string Name { get; init; }
}

/// <summary>A medicine before its conditions are read: they may speak of medicines that follow.</summary>
internal sealed record MedicineDraft(string Id, ImmutableArray<string> Tags, YamlMap Row, string Source);
