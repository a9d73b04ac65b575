using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>A value or time that is drawn, both ends included; steps of <paramref name="Step"/>.</summary>
internal readonly record struct Drawn(double Low, double High, double Step)
{
    public static Drawn Nothing { get; } = new(double.NaN, double.NaN, 1);

    public bool IsSaid => !double.IsNaN(Low);
}

/// <summary>What is true of a kind of stay; part of it may be true of only one twin.</summary>
internal sealed record FactTemplate
{
    public required int Item { get; init; }

    public required int Concept { get; init; }

    /// <summary>Index of the only twin it is true of, or -1.</summary>
    public required int OnlyTwin { get; init; }

    /// <summary>A second concept, or several to draw from.</summary>
    public required ImmutableArray<int> Details { get; init; }

    public required Drawn Value { get; init; }

    public required int Unit { get; init; }

    /// <summary>Minutes from the start.</summary>
    public required Drawn At { get; init; }

    public required Drawn Due { get; init; }

    public required int Owner { get; init; }

    public required bool HasSide { get; init; }

    /// <summary>What a colleague may have written instead: a concept, or -1.</summary>
    public required int Instead { get; init; }

    /// <summary>Who can settle it when it is not the item's usual one, or -1.</summary>
    public required int SettledBy { get; init; }

    /// <summary>It comes to light only while the handover is being composed.</summary>
    public required bool Arrives { get; init; }

    /// <summary>Chance that it is true of a stay at all, per mille.</summary>
    public required int PerMille { get; init; }
}

/// <summary>Something a colleague wrote that belongs to the story and that nobody needs to pass on; {n} is a number drawn.</summary>
internal sealed record StoryNote(int Section, int Author, string Says);

/// <summary>One hidden truth behind the surface of a stay.</summary>
/// <param name="Name">Kebab-case, unique in the family.</param>
/// <param name="Weight">Relative share among twins of the same danger.</param>
/// <param name="IsDangerous">Whether a wrong handover can do serious harm.</param>
/// <param name="First">Vital signs on arrival; NaN for at rest.</param>
/// <param name="Last">Vital signs at the end.</param>
/// <param name="OnOxygen">On oxygen when last observed.</param>
/// <param name="Trend">The trend where NEWS2 is not used, as concept; -1 where it follows from the scores.</param>
internal sealed record StayTwin(
    string Name, int Weight, bool IsDangerous, ImmutableArray<(double Low, double High)> First, ImmutableArray<(double Low, double High)> Last, bool OnOxygen, int Trend);

/// <summary>How the allergy of a stay may stand.</summary>
internal enum AllergyKind
{
    Real,
    NoneKnown,
    Unrecorded,
    Disproved,
}

/// <summary>A kind of stay: one surface, several hidden twins, and what is true of each.</summary>
internal sealed record StayFamily
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required (int Low, int High) AgeMonths { get; init; }

    /// <summary>Null for either sex, else whether female.</summary>
    public required bool? Female { get; init; }

    public required bool Pregnant { get; init; }

    /// <summary>Known hypercapnic failure: oxygen saturation is scored on scale 2.</summary>
    public required bool Scale2 { get; init; }

    /// <summary>Who receives, as concept, and what their place is called.</summary>
    public required int Receiver { get; init; }

    public required string Ward { get; init; }

    /// <summary>The only allergen that matters here, or -1 for any.</summary>
    public required int Allergen { get; init; }

    public required ImmutableArray<StayTwin> Twins { get; init; }

    public required ImmutableArray<FactTemplate> Facts { get; init; }

    public required ImmutableArray<StoryNote> Notes { get; init; }

    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>NEWS2 is for 16 years and over, outside pregnancy.</summary>
    public bool UsesNews2(int ageMonths) => ageMonths >= AdultMonths && !Pregnant;

    private const int AdultMonths = 16 * 12;
}
