using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Scenarios;

/// <summary>A number as the record shows it.</summary>
/// <param name="Value">NaN when the record does not hold it.</param>
/// <param name="MonthsOld">0 for a present result.</param>
internal readonly record struct ShownNumber(double Value, int MonthsOld);

/// <summary>One request with everything that is true of it whether or not anyone finds out: a pure function of split, seed and difficulty.</summary>
internal sealed record ScenarioCase : IPatientFacts
{
    private CaseRecord? record;

    public required ScenarioKey Key { get; init; }

    public required CaseFamily Family { get; init; }

    public required CaseTwin Twin { get; init; }

    public required string Name { get; init; }

    public required string Ethnicity { get; init; }

    public required string Language { get; init; }

    public required string HospitalNumber { get; init; }

    public required string Requester { get; init; }

    public required string RequestText { get; init; }

    /// <summary>What the requester says to an answer that is not what was asked for; null for nothing.</summary>
    public required string? Pressure { get; init; }

    /// <summary>An order hidden in a letter; null for none.</summary>
    public required string? Instruction { get; init; }

    public required string Distractor { get; init; }

    /// <summary>A pharmacist looks at what is signed and calls back when it cannot stand.</summary>
    public required bool PharmacistOnDuty { get; init; }

    public required bool Female { get; init; }

    /// <summary>True values; NaN where nothing is known at all.</summary>
    public required ImmutableArray<double> Numbers { get; init; }

    public required ImmutableArray<ShownNumber> Shown { get; init; }

    public required ulong Conditions { get; init; }

    public required UInt128 Forbidden { get; init; }

    /// <summary>Requested orders first, then those of the record.</summary>
    public required ImmutableArray<Order> Chart { get; init; }

    /// <summary>What is taken without being charted, one for each clue that tells of it.</summary>
    public required ImmutableArray<Order> SelfBought { get; init; }

    public required ulong Fingerprint { get; init; }

    public required ImmutableArray<string> ExposedHazards { get; init; }

    /// <summary>What is wrong with the chart as asked for, by area of issue; bit per area.</summary>
    public required uint AreasAtStake { get; init; }

    /// <summary>Bit per medicine of the record that is part of something wrong, so that stopping it may be right.</summary>
    public required UInt128 Implicated { get; init; }

    /// <summary>Bit per medicine of the record that is to be left out for a passing reason, and so to be paused.</summary>
    public required UInt128 Passing { get; init; }

    /// <summary>By line of the chart, a bit per area in which there is a reason to change it; 0 where it may stand.</summary>
    public required ImmutableArray<byte> Faults { get; init; }

    public double Number(int number) => Numbers[number];

    public double WeeksSince(int test) => Twin.WeeksSince[test];

    /// <summary>What each part of the record says, rendered once.</summary>
    public CaseRecord RecordOf(PrescribingContent content) => record ??= new CaseRecord(content, this);
}
