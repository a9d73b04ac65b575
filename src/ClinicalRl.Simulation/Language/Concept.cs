using System.Collections.Immutable;

namespace ClinicalRl.Simulation.Language;

/// <summary>What a concept is, which decides how it is read.</summary>
public enum ConceptKind : byte
{
    /// <summary>A symptom, sign or condition.</summary>
    Finding,

    /// <summary>A medicine or class of medicines.</summary>
    Medicine,

    /// <summary>A vital sign, score or measured property: a bare number beside it is its value.</summary>
    Measure,

    /// <summary>A test, image or procedure.</summary>
    Investigation,

    /// <summary>Where to turn: 999, GP, crisis line; or where to be placed.</summary>
    Disposition,

    /// <summary>Care given and agreed: lines, oxygen, ceilings of care, capacity, safeguarding, who was told.</summary>
    Care,

    /// <summary>Something done with words: asking about worries, safety-netting, reassuring, claiming.</summary>
    Act,

    /// <summary>A thing, person or matter of any other sort.</summary>
    Matter,
}

/// <summary>One thing a text may be about.</summary>
/// <param name="Id">Stable kebab-case id.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Is">Ids of the wider concepts it is an example of: ibuprofen is an nsaid.</param>
/// <param name="Units">Units its quantities may have; the first is the usual one.</param>
/// <param name="IsAsked">Counts only where something is asked: "any allergies?" asks about allergies, "no allergies" does not.</param>
/// <param name="IsAwaited">Lies ahead by its nature, so that it is always planned: the next dose, a pending result.</param>
public sealed record Concept(
    string Id, string Title, ConceptKind Kind, ImmutableArray<string> Is, ImmutableArray<Unit> Units, bool IsAsked, bool IsAwaited);
