using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <summary>The hidden truth about a patient at a minute.</summary>
internal readonly struct TrueKnowledge(ScenarioPatient patient, double untreatedTens, News2 news2) : IKnowledge
{
    public double Value(Vital vital) =>
        vital.AsShown(patient.VitalsAtArrival[(int)vital] + (patient.Twin.Drift[(int)vital] * untreatedTens));

    public News2Score News2Score() => news2.Score(new News2Observations(
        Value(Vital.RespiratoryRate), Value(Vital.Spo2), false, Value(Vital.Systolic), Value(Vital.Pulse), Value(Vital.Consciousness), Value(Vital.Temperature)));

    public Truth Of(in Term term) => term.Kind switch
    {
        TermKind.Finding => Is((patient.Findings >> term.Index & 1) != 0),
        TermKind.Background => Is((patient.Backgrounds >> term.Index & 1) != 0),
        TermKind.Vital => Is(term.Compare(Value((Vital)term.Index))),
        TermKind.News2 => Is(term.Compare(News2Score().Total)),
        TermKind.AgeMonths => Is(term.Compare(patient.AgeMonths)),
        TermKind.Pregnant => Is(patient.Pregnant),
        TermKind.Female => Is(patient.Female),
        _ => Is(!patient.Female),
    };

    private static Truth Is(bool value) => value ? Truth.True : Truth.False;
}

/// <summary>What the triage nurse has found out about a patient.</summary>
internal readonly struct FoundKnowledge(ScenarioPatient patient, in PatientState state, TriageContent content) : IKnowledge
{
    private readonly PatientState state = state;

    /// <summary>Whether everything NEWS2 needs has been measured.</summary>
    public bool VitalsComplete =>
        state.Measured.Has(Vital.RespiratoryRate) && state.Measured.Has(Vital.Spo2) && state.Measured.Has(Vital.Systolic)
        && state.Measured.Has(Vital.Pulse) && state.Measured.Has(Vital.Consciousness) && state.Measured.Has(Vital.Temperature);

    public News2Score? News2Score() => !VitalsComplete ? null : content.Rules.News2.Score(new News2Observations(
        state.Measured.Value(Vital.RespiratoryRate), state.Measured.Value(Vital.Spo2), false, state.Measured.Value(Vital.Systolic),
        state.Measured.Value(Vital.Pulse), state.Measured.Value(Vital.Consciousness), state.Measured.Value(Vital.Temperature)));

    public Truth Of(in Term term) => term.Kind switch
    {
        TermKind.Finding => (state.FindingsKnown >> term.Index & 1) == 0 ? Truth.Unknown : Is((patient.Findings >> term.Index & 1) != 0),
        TermKind.Background => state.HasDone(content.Backgrounds[term.Index].Check) ? Is((patient.Backgrounds >> term.Index & 1) != 0) : Truth.Unknown,
        TermKind.Vital => state.Measured.Has((Vital)term.Index) ? Is(term.Compare(state.Measured.Value((Vital)term.Index))) : Truth.Unknown,
        TermKind.News2 => News2Score() is { } score ? Is(term.Compare(score.Total)) : Truth.Unknown,
        TermKind.AgeMonths => Is(term.Compare(patient.AgeMonths)),
        TermKind.Pregnant => !patient.MayBePregnant ? Truth.False : KnowsPregnancy ? Is(patient.Pregnant) : Truth.Unknown,
        TermKind.Female => Is(patient.Female),
        _ => Is(!patient.Female),
    };

    private bool KnowsPregnancy => patient.PregnancyIsStated || state.Has(PatientState.PregnancyTested);

    private static Truth Is(bool value) => value ? Truth.True : Truth.False;
}
