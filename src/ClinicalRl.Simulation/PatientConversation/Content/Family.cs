using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>How readily a person tells something.</summary>
internal enum Reveal
{
    /// <summary>At the first open question, whatever it is about.</summary>
    Volunteered,

    /// <summary>When asked openly about its topic, or for the story.</summary>
    Open,

    /// <summary>Only when asked directly.</summary>
    Direct,

    /// <summary>Denied at first; told when asked again by someone who is trusted.</summary>
    Denied,
}

/// <summary>One leaf of the information tree: something that may be so, and how it is told.</summary>
internal sealed record Item
{
    public required string Code { get; init; }

    /// <summary>Topic that brings it up, or -1 when it is found by examining.</summary>
    public required int Topic { get; init; }

    /// <summary>Region that shows it, or -1 when it is told.</summary>
    public required int Region { get; init; }

    public required Reveal Reveal { get; init; }

    /// <summary>Whether it must be known before a decision.</summary>
    public required bool IsRedFlag { get; init; }

    /// <summary>Told only when nobody else listens.</summary>
    public required bool IsPrivate { get; init; }

    /// <summary>A disclosure after which people tend to take back what they said.</summary>
    public required bool IsCrisis { get; init; }

    public required ImmutableArray<string> Present { get; init; }

    public required ImmutableArray<string> Absent { get; init; }

    /// <summary>Advice that is unsafe when it is present.</summary>
    public required ulong Avoid { get; init; }
}

/// <summary>True, false, or not yet known.</summary>
internal enum Truth
{
    False,
    Unknown,
    True,
}

/// <summary>A row of the chart: when it holds, where the person goes and what must and must not be said.</summary>
internal sealed record ChartRow
{
    public required uint All { get; init; }

    public required uint AnyOf { get; init; }

    public required uint NoneOf { get; init; }

    public required int Place { get; init; }

    /// <summary>Every acceptable place, <see cref="Place"/> included.</summary>
    public required ulong Accepted { get; init; }

    /// <summary>Advice that must be given.</summary>
    public required ulong Must { get; init; }

    /// <summary>Advice that must not be given, or is not needed.</summary>
    public required ulong Avoid { get; init; }

    /// <summary>Teams that must be told.</summary>
    public required ulong Teams { get; init; }

    /// <summary>Whether information about the patient may be shared with the caller.</summary>
    public required bool MayShare { get; init; }

    public required string Source { get; init; }

    public required string Rule { get; init; }

    public bool IsOtherwise => (All | AnyOf | NoneOf) == 0;

    /// <summary>Whether it holds, given which items are known and which are present.</summary>
    public Truth Evaluate(uint known, uint present)
    {
        var knownPresent = known & present;
        var knownAbsent = known & ~present;
        if ((All & knownAbsent) != 0 || (NoneOf & knownPresent) != 0)
            return Truth.False;
        var some = AnyOf == 0 || (AnyOf & knownPresent) != 0;
        if (!some && (AnyOf & ~known) == 0)
            return Truth.False;
        return some && (All & ~known) == 0 && (NoneOf & ~known) == 0 ? Truth.True : Truth.Unknown;
    }
}

/// <summary>What a specific safety-net names.</summary>
internal sealed record RightNet(ulong Signs, int WithinHours, ulong Routes);

/// <summary>A hidden truth behind the family's surface.</summary>
internal sealed record Twin
{
    public required string Name { get; init; }

    public required string Condition { get; init; }

    public required bool IsDangerous { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Chance of each item, per mille.</summary>
    public required ImmutableArray<int> Items { get; init; }

    /// <summary>Indexes of the kinds of push that may come.</summary>
    public required ImmutableArray<int> Pressures { get; init; }

    /// <summary>The place that the chart must give.</summary>
    public required int Expect { get; init; }
}

/// <summary>Someone beside the person, or who speaks for them.</summary>
/// <param name="Who">Such as <c>the husband</c>.</param>
/// <param name="PerMille">How often they are there.</param>
/// <param name="MustLeave">Whether the person has to be seen without them.</param>
internal sealed record Company(string Who, int PerMille, bool MustLeave);

/// <summary>One surface over several hidden twins, with the chart that decides what is right.</summary>
internal sealed record Family
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Whether somebody can be examined here.</summary>
    public required bool IsInClinic { get; init; }

    /// <summary>Who speaks when it is not the patient, such as <c>mother</c>; null for the patient.</summary>
    public required string? Caller { get; init; }

    public required int LowestAgeMonths { get; init; }

    public required int HighestAgeMonths { get; init; }

    /// <summary>female, male or any.</summary>
    public required string Sex { get; init; }

    public required Company? Company { get; init; }

    public required bool AllowsLanguageBarrier { get; init; }

    /// <summary>Topics that must be asked about whatever is found.</summary>
    public required ulong MustAsk { get; init; }

    /// <summary>Whether self-harm is in play.</summary>
    public required bool IsCrisis { get; init; }

    /// <summary>Whether the person's capacity or competence has to be explored.</summary>
    public required bool NeedsCapacity { get; init; }

    /// <summary>What they push to be given, an index of advice, or -1.</summary>
    public required int Wants { get; init; }

    public required ImmutableArray<string> Openings { get; init; }

    public required ImmutableArray<(string Name, ImmutableArray<string> Alternatives)> Slots { get; init; }

    public required ImmutableArray<Item> Items { get; init; }

    public required ImmutableArray<string> Ideas { get; init; }

    public required ImmutableArray<string> Concerns { get; init; }

    public required ImmutableArray<string> Expectations { get; init; }

    public required ImmutableArray<ChartRow> Chart { get; init; }

    public required RightNet Net { get; init; }

    public required ImmutableArray<Twin> Twins { get; init; }

    public required ImmutableArray<string> Hazards { get; init; }

    /// <summary>Topics that something can be told about.</summary>
    public required ulong Topics { get; init; }

    /// <summary>Items that must be known before a decision.</summary>
    public required uint RedFlags { get; init; }

    /// <summary>Items told only in private.</summary>
    public required uint PrivateItems { get; init; }

    /// <summary>Topics that are unsafe to raise while somebody else listens.</summary>
    public required ulong PrivateTopics { get; init; }

    /// <summary>Regions worth examining.</summary>
    public required ulong Regions { get; init; }

    /// <summary>The first row that holds.</summary>
    public ChartRow RowFor(uint present)
    {
        foreach (var row in Chart)
        {
            if (row.Evaluate(uint.MaxValue, present) == Truth.True)
                return row;
        }

        return Chart[^1];
    }
}
