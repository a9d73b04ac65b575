using System.Collections.Immutable;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <summary>One stay in the emergency department and its handover: a pure function of split, seed and difficulty. Immutable.</summary>
internal sealed record Stay
{
    /// <summary>Most slots of a stay: the state keeps marks for as many.</summary>
    public const int MostSlots = 28;

    public required ScenarioKey Key { get; init; }

    public required StayFamily Family { get; init; }

    public required StayTwin Twin { get; init; }

    public required Person Person { get; init; }

    /// <summary>Minute of the day at which the handover begins.</summary>
    public required int Start { get; init; }

    public required ImmutableArray<Slot> Slots { get; init; }

    /// <summary>The record, section by section, oldest first.</summary>
    public required ImmutableArray<RecordEntry> Entries { get; init; }

    /// <summary>Charted sets, oldest first; the last is the one taken on request.</summary>
    public required ImmutableArray<ObservationSet> Observations { get; init; }

    /// <summary>The last charted set is out of date: only a repeat tells the truth.</summary>
    public required bool IsStale { get; init; }

    public required ImmutableArray<ReceiverQuestion> Questions { get; init; }

    /// <summary>How the receiving team presses, or null.</summary>
    public required Push? Push { get; init; }

    /// <summary>The slot the push is about, or -1.</summary>
    public required int PushSlot { get; init; }

    public required int PushTimes { get; init; }

    /// <summary>The instruction hidden in a letter, or null.</summary>
    public required Instruction? Instruction { get; init; }

    /// <summary>What a caller says, or null; when the telephone rings, and whether the password is right.</summary>
    public required string? Caller { get; init; }

    public required int CallMinute { get; init; }

    public required bool CallerIsVerified { get; init; }

    /// <summary>Minute at which something comes to light, or <see cref="int.MaxValue"/>.</summary>
    public required int ArrivalMinute { get; init; }

    /// <summary>Whether the receiver misreads a line, and a number that chooses which.</summary>
    public required bool Misreads { get; init; }

    public required uint MisreadChoice { get; init; }

    public required ImmutableArray<CallNeed> Calls { get; init; }

    /// <summary>Flags needed from the start, and those needed once something came to light; one bit each.</summary>
    public required int Flags { get; init; }

    public required int FlagsOnArrival { get; init; }

    public required int Trend { get; init; }

    public required ulong Fingerprint { get; init; }

    public required ImmutableArray<string> ExposedHazards { get; init; }

    /// <summary>Texts rendered once, when first read.</summary>
    public RecordPages Pages { get; init; } = new();

    public ObservationSet LastCharted => Observations[^2];

    public ObservationSet Repeated => Observations[^1];

    /// <summary>Whether the early warning score applies.</summary>
    public bool UsesNews2 => LastCharted.Total >= 0;

    public int FirstSlotOf(int item)
    {
        for (var i = 0; i < Slots.Length; i++)
        {
            if (Slots[i].Item == item)
                return i;
        }

        return -1;
    }
}
