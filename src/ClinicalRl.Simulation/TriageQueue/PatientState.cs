using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClinicalRl.Simulation.ClinicalScores;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>Where a patient is.</summary>
internal enum PatientStatus : byte
{
    NotArrived,
    Waiting,
    AwaitingBay,
    InBay,
    AwaitingClinician,
    WithClinician,
    Transferred,
    SentHome,
    Left,
}

/// <summary>Last measured values in tenths of the unit; -1 for never.</summary>
[InlineArray(Length)]
internal struct MeasuredVitals
{
    public const int Length = 13;

    private short first;

    public readonly bool Has(Vital vital) => this[(int)vital] >= 0;

    public readonly double Value(Vital vital) => this[(int)vital] / 10.0;
}

/// <summary>
/// What has happened to one patient so far. Packed without padding and without references, so that its memory is its canonical
/// snapshot.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct PatientState
{
    public const sbyte None = -1;

    public PatientStatus Status;
    public byte Category;
    public sbyte Disposition;
    public byte DispositionsTaken;
    public sbyte Pressed;
    public byte TeamsTold;
    public byte MissedReported;
    public byte CategoryRequired;
    public byte Flags;
    public short ContactMinute;
    public short VitalsMinute;
    public short RetriageDueMinute;
    public short ReadyMinute;
    public short TreatedMinute;
    public short NetHours;
    public uint FindingsKnown;
    public ushort MedicinesGiven;
    public ushort NetRoutes;
    public ulong ChecksDone;
    public ulong NetSigns;
    public MeasuredVitals Measured;

    public const byte InterpreterPresent = 1;
    public const byte AuthorityObtained = 2;
    public const byte HasBeenHarmed = 4;
    public const byte HasBeenCalledBack = 8;
    public const byte PregnancyTested = 16;
    public const byte BayNotNeeded = 32;
    public const byte SpokenTo = 64;

    public static PatientState Fresh
    {
        get
        {
            var state = new PatientState { Disposition = None, Pressed = None, ContactMinute = None, RetriageDueMinute = None, TreatedMinute = None };
            for (var i = 0; i < MeasuredVitals.Length; i++)
                state.Measured[i] = -1;
            return state;
        }
    }

    /// <summary>Present at the front door and within the triage nurse's reach.</summary>
    public readonly bool IsPresent => Status is PatientStatus.Waiting or PatientStatus.AwaitingBay or PatientStatus.AwaitingClinician;

    public readonly bool Has(byte flag) => (Flags & flag) != 0;

    public readonly bool HasDone(int check) => (ChecksDone >> check & 1) != 0;
}
