using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>How a finding comes out when its topic is asked.</summary>
internal enum Disclosure
{
    Topic,
    Open,
    Second,
    Alone,
}

/// <summary>Something that can be found out about a patient by one check.</summary>
internal sealed record Finding(string Code, int Check, Disclosure Disclosure, string Present, string Absent);

/// <summary>A disposition and category, with the others that are also right.</summary>
/// <param name="Disposition">0 (D0) to 8 (D8): the minimum safe place.</param>
/// <param name="Accepted">Bit per accepted disposition, its own included.</param>
/// <param name="Category">MTS 1 to 5.</param>
/// <param name="AcceptedCategories">Bit per accepted category, its own included.</param>
internal readonly record struct Placement(int Disposition, int Accepted, int Category, int AcceptedCategories)
{
    public static int Steps(int chosen, int accepted)
    {
        if ((accepted >> chosen & 1) != 0)
            return 0;
        var most = 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)accepted);
        var least = System.Numerics.BitOperations.TrailingZeroCount(accepted);
        return chosen > most ? chosen - most : chosen < least ? chosen - least : 0;
    }

    /// <summary>Positive: that many rungs less urgent than the nearest accepted one; negative: more urgent.</summary>
    public int DispositionSteps(int chosen) => Steps(chosen, Accepted);

    /// <summary>The same for categories.</summary>
    public int CategorySteps(int chosen) => Steps(chosen, AcceptedCategories);

    /// <summary>
    /// The more urgent demand of the two, for each of place and category. What the one accepts below what the other accepts at all
    /// is no longer right: a chart that would take D1 or D2 takes only D1 once NEWS2 demands it.
    /// </summary>
    public Placement MoreUrgent(in Placement other)
    {
        var (disposition, accepted) = other.Disposition < Disposition ? (other.Disposition, other.Accepted) : (Disposition, Accepted);
        var (category, categories) = other.Category < Category ? (other.Category, other.AcceptedCategories) : (Category, AcceptedCategories);
        return new Placement(
            disposition, accepted & UpToLeastUrgent(Accepted) & UpToLeastUrgent(other.Accepted),
            category, categories & UpToLeastUrgent(AcceptedCategories) & UpToLeastUrgent(other.AcceptedCategories));
    }

    /// <summary>Every rung at least as urgent as the least urgent accepted one.</summary>
    private static int UpToLeastUrgent(int accepted) => (int)(uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)accepted));
}

/// <summary>One row of a presentation's chart.</summary>
internal sealed record Rule(Condition When, Placement Placement, string Source, string Reference);

/// <summary>A team that must be told when its condition holds.</summary>
internal sealed record TeamNeed(Condition When, Team Team, string Source, string Reference);

/// <summary>Specialist teams beside the disposition ladder (DX).</summary>
internal enum Team
{
    None,
    CrisisTeam,
    ChildSafeguarding,
    AdultSafeguarding,
}

/// <summary>Something to be done before the patient moves on.</summary>
/// <param name="When">When it is needed.</param>
/// <param name="Check">The check to do, or -1 when it is a medicine.</param>
/// <param name="Medicine">The medicine to give, or -1 when it is a check.</param>
/// <param name="Source">Source id.</param>
/// <param name="Reference">Row or rule in the source.</param>
internal sealed record MustDo(Condition When, int Check, int Medicine, string Source, string Reference);

/// <summary>One hidden truth behind a presentation's shared surface.</summary>
internal sealed record Twin
{
    public required string Name { get; init; }

    public required string Condition { get; init; }

    public required Severity Severity { get; init; }

    public required int Weight { get; init; }

    /// <summary>Per mille, by finding.</summary>
    public required ImmutableArray<int> Findings { get; init; }

    /// <summary>Bit per finding of which one must be present; 0 for none.</summary>
    public required uint AtLeastOne { get; init; }

    /// <summary>Range at arrival by vital; NaN where the age's default applies.</summary>
    public required ImmutableArray<(double Low, double High)> Vitals { get; init; }

    /// <summary>Change in ten untreated minutes, by vital.</summary>
    public required ImmutableArray<double> Drift { get; init; }

    /// <summary>Minutes from arrival to harm when not rightly placed; 0 for never.</summary>
    public required int HarmAfterMinutes { get; init; }

    /// <summary>Per mille by background; -1 where the base rate applies.</summary>
    public required ImmutableArray<int> Backgrounds { get; init; }

    /// <summary>The disposition its rules give at arrival, checked by tests.</summary>
    public required int Expect { get; init; }

    public bool IsDangerous => Severity >= Severity.S3;
}

/// <summary>What someone sent home must be told.</summary>
internal readonly record struct SafetyNet(ulong Signs, int WithinHours, int Routes);

/// <summary>A presentation: one surface, several hidden truths, and the chart that tells them apart.</summary>
internal sealed record Family
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Group { get; init; }

    public required int LowestAgeMonths { get; init; }

    public required int HighestAgeMonths { get; init; }

    /// <summary>female, male or any.</summary>
    public required string Sex { get; init; }

    public required bool Carer { get; init; }

    public required int PartnerPresentPerMille { get; init; }

    public required int PregnantPerMille { get; init; }

    /// <summary>Whether the pregnancy is why they came, so that nobody need test for it.</summary>
    public required bool PregnancyStated { get; init; }

    public required (int Low, int High) Weeks { get; init; }

    public required ImmutableArray<string> Complaints { get; init; }

    public required ImmutableArray<(string Name, ImmutableArray<string> Alternatives)> Slots { get; init; }

    public required ImmutableArray<Finding> Findings { get; init; }

    public required ImmutableArray<Rule> Rules { get; init; }

    public required ImmutableArray<TeamNeed> Teams { get; init; }

    public required ImmutableArray<MustDo> MustDos { get; init; }

    public required ImmutableArray<Twin> Twins { get; init; }

    public required SafetyNet SafetyNet { get; init; }

    public required ImmutableArray<string> Hazards { get; init; }

    /// <summary>Whether a discharge (D6 to D8) needs a senior clinician's agreement.</summary>
    public bool NeedsAuthority(int ageMonths) => ageMonths < 12 || Group is "mental-health" or "safeguarding";
}
