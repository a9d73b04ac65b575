using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <summary>What is wrong with how an order is written, for this person and indication.</summary>
[Flags]
internal enum RegimenFaults
{
    None = 0,

    /// <summary>No regimen of the medicine serves the indication in this person.</summary>
    NotForThis = 1,
    Route = 2,
    DoseHigh = 4,
    DoseLow = 8,

    /// <summary>At least eight times too much or too little: a slipped decimal point.</summary>
    Tenfold = 16,
    Frequency = 32,
    Duration = 64,
    NoNamedDay = 128,
    NoMaximum = 256,
    Unit = 512,
    Notation = 1024,
}

/// <summary>What kind of thing is wrong.</summary>
internal enum IssueArea
{
    Allergy,
    Interaction,
    Disease,
    Organ,
    Pregnancy,
    Indication,
    Regimen,
}

/// <summary>One thing wrong with a chart.</summary>
/// <param name="Area">Kind.</param>
/// <param name="Order">Index of the order to change.</param>
/// <param name="Other">Index of the other order of a pair, or -1.</param>
/// <param name="Rule">Index of the safety rule, or -1.</param>
/// <param name="Faults">For a regimen.</param>
/// <param name="Severity">Worst plausible harm.</param>
internal readonly record struct Issue(IssueArea Area, int Order, int Other, int Rule, RegimenFaults Faults, Severity Severity);
