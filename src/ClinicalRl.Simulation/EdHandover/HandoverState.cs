using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>A handover between two steps: the stay (fixed) and what has happened so far.</summary>
internal sealed class HandoverState(Stay stay, int stepCount, bool truncated, in HandoverProgress progress) : SimulationState
{
    private const byte Format = 1;

    /// <summary>Bytes of a snapshot before the progress.</summary>
    internal const int HeaderLength = 1 + 1 + 1 + 8 + 4 + 1;

    private readonly HandoverProgress progress = progress;

    public Stay Stay => stay;

    public ref readonly HandoverProgress Progress => ref progress;

    public override ScenarioKey Scenario => stay.Key;

    public override int StepCount => stepCount;

    public override bool Terminated => progress.Phase >= Phase.Accepted;

    public override bool Truncated => truncated;

    public override ImmutableArray<string> ExposedHazards => stay.ExposedHazards;

    public override void WriteTo(IBufferWriter<byte> output)
    {
        var body = MemoryMarshal.AsBytes(new ReadOnlySpan<HandoverProgress>(in progress));
        var span = output.GetSpan(HeaderLength + body.Length);
        span[0] = Format;
        span[1] = (byte)stay.Key.Split;
        span[2] = (byte)stay.Key.Difficulty;
        BinaryPrimitives.WriteUInt64LittleEndian(span[3..], stay.Key.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(span[11..], stepCount);
        span[15] = (byte)(truncated ? 1 : 0);
        body.CopyTo(span[HeaderLength..]);
        output.Advance(HeaderLength + body.Length);
    }

    public static HandoverState Read(ReadOnlySpan<byte> snapshot, StayGenerator generator)
    {
        var read = default(HandoverProgress);
        var body = MemoryMarshal.AsBytes(new Span<HandoverProgress>(ref read));
        if (snapshot.Length != HeaderLength + body.Length || snapshot[0] != Format || snapshot[1] > 2 || snapshot[2] > 2)
            throw new FormatException("Not a snapshot of a handover.");
        var key = new ScenarioKey((Split)snapshot[1], BinaryPrimitives.ReadUInt64LittleEndian(snapshot[3..]), (Difficulty)snapshot[2]);
        snapshot[HeaderLength..].CopyTo(body);
        return new HandoverState(generator.Generate(key), BinaryPrimitives.ReadInt32LittleEndian(snapshot[11..]), snapshot[15] != 0, read);
    }
}
