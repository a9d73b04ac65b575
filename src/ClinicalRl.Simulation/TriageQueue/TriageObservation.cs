using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>Renders what the triage nurse sees. Nothing hidden goes in: only surfaces, results and decisions.</summary>
internal static class TriageObservation
{
    private const int TypicalBytes = 4_096;

    private static readonly byte[][] StatusWords =
    [
        "\"not_arrived\""u8.ToArray(), "\"waiting\""u8.ToArray(), "\"awaiting_bay\""u8.ToArray(), "\"in_bay\""u8.ToArray(), "\"awaiting_clinician\""u8.ToArray(),
        "\"with_clinician\""u8.ToArray(), "\"transferred\""u8.ToArray(), "\"sent_home\""u8.ToArray(), "\"left\""u8.ToArray(),
    ];

    private static readonly byte[][] StatusTitles =
    [
        [], " min: waiting for a decision"u8.ToArray(), " min: waiting for a bay"u8.ToArray(), " min: in a bay"u8.ToArray(), " min: waiting for a clinician"u8.ToArray(),
        " min: with a clinician"u8.ToArray(), " min: gone on"u8.ToArray(), " min: gone home"u8.ToArray(), " min: left without a decision"u8.ToArray(),
    ];

    [ThreadStatic]
    private static Utf8Text? buffer;

    public static Observation Render(TriageContent content, TriageStep step, bool ended) =>
        new((ReadOnlyMemory<byte>)Text(content, step, ended), Data(content, step, ended), step.Minute);

    /// <summary>The text, as a JSON string: a line feed is written \n.</summary>
    private static byte[] Text(TriageContent content, TriageStep step, bool ended)
    {
        var text = buffer ??= new Utf8Text(TypicalBytes);
        text.Clear();
        text.Append("\"Minute "u8).Append(step.Minute).Append(" of "u8).Append(content.Parameters.ShiftMinutes);
        text.Append(". Bays free "u8).Append(step.BaysFree).Append(" of "u8).Append(step.Shift.Bays);
        text.Append(", clinicians free "u8).Append(step.CliniciansFree).Append(" of "u8).Append(step.Shift.Clinicians);
        text.Append(ended ? ". The shift is over.\\n"u8 : step.ArrivalsExpected ? ". More people are expected.\\n"u8 : ". Nobody else is expected.\\n"u8);
        if (step.Result.Text.Length > 0)
            text.Append("Result: "u8).AppendInner(step.Result.Text).Append("\\n"u8);
        AppendFound(text, step.Result);
        foreach (var alert in step.Alerts)
            text.Append("News: "u8).AppendInner(alert).Append("\\n"u8);
        text.Append("Queue:\\n"u8);
        for (var i = 0; i < step.Patients.Length; i++)
        {
            if (step.Patients[i].Status != PatientStatus.NotArrived)
                AppendPatient(text, step, i);
        }

        return text.Append("\""u8).Written.ToArray();
    }

    private static void AppendFound(Utf8Text text, StepResult result)
    {
        foreach (var (code, present, _) in result.Findings)
            text.Append(present ? "Found: "u8 : "Not found: "u8).AppendInner(code).Append("\\n"u8);
        for (var i = 0; i < result.Measurements.Count; i++)
            AppendMeasured(text.Append(i == 0 ? "Measured: "u8 : "; "u8), result.Measurements[i].Vital, result.Measurements[i].Value);
        if (result.Measurements.Count > 0)
            text.Append("\\n"u8);
    }

    private static void AppendMeasured(Utf8Text text, Vital vital, double value)
    {
        text.AppendInner(vital.Title()).Append(" "u8);
        if (vital == Vital.Consciousness)
            text.AppendInner(Vitals.ConsciousnessWord(value));
        else
            text.Append(value).Append(" "u8).AppendInner(vital.Unit());
    }

