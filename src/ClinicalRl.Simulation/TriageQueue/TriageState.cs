using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>A shift between two steps: the scenario (fixed) and what has happened so far.</summary>
internal sealed class TriageState(
    TriageScenario shift, int stepCount, int minute, bool terminated, bool truncated, RandomStream random, ReviewMinutes reviews, Tallies tallies, PatientState[] patients)
    : SimulationState
{
    private const byte Format = 1;
    private const int HeaderLength = 1 + 1 + 1 + 8 + 4 + 4 + 1 + 32 + 6 + 8;

    public TriageScenario Shift => shift;

    public int Minute => minute;

    public RandomStream Random => random;

    /// <summary>When each clinician called to a senior review is free again.</summary>
    public ReviewMinutes Reviews => reviews;

    /// <summary>How often failures have happened so far.</summary>
    public Tallies Tallies => tallies;

    /// <summary>Never written to: a step works on a copy.</summary>
    public PatientState[] Patients => patients;

    public override ScenarioKey Scenario => shift.Key;

    public override int StepCount => stepCount;

    public override bool Terminated => terminated;

    public override bool Truncated => truncated;

    public override ImmutableArray<string> ExposedHazards => shift.ExposedHazards;

    public override void WriteTo(IBufferWriter<byte> output)
    {
        var body = MemoryMarshal.AsBytes(patients.AsSpan());
        var span = output.GetSpan(HeaderLength + body.Length);
        span[0] = Format;
        span[1] = (byte)shift.Key.Split;
        span[2] = (byte)shift.Key.Difficulty;
        BinaryPrimitives.WriteUInt64LittleEndian(span[3..], shift.Key.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(span[11..], stepCount);
        BinaryPrimitives.WriteInt32LittleEndian(span[15..], minute);
        span[19] = (byte)((terminated ? 1 : 0) | (truncated ? 2 : 0));
        var (w0, w1, w2, w3) = random.Words;
        BinaryPrimitives.WriteUInt64LittleEndian(span[20..], w0);
        BinaryPrimitives.WriteUInt64LittleEndian(span[28..], w1);
        BinaryPrimitives.WriteUInt64LittleEndian(span[36..], w2);
        BinaryPrimitives.WriteUInt64LittleEndian(span[44..], w3);
        BinaryPrimitives.WriteInt16LittleEndian(span[52..], reviews.First);
        BinaryPrimitives.WriteInt16LittleEndian(span[54..], reviews.Second);
        BinaryPrimitives.WriteInt16LittleEndian(span[56..], reviews.Third);
        BinaryPrimitives.WriteUInt16LittleEndian(span[58..], tallies.Wasted);
        BinaryPrimitives.WriteUInt16LittleEndian(span[60..], tallies.AskedBeforePartner);
        BinaryPrimitives.WriteUInt16LittleEndian(span[62..], tallies.Harmed);
        BinaryPrimitives.WriteUInt16LittleEndian(span[64..], tallies.Missed);
        body.CopyTo(span[HeaderLength..]);
        output.Advance(HeaderLength + body.Length);
    }

    public static TriageState Read(ReadOnlySpan<byte> snapshot, ScenarioGenerator generator)
    {
        if (snapshot.Length < HeaderLength || snapshot[0] != Format || snapshot[1] > 2 || snapshot[2] > 2)
            throw new FormatException("Not a snapshot of the triage queue.");
        var key = new ScenarioKey((Split)snapshot[1], BinaryPrimitives.ReadUInt64LittleEndian(snapshot[3..]), (Difficulty)snapshot[2]);
        var scenario = generator.Generate(key);
        var patients = new PatientState[scenario.Patients.Length];
        var body = MemoryMarshal.AsBytes(patients.AsSpan());
        if (snapshot.Length != HeaderLength + body.Length)
            throw new FormatException("The snapshot's length does not fit its scenario.");
        snapshot[HeaderLength..].CopyTo(body);
        var random = new RandomStream(
            BinaryPrimitives.ReadUInt64LittleEndian(snapshot[20..]), BinaryPrimitives.ReadUInt64LittleEndian(snapshot[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(snapshot[36..]), BinaryPrimitives.ReadUInt64LittleEndian(snapshot[44..]));
        var reviews = new ReviewMinutes(
            BinaryPrimitives.ReadInt16LittleEndian(snapshot[52..]), BinaryPrimitives.ReadInt16LittleEndian(snapshot[54..]), BinaryPrimitives.ReadInt16LittleEndian(snapshot[56..]));
        var tallies = new Tallies
        {
            Wasted = BinaryPrimitives.ReadUInt16LittleEndian(snapshot[58..]),
            AskedBeforePartner = BinaryPrimitives.ReadUInt16LittleEndian(snapshot[60..]),
            Harmed = BinaryPrimitives.ReadUInt16LittleEndian(snapshot[62..]),
            Missed = BinaryPrimitives.ReadUInt16LittleEndian(snapshot[64..]),
        };
        return new TriageState(
            scenario, BinaryPrimitives.ReadInt32LittleEndian(snapshot[11..]), BinaryPrimitives.ReadInt32LittleEndian(snapshot[15..]),
            (snapshot[19] & 1) != 0, (snapshot[19] & 2) != 0, random, reviews, tallies, patients);
    }
}

/// <summary>Minutes until which up to three senior reviews keep a clinician busy; 0 for none.</summary>
internal readonly record struct ReviewMinutes(short First, short Second, short Third)
{
    public int BusyAt(int minute) => (First > minute ? 1 : 0) + (Second > minute ? 1 : 0) + (Third > minute ? 1 : 0);

    public ReviewMinutes Add(int until, int now) =>
        First <= now ? this with { First = (short)until } : Second <= now ? this with { Second = (short)until } : this with { Third = (short)until };
}

/// <summary>How often each kind of failure has happened in the episode.</summary>
internal record struct Tallies
{
    public ushort Wasted;
    public ushort AskedBeforePartner;
    public ushort Harmed;
    public ushort Missed;
}
