using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <summary>What one action states: one structured claim, or what was understood of free text.</summary>
/// <param name="Claims">The claims, in the order they were made; empty when nothing was understood.</param>
/// <param name="Name">A full name that was given, or null.</param>
/// <param name="HasCode">False when the parts were given without saying what they belong to.</param>
/// <param name="Text">The words, or null.</param>
/// <param name="Stances">Which stances the words take.</param>
internal readonly record struct Statement(Claim[] Claims, string? Name, bool HasCode, string? Text, Stances Stances)
{
    public bool IsEmpty => Claims.Length == 0 && Name is null;
}

/// <summary>Stances that words can take.</summary>
[Flags]
internal enum Stances
{
    None = 0,
    WillFindOut = 1,
    Agrees = 2,
    Declines = 4,
}
