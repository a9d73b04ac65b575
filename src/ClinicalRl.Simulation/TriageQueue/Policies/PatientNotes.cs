using System.Text.Json;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Policies;

/// <summary>What a policy has noted about one patient: the answers it got, nothing else.</summary>
internal sealed class PatientNotes(Family family, TriageContent content)
{
    private readonly double?[] measured = new double?[Vitals.Count];
    private readonly Dictionary<string, bool> findings = new(StringComparer.Ordinal);

    public Family Family => family;

    public HashSet<int> Done { get; } = [];

    public HashSet<string> Medicines { get; } = new(StringComparer.Ordinal);

    public HashSet<Team> TeamsTold { get; } = [];

    public Dictionary<int, int> Asked { get; } = [];

    public bool NeedsInterpreter { get; set; }

    public bool Interpreted { get; set; }

    public bool SeniorCalled { get; set; }

    public bool Advised { get; set; }

    public bool Disposed { get; set; }

    public int Category { get; set; }

    /// <summary>When the vital signs were last taken.</summary>
    public int VitalsMinute { get; private set; }

    public bool IsPregnant => findings.GetValueOrDefault("pregnant");

    public bool VitalsComplete => measured[(int)Vital.RespiratoryRate] is not null && measured[(int)Vital.Temperature] is not null && measured[(int)Vital.Systolic] is not null;

    public double? Measured(Vital vital) => measured[(int)vital];

    public bool? Finding(string code) => findings.TryGetValue(code, out var present) ? present : null;

    /// <summary>Takes down what the last result said about this patient.</summary>
    public void Note(JsonElement result, int minute)
    {
        if (result.GetProperty("measurements").TryGetProperty("respiratory_rate", out _))
            VitalsMinute = minute;
        foreach (var finding in result.GetProperty("findings").EnumerateArray())
            findings[finding.GetProperty("code").GetString()!] = finding.GetProperty("present").GetBoolean();
        foreach (var measurement in result.GetProperty("measurements").EnumerateObject())
        {
            if (Vitals.Find(measurement.Name) is { } vital)
                measured[(int)vital] = measurement.Value.GetDouble();
        }

        if (!result.GetProperty("understood").GetBoolean())
            NeedsInterpreter = !Interpreted;
    }

    public News2Score? News2() => !VitalsComplete ? null : content.Rules.News2.Score(new News2Observations(
        measured[(int)Vital.RespiratoryRate]!.Value, measured[(int)Vital.Spo2]!.Value, false, measured[(int)Vital.Systolic]!.Value,
        measured[(int)Vital.Pulse]!.Value, measured[(int)Vital.Consciousness]!.Value, measured[(int)Vital.Temperature]!.Value));
}

/// <summary>The notes as knowledge for the chart's conditions.</summary>
internal readonly struct NotedKnowledge(SeenPatient patient, PatientNotes notes, TriageContent content) : IKnowledge
{
    private const int YoungestChildbearing = 12 * 12;
    private const int OldestChildbearing = (56 * 12) - 1;

    public Truth Of(in Term term)
    {
        switch (term.Kind)
        {
            case TermKind.Finding:
                return Is(notes.Finding(notes.Family.Findings[term.Index].Code));
            case TermKind.Background:
                var background = content.Backgrounds[term.Index];
                return notes.Finding(background.Code) == true ? Truth.True : notes.Done.Contains(background.Check) ? Truth.False : Truth.Unknown;
            case TermKind.Vital:
                return notes.Measured((Vital)term.Index) is { } value ? Is(term.Compare(value)) : Truth.Unknown;
            case TermKind.News2:
                return notes.News2() is { } score ? Is(term.Compare(score.Total)) : Truth.Unknown;
            case TermKind.AgeMonths:
                return Is(term.Compare(patient.AgeMonths));
            case TermKind.Pregnant:
                if (notes.Family.PregnancyStated)
                    return Truth.True;
                return !patient.Female || patient.AgeMonths is < YoungestChildbearing or > OldestChildbearing ? Truth.False : Is(notes.Finding("pregnant"));
            case TermKind.Female:
                return Is(patient.Female);
            default:
                return Is(!patient.Female);
        }
    }

    private static Truth Is(bool? value) => value switch { true => Truth.True, false => Truth.False, null => Truth.Unknown };
}
