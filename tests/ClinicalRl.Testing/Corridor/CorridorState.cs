using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Testing.Corridor;

/// <summary>Where the walker is, where the door is, and how far the clock and the dice have gone.</summary>
internal sealed class CorridorState : SimulationState
{
    /// <summary>Bytes of a snapshot.</summary>
    public const int SnapshotBytes = (7 * sizeof(int)) + (5 * sizeof(ulong));

    public required ScenarioKey Key { get; init; }

    public required RandomStream Random { get; init; }

    /// <summary>0 (left wall) to 20 (right wall).</summary>
    public required int Position { get; init; }

    /// <summary>Hidden; 0 to 20.</summary>
    public required int Door { get; init; }

    public required int Minute { get; init; }

    public required int Steps { get; init; }

    public bool Finished { get; init; }

    public bool OutOfTime { get; init; }

    public int Distance => Math.Abs(Position - Door);

    public override ScenarioKey Scenario => Key;

    public override int StepCount => Steps;

    public override bool Terminated => Finished;

    public override bool Truncated => OutOfTime;

    public override ImmutableArray<string> ExposedHazards =>
        Door is 0 or 20 ? [CorridorEnvironment.LeavesTooEarly, CorridorEnvironment.Overstays] : [CorridorEnvironment.LeavesTooEarly];

    public override void WriteTo(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(SnapshotBytes);
        var (w0, w1, w2, w3) = Random.Words;
        ReadOnlySpan<ulong> words = [Key.Seed, w0, w1, w2, w3];
        ReadOnlySpan<int> numbers =
        [
            ((int)Key.Split * 3) + (int)Key.Difficulty, Position, Door, Minute, Steps, Finished ? 1 : 0, OutOfTime ? 1 : 0,
        ];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(span[(i * sizeof(ulong))..], words[i]);
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(span[((words.Length * sizeof(ulong)) + (i * sizeof(int)))..], numbers[i]);
        output.Advance(SnapshotBytes);
    }

    public static CorridorState Read(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length != SnapshotBytes)
            throw new FormatException("This is no snapshot of a corridor.");
        Span<ulong> words = stackalloc ulong[5];
        Span<int> numbers = stackalloc int[7];
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(snapshot[(i * sizeof(ulong))..]);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(snapshot[((words.Length * sizeof(ulong)) + (i * sizeof(int)))..]);
        return new CorridorState
        {
            Key = new ScenarioKey((Split)(numbers[0] / 3), words[0], (Difficulty)(numbers[0] % 3)),
            Random = new RandomStream(words[1], words[2], words[3], words[4]),
            Position = numbers[1],
            Door = numbers[2],
            Minute = numbers[3],
            Steps = numbers[4],
            Finished = numbers[5] != 0,
            OutOfTime = numbers[6] != 0,
        };
    }

    public CorridorState With(int position, int minute, RandomStream random, bool finished, bool outOfTime) => new()
    {
        Key = Key, Random = random, Position = position, Door = Door, Minute = minute, Steps = Steps + 1, Finished = finished, OutOfTime = outOfTime,
    };
}
