using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>Where something can be found out.</summary>
internal enum Channel
{
    Section,
    Ask,
    Query,
}

/// <summary>A place to look.</summary>
internal readonly record struct Source(Channel Channel, int Index);

/// <summary>Something that one place tells beside its usual content.</summary>
internal sealed record Clue
{
    public required Source In { get; init; }

    public required string Text { get; init; }

    /// <summary>Conditions that it shows to be true.</summary>
    public required ulong Sets { get; init; }

    /// <summary>A medicine bought or borrowed that nobody charted.</summary>
    public required Order? Takes { get; init; }

    /// <summary>An indication that turns out to need treatment, or -1.</summary>
    public required int Needs { get; init; }

    /// <summary>The allergy it clears up, and what the reaction really was; null for none.</summary>
    public required (string Group, Reaction Reaction)? Allergy { get; init; }

    /// <summary>Index of a number whose present value it tells, or -1.</summary>
    public required int Number { get; init; }
}

/// <summary>An allergy as charted.</summary>
internal readonly record struct ChartedAllergy(string Group, Reaction Charted, Reaction Truth, string Text);

/// <summary>How a request may rightly end.</summary>
[Flags]
internal enum Ends
{
    None = 0,
    Sign = 1,
    Decline = 2,
    Refer = 4,
}

/// <summary>Places that must be looked at before a decision: bit per section, topic and query.</summary>
internal readonly record struct Checks(uint Sections, uint Topics, uint Queries)
{
    public int Count => System.Numerics.BitOperations.PopCount(Sections) + System.Numerics.BitOperations.PopCount(Topics) + System.Numerics.BitOperations.PopCount(Queries);

    public Checks Without(in Checks done) => new(Sections & ~done.Sections, Topics & ~done.Topics, Queries & ~done.Queries);

    public Checks With(Source place) => place.Channel switch
    {
        Channel.Section => this with { Sections = Sections | (1U << place.Index) },
        Channel.Ask => this with { Topics = Topics | (1U << place.Index) },
        _ => this with { Queries = Queries | (1U << place.Index) },
    };

    public bool Has(Source place) => (place.Channel switch
    {
        Channel.Section => Sections,
        Channel.Ask => Topics,
        _ => Queries,
    } >> place.Index & 1) != 0;
}

/// <summary>A result that the record shows although it is old.</summary>
internal readonly record struct OldNumber(int Number, double Low, double High, int Months);

/// <summary>What is true, under the surface that all twins of a family share.</summary>
internal sealed record CaseTwin
{
    public required string Name { get; init; }

    public required bool IsDangerous { get; init; }

    public required Severity Severity { get; init; }

    public required int Weight { get; init; }

    public required Ends Ends { get; init; }

    /// <summary>Bit per team that a referral may go to.</summary>
    public required uint Teams { get; init; }

    /// <summary>A referral must be asked for within this many hours.</summary>
    public required int ReferWithinHours { get; init; }

    /// <summary>Bit per reason that a refusal may give.</summary>
    public required uint Reasons { get; init; }

    public required ulong Conditions { get; init; }

    public required ImmutableArray<Clue> Clues { get; init; }

    public required ImmutableArray<ChartedAllergy> Allergies { get; init; }

    /// <summary>Range by number; NaN where the usual range or none applies.</summary>
    public required ImmutableArray<(double Low, double High)> Numbers { get; init; }

    public required ImmutableArray<OldNumber> Old { get; init; }

    /// <summary>Weeks since a test was last done, by test; NaN where nobody recorded it.</summary>
    public required ImmutableArray<double> WeeksSince { get; init; }

    /// <summary>Indications that need treatment.</summary>
    public required ImmutableArray<int> Needs { get; init; }

    public required ImmutableArray<Order> Requested { get; init; }

    public required ImmutableArray<Order> Current { get; init; }

    /// <summary>Medicines of the record that may be stopped although no rule says so.</summary>
    public required UInt128 MayStop { get; init; }

    public required Checks MustCheck { get; init; }

    public required ulong Tell { get; init; }

    public required ImmutableArray<string> Hazards { get; init; }
}

/// <summary>A kind of request: one surface, several hidden truths.</summary>
internal sealed record CaseFamily
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Type { get; init; }

    public required string Setting { get; init; }

    public required (int Low, int High) AgeYears { get; init; }

    /// <summary>female, male or any.</summary>
    public required string Sex { get; init; }

    /// <summary>Minutes until it should be decided.</summary>
    public required int DeadlineMinutes { get; init; }

    /// <summary>Someone comes to harm when it is much too late.</summary>
    public required bool Urgent { get; init; }

    /// <summary>Indications that the request says need treatment.</summary>
    public required ImmutableArray<int> StatedNeeds { get; init; }

    public required ImmutableArray<string> Requests { get; init; }

    public required ImmutableArray<(string Name, ImmutableArray<string> Alternatives)> Slots { get; init; }

    public required ImmutableArray<CaseTwin> Twins { get; init; }
}