    private static void AppendPatient(Utf8Text text, TriageStep step, int index)
    {
        var patient = step.Shift.Patients[index];
        ref readonly var state = ref step.Patients[index];
        text.Append(patient.Surface.Heading).Append(step.Minute - patient.ArrivalMinute).Append(StatusTitles[(int)state.Status]);
        if (state.Category > 0)
            text.Append(", category "u8).Append(state.Category);
        if (state.Disposition >= 0)
            text.Append(", D"u8).Append(state.Disposition);
        if (state.ContactMinute < 0 && state.Status == PatientStatus.Waiting)
            text.Append(", not seen yet"u8);
        if (state.IsPresent)
            text.Append(patient.Surface.Story);
        text.Append("\\n"u8);
    }

    private static byte[] Data(TriageContent content, TriageStep step, bool ended)
    {
        var json = buffer ??= new Utf8Text(TypicalBytes);
        json.Clear();
        json.Append("{\"minute\":"u8).Append(step.Minute).Append(",\"shift_minutes\":"u8).Append(content.Parameters.ShiftMinutes);
        json.Append(",\"ended\":"u8).Append(ended).Append(",\"arrivals_expected\":"u8).Append(step.ArrivalsExpected);
        json.Append(",\"bays_free\":"u8).Append(step.BaysFree).Append(",\"bays\":"u8).Append(step.Shift.Bays);
        json.Append(",\"clinicians_free\":"u8).Append(step.CliniciansFree).Append(",\"clinicians\":"u8).Append(step.Shift.Clinicians);
        WriteResult(json, step);
        json.Append(",\"news\":["u8);
        for (var i = 0; i < step.Alerts.Count; i++)
            json.Append(i > 0 ? ","u8 : default).AppendJson(step.Alerts[i]);
        json.Append("],\"patients\":["u8);
        for (var i = 0; i < step.Patients.Length && step.Patients[i].Status != PatientStatus.NotArrived; i++)
        {
            json.Append(i > 0 ? ","u8 : default);
            WritePatient(json, step, i);
        }

        return json.Append("]}"u8).Written.ToArray();
    }

    private static void WriteResult(Utf8Text json, TriageStep step)
    {
        var result = step.Result;
        json.Append(",\"result\":{\"tool\":"u8).AppendJson(result.Tool);
        if (result.Patient >= 0)
            json.Append(",\"patient\":"u8).AppendJson(step.Shift.Patients[result.Patient].Id);
        json.Append(",\"valid\":"u8).Append(!result.IsInvalid).Append(",\"understood\":"u8).Append(result.IsUnderstood);
        json.Append(",\"text\":"u8).AppendJson(result.Text).Append(",\"findings\":["u8);
        for (var i = 0; i < result.Findings.Count; i++)
        {
            var (code, present, text) = result.Findings[i];
            json.Append(i > 0 ? ",{\"code\":"u8 : "{\"code\":"u8).AppendJson(code).Append(",\"present\":"u8).Append(present);
            json.Append(",\"text\":"u8).AppendJson(text).Append("}"u8);
        }

        json.Append("],\"measurements\":{"u8);
        for (var i = 0; i < result.Measurements.Count; i++)
            json.Append(i > 0 ? ","u8 : default).AppendJson(result.Measurements[i].Vital.Name()).Append(":"u8).Append(result.Measurements[i].Value);
        json.Append("}}"u8);
    }

    private static void WritePatient(Utf8Text json, TriageStep step, int index)
    {
        var patient = step.Shift.Patients[index];
        ref readonly var state = ref step.Patients[index];
        json.Append(patient.Surface.Json).Append(step.Minute - patient.ArrivalMinute).Append(",\"status\":"u8).Append(StatusWords[(int)state.Status]);
        json.Append(",\"seen\":"u8).Append(state.ContactMinute >= 0);
        if (state.Category > 0)
            json.Append(",\"category\":"u8).Append(state.Category);
        if (state.Disposition >= 0)
            json.Append(",\"disposition\":\"D"u8).Append(state.Disposition).Append("\""u8);
        if (state.RetriageDueMinute >= 0 && state.IsPresent)
            json.Append(",\"look_again_in_minutes\":"u8).Append(state.RetriageDueMinute - step.Minute);
        json.Append("}"u8);
    }
}
