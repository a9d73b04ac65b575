using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>How far a handover has come.</summary>
internal enum Phase : byte
{
    /// <summary>Reading, asking, composing.</summary>
    Composing,

    /// <summary>Delivered; the receiving team asks and presses.</summary>
    Questions,

    /// <summary>The receiving team reads back.</summary>
    ReadBack,

    /// <summary>Accepted by the receiving team.</summary>
    Accepted,

    /// <summary>Time ran out.</summary>
    TimedOut,
}

/// <summary>What has been stated of one slot.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct SlotMarks
{
    public const byte IsStated = 1;
    public const byte IsContradicted = 2;
    public const byte IsSettled = 4;
    public const byte IsReconciled = 8;
    public const byte IsMisreconciled = 16;

    /// <summary>A sound statement of it has been rewarded: striking it out and writing it again earns nothing.</summary>
    public const byte HasEarned = 32;

    /// <summary>What outlives striking out.</summary>
    public const byte Lasting = IsSettled | IsReconciled | IsMisreconciled | HasEarned;

    /// <summary>Parts stated right.</summary>
    public ClaimFields Right;

    /// <summary>Parts stated wrong.</summary>
    public ClaimFields Wrong;

    public byte Flags;

    public readonly bool Has(byte flag) => (Flags & flag) != 0;
}

/// <summary>Marks by slot.</summary>
[InlineArray(Stay.MostSlots)]
internal struct SlotMarkList
{
    private SlotMarks first;
}

/// <summary>What was stated under one item beside its slots.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ItemTally
{
    /// <summary>Statements of any worth.</summary>
    public byte Stated;

    public byte Unsupported;
    public byte Irrelevant;
}

/// <summary>Tallies by item.</summary>
[InlineArray(Content.Items.Count)]
internal struct ItemTallyList
{
    private ItemTally first;
}

/// <summary>
/// What has happened in a handover so far. Packed without padding and without references, so that its memory is its canonical snapshot.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct HandoverProgress
{
    public const byte CallIsOpen = 1;
    public const byte CallIsOver = 2;
    public const byte ObservationsRepeated = 4;
    public const byte IsDelivered = 8;

    public short Minute;
    public ushort Wasted;
    public Phase Phase;
    public byte Flags;

    /// <summary>The question now open, by number; after the last question come the pushes.</summary>
    public byte Question;

    public byte PushesHeld;

    /// <summary>The slot whose line is read back wrongly, or <see cref="NoSlot"/>.</summary>
    public byte MisreadSlot;

    public byte ReadBacks;
    public byte LooselyWorded;
    public ushort SectionsRead;
    public ushort FlagsRaised;
    public ushort Contacted;

    public SlotMarkList Slots;
    public ItemTallyList Tallies;

    public const byte NoSlot = 255;

    public readonly bool Has(byte flag) => (Flags & flag) != 0;
}
