using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>A short by test; -1 for none.</summary>
[InlineArray(Length)]
internal struct ByTest
{
    /// <summary>Most tests of the vocabulary.</summary>
    public const int Length = 24;

    private short first;
}

/// <summary>What has happened so far beside the chart. Packed and without references, so that its memory is its canonical snapshot.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Progress
{
    public ushort Wasted;
    public ushort UnsafeNotations;
    public ushort Queries;
    public short Minute;
    public uint SectionsRead;
    public uint TopicsAsked;
    public uint QueriesMade;

    /// <summary>Bit per need, in the order of the twin, for which something was ordered.</summary>
    public ushort NeedsOrdered;

    /// <summary>Bit per hidden medicine that has been told of and put on the chart.</summary>
    public byte SelfBoughtSeen;
    public ProgressFlags Flags;
    public ulong Told;

    /// <summary>Days within which each test was ordered; -1 for not.</summary>
    public ByTest Monitors;

    /// <summary>Minute at which a result of today comes; -1 for none, -2 for come.</summary>
    public ByTest ResultDue;

    public const short NotOrdered = -1;
    public const short ResultCome = -2;

    public static Progress Fresh
    {
        get
        {
            var progress = default(Progress);
            ((Span<short>)progress.Monitors).Fill(NotOrdered);
            ((Span<short>)progress.ResultDue).Fill(NotOrdered);
            return progress;
        }
    }

    public readonly Checks Done => new(SectionsRead, TopicsAsked, QueriesMade);

    public readonly bool Has(ProgressFlags flag) => (Flags & flag) != ProgressFlags.None;
}

/// <summary>Things that happen once.</summary>
[Flags]
internal enum ProgressFlags : byte
{
    None = 0,
    Pressed = 1,
    CalledBack = 2,
    Overdue = 4,
    Harmed = 8,
    InteractionsChecked = 16,
    Counselled = 32,
}

/// <summary>A request between two steps: the scenario (fixed) and what has happened so far.</summary>
internal sealed class PrescribingState(ScenarioCase scenario, int stepCount, bool terminated, bool truncated, in Progress progress, Order[] chart) : SimulationState
{
    /// <summary>Most lines on the chart.</summary>
    public const int MostOrders = 24;

    /// <summary>Where the progress begins in a snapshot; its first two bytes count wasted actions.</summary>
    public const int ProgressAt = HeaderLength;

    private const byte Format = 1;
    private const int HeaderLength = 1 + 1 + 1 + 8 + 4 + 1 + 1;

    private readonly Progress progress = progress;

    public ScenarioCase Case => scenario;

    public Progress Progress => progress;

    /// <summary>Never written to: a step works on a copy.</summary>
    public Order[] Chart => chart;

    public override ScenarioKey Scenario => scenario.Key;

    public override int StepCount => stepCount;

    public override bool Terminated => terminated;

    public override bool Truncated => truncated;

    public override ImmutableArray<string> ExposedHazards => scenario.ExposedHazards;

    public override void WriteTo(IBufferWriter<byte> output)
    {
        var orders = MemoryMarshal.AsBytes(chart.AsSpan());
        var length = HeaderLength + Unsafe.SizeOf<Progress>() + orders.Length;
        var span = output.GetSpan(length);
        span[0] = Format;
        span[1] = (byte)scenario.Key.Split;
        span[2] = (byte)scenario.Key.Difficulty;
        BinaryPrimitives.WriteUInt64LittleEndian(span[3..], scenario.Key.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(span[11..], stepCount);
        span[15] = (byte)((terminated ? 1 : 0) | (truncated ? 2 : 0));
        span[16] = (byte)chart.Length;
        MemoryMarshal.Write(span[HeaderLength..], progress);
        orders.CopyTo(span[(HeaderLength + Unsafe.SizeOf<Progress>())..]);
        output.Advance(length);
    }

    public static PrescribingState Read(ReadOnlySpan<byte> snapshot, ScenarioGenerator generator)
    {
        if (snapshot.Length < HeaderLength || snapshot[0] != Format || snapshot[1] > (byte)Split.Heldout || snapshot[2] > (byte)Difficulty.Hard || snapshot[16] > MostOrders)
            throw new FormatException("The snapshot is not one of this environment.");
        var chart = new Order[snapshot[16]];
        var orders = MemoryMarshal.AsBytes(chart.AsSpan());
        if (snapshot.Length != HeaderLength + Unsafe.SizeOf<Progress>() + orders.Length)
            throw new FormatException("The snapshot's length does not fit its chart.");
        snapshot[(HeaderLength + Unsafe.SizeOf<Progress>())..].CopyTo(orders);
        var key = new ScenarioKey((Split)snapshot[1], BinaryPrimitives.ReadUInt64LittleEndian(snapshot[3..]), (Difficulty)snapshot[2]);
        return new PrescribingState(
            generator.Generate(key), BinaryPrimitives.ReadInt32LittleEndian(snapshot[11..]), (snapshot[15] & 1) != 0, (snapshot[15] & 2) != 0,
            MemoryMarshal.Read<Progress>(snapshot[HeaderLength..]), chart);
    }
}
