using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Scenarios;

namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>A consultation between two steps: the scenario (fixed) and what has happened so far.</summary>
internal sealed class ConversationState(ConversationScenario scenario, int stepCount, bool terminated, bool truncated, Talk talk) : SimulationState
{
    private const byte Format = 1;
    private const int HeaderLength = 1 + 1 + 1 + 8 + 4 + 1;

    public ConversationScenario Consultation => scenario;

    public Talk Talk => talk;

    public override ScenarioKey Scenario => scenario.Key;

    public override int StepCount => stepCount;

    public override bool Terminated => terminated;

    public override bool Truncated => truncated;

    public override ImmutableArray<string> ExposedHazards => scenario.ExposedHazards;

    public override void WriteTo(IBufferWriter<byte> output)
    {
        var length = HeaderLength + Unsafe.SizeOf<Talk>();
        var span = output.GetSpan(length);
        span[0] = Format;
        span[1] = (byte)scenario.Key.Split;
        span[2] = (byte)scenario.Key.Difficulty;
        BinaryPrimitives.WriteUInt64LittleEndian(span[3..], scenario.Key.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(span[11..], stepCount);
        span[15] = (byte)((terminated ? 1 : 0) | (truncated ? 2 : 0));
        MemoryMarshal.Write(span[HeaderLength..], talk);
        output.Advance(length);
    }

    public static ConversationState Read(ReadOnlySpan<byte> snapshot, ConversationGenerator generator)
    {
        if (snapshot.Length != HeaderLength + Unsafe.SizeOf<Talk>() || snapshot[0] != Format || snapshot[1] > 2 || snapshot[2] > 2)
            throw new FormatException("Not a snapshot of a patient conversation.");
        var key = new ScenarioKey((Split)snapshot[1], BinaryPrimitives.ReadUInt64LittleEndian(snapshot[3..]), (Difficulty)snapshot[2]);
        return new ConversationState(
            generator.Generate(key), BinaryPrimitives.ReadInt32LittleEndian(snapshot[11..]), (snapshot[15] & 1) != 0, (snapshot[15] & 2) != 0,
            MemoryMarshal.Read<Talk>(snapshot[HeaderLength..]));
    }
}
