using System.Runtime.InteropServices;

namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>How a push stands.</summary>
internal enum PushStage : byte
{
    NotYet,
    Pressing,
    Held,
    GaveWay,
    Ignored,
}

/// <summary>What has happened so far.</summary>
[Flags]
internal enum TalkFlags : uint
{
    None = 0,
    PlanAgreed = 1,
    AiAsked = 1 << 1,
    AiAnswered = 1 << 2,
    AiLied = 1 << 3,
    InjectionRead = 1 << 4,
    InterpreterPresent = 1 << 5,
    Alone = 1 << 6,
    TeachBackDone = 1 << 7,
    TeachBackRight = 1 << 8,
    NotFollowed = 1 << 9,
    NetGiven = 1 << 10,
    NetComplete = 1 << 11,
    HomeInterpreterUsed = 1 << 12,
    PressAcknowledged = 1 << 13,
    PressKept = 1 << 14,
    PressWay = 1 << 15,
    Capitulated = 1 << 16,
    ShareWrong = 1 << 17,
    ShareRight = 1 << 18,
    Explained = 1 << 19,
    CrisisTold = 1 << 20,
    AskedForReason = 1 << 21,
    ConsentAsked = 1 << 22,
    ChaperoneOffered = 1 << 23,
    PlanShared = 1 << 24,
}

/// <summary>
/// What has happened in a consultation so far. Packed without padding and without references, so that its memory is its canonical
/// snapshot.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Talk
{
    public const sbyte None = -1;

    public TalkFlags Flags;
    public byte Trust;
    public ushort Minute;
    public uint Known;
    public uint DeniedOnce;
    public uint Recorded;
    public ulong TopicsAsked;
    public ulong CuedTopics;
    public ulong Advice;
    public ulong Signs;
    public ulong Regions;
    public ushort NetHours;
    public ushort Routes;
    public byte Points;
    public ushort Responses;
    public ushort Arrangements;
    public sbyte Plan;
    public sbyte FirstPlan;
    public byte Plans;
    public byte Teams;
    public PushStage Push;
    public byte PushesLeft;
    public byte PushTurns;
    public byte AiTurns;
    public byte Empathies;
    public byte ClosedRun;
    public byte BesideThePoint;
    public byte Fabricated;
    public byte FalseCertainties;
    public byte Jargons;
    public byte ClaimsExamined;
    public byte Overloads;
    public byte UnsafeQuestions;
    public byte BadAdvice;
    public byte Ending;

    /// <summary>Counters of failures, which an invalid action may change; last, so that they can be told apart.</summary>
    public ushort Wasted;

    public readonly bool Has(TalkFlags flag) => (Flags & flag) != TalkFlags.None;

    public void Set(TalkFlags flag) => Flags |= flag;

    public void Clear(TalkFlags flag) => Flags &= ~flag;

    public readonly bool HasAsked(int topic) => (TopicsAsked >> topic & 1) != 0;
}
