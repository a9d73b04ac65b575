using System.Runtime.InteropServices;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>Whether a line of the chart will be given.</summary>
internal enum OrderStatus : byte
{
    Active,
    Paused,
    Stopped,
}

/// <summary>Where a line of the chart comes from and what happened to it.</summary>
[Flags]
internal enum OrderFlags : byte
{
    None = 0,
    Record = 1,
    Requested = 2,
    ByAgent = 4,
    Amended = 8,
    SelfBought = 16,

    /// <summary>Written with an unsafe abbreviation.</summary>
    UnsafeNotation = 32,
}

/// <summary>One line of the chart. Packed and without references, so that its memory is its canonical snapshot.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Order
{
    public double Dose;
    public short Medicine;
    public short Indication;

    /// <summary>Days of treatment; 0 where the record does not say.</summary>
    public short Days;
    public byte Unit;
    public byte Route;
    public byte Frequency;

    /// <summary>1 Monday to 7 Sunday; 0 for none.</summary>
    public byte Day;

    /// <summary>Most doses in a day; 0 for none stated.</summary>
    public byte MostPerDay;

    /// <summary>Why it was stopped or changed: one more than the place among the reasons for changes; 0 for no reason given.</summary>
    public byte Why;
    public OrderStatus Status;
    public OrderFlags Flags;

    public readonly bool IsActive => Status == OrderStatus.Active;

    /// <summary>Started or changed in this episode, or asked for.</summary>
    public readonly bool IsNew => (Flags & (OrderFlags.Requested | OrderFlags.ByAgent | OrderFlags.Amended)) != OrderFlags.None;

    public readonly bool Is(OrderFlags flag) => (Flags & flag) != OrderFlags.None;
}
