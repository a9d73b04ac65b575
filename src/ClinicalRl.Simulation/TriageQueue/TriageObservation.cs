using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>Renders what the triage nurse sees. Nothing hidden goes in: only surfaces, results and decisions.</summary>
internal static class TriageObservation
{
    private const int TypicalBytes = 3_000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly string[] StatusWords =
        ["not_arrived", "waiting", "awaiting_bay", "in_bay", "awaiting_clinician", "with_clinician", "transferred", "sent_home", "left"];

    private static readonly string[] StatusTitles =
        ["", "waiting for a decision", "waiting for a bay", "in a bay", "waiting for a clinician", "with a clinician", "gone on", "gone home", "left without a decision"];

    private static readonly string[] RungWords = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"];

    public static Observation Render(TriageContent content, TriageStep step, bool ended) =>
        new(Text(content, step, ended), Data(content, step, ended), step.Minute);

    private static string Text(TriageContent content, TriageStep step, bool ended)
    {
        var text = new StringBuilder(1_500);
        text.Append(CultureInfo.InvariantCulture, $"Minute {step.Minute} of {content.Parameters.ShiftMinutes}. Bays free {step.BaysFree} of {step.Shift.Bays}, clinicians free {step.CliniciansFree} of {step.Shift.Clinicians}. ");
        text.Append(ended ? "The shift is over.\n" : step.ArrivalsExpected ? "More people are expected.\n" : "Nobody else is expected.\n");
        if (step.Result.Text.Length > 0)
            text.Append("Result: ").Append(step.Result.Text).Append('\n');
        AppendFound(text, step.Result);
        foreach (var alert in step.Alerts)
            text.Append("News: ").Append(alert).Append('\n');
        text.Append("Queue:\n");
        for (var i = 0; i < step.Patients.Length; i++)
        {
            if (step.Patients[i].Status != PatientStatus.NotArrived)
                AppendPatient(text, step, i);
        }

        return text.ToString();
    }

    private static void AppendFound(StringBuilder text, StepResult result)
    {
        foreach (var (code, present, _) in result.Findings)
            text.Append(present ? "Found: " : "Not found: ").Append(code).Append('\n');
        foreach (var (name, value, unit) in result.Measurements)
            text.Append("Measured: ").Append(name).Append(' ').Append(CultureInfo.InvariantCulture, $"{value}").Append(unit.Length > 0 ? " " : "").Append(unit).Append('\n');
    }

    private static void AppendPatient(StringBuilder text, TriageStep step, int index)
    {
        var patient = step.Shift.Patients[index];
        ref readonly var state = ref step.Patients[index];
        text.Append(patient.Id).Append(' ').Append(patient.Name).Append(", ").Append(patient.AgeText).Append(patient.Female ? ", female" : ", male");
        text.Append(CultureInfo.InvariantCulture, $", here {step.Minute - patient.ArrivalMinute} min: ").Append(StatusTitles[(int)state.Status]);
        if (state.Category > 0)
            text.Append(", category ").Append((char)('0' + state.Category));
        if (state.Disposition >= 0)
            text.Append(", ").Append(RungWords[state.Disposition]);
        if (state.ContactMinute < 0 && state.Status == PatientStatus.Waiting)
            text.Append(", not seen yet");
        if (state.IsPresent)
            AppendSurface(text, patient);
        text.Append('\n');
    }

    private static void AppendSurface(StringBuilder text, ScenarioPatient patient)
    {
        text.Append(". \"").Append(patient.Complaint).Append('"');
        if (patient.PartnerPresent)
            text.Append(" Somebody is with them.");
        if (patient.Note is not null)
            text.Append(" Note: ").Append(patient.Note);
    }

    private static byte[] Data(TriageContent content, TriageStep step, bool ended)
    {
        var buffer = new ArrayBufferWriter<byte>(TypicalBytes);
        using var writer = new Utf8JsonWriter(buffer, Json);
        writer.WriteStartObject();
        writer.WriteNumber("minute"u8, step.Minute);
        writer.WriteNumber("shift_minutes"u8, content.Parameters.ShiftMinutes);
        writer.WriteBoolean("ended"u8, ended);
        writer.WriteBoolean("arrivals_expected"u8, step.ArrivalsExpected);
        writer.WriteNumber("bays_free"u8, step.BaysFree);
        writer.WriteNumber("bays"u8, step.Shift.Bays);
        writer.WriteNumber("clinicians_free"u8, step.CliniciansFree);
        writer.WriteNumber("clinicians"u8, step.Shift.Clinicians);
        WriteResult(writer, step);
        writer.WriteStartArray("news"u8);
        foreach (var alert in step.Alerts)
            writer.WriteStringValue(alert);
        writer.WriteEndArray();
        writer.WriteStartArray("patients"u8);
        for (var i = 0; i < step.Patients.Length; i++)
        {
            if (step.Patients[i].Status != PatientStatus.NotArrived)
                WritePatient(writer, step, i);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteResult(Utf8JsonWriter writer, TriageStep step)
    {
        var result = step.Result;
        writer.WriteStartObject("result"u8);
        writer.WriteString("tool"u8, result.Tool);
        if (result.Patient >= 0)
            writer.WriteString("patient"u8, step.Shift.Patients[result.Patient].Id);
        writer.WriteBoolean("valid"u8, !result.IsInvalid);
        writer.WriteBoolean("understood"u8, result.IsUnderstood);
        writer.WriteString("text"u8, result.Text);
        writer.WriteStartArray("findings"u8);
        foreach (var (code, present, text) in result.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, code);
            writer.WriteBoolean("present"u8, present);
            writer.WriteString("text"u8, text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("measurements"u8);
        foreach (var (name, value, _) in result.Measurements)
            writer.WriteNumber(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePatient(Utf8JsonWriter writer, TriageStep step, int index)
    {
        var patient = step.Shift.Patients[index];
        ref readonly var state = ref step.Patients[index];
        writer.WriteStartObject();
        writer.WriteString("id"u8, patient.Id);
        writer.WriteString("name"u8, patient.Name);
        writer.WriteNumber("age_months"u8, patient.AgeMonths);
        writer.WriteString("sex"u8, patient.Female ? "female" : "male");
        writer.WriteString("presentation"u8, patient.Family.Id);
        writer.WriteString("complaint"u8, patient.Complaint);
        if (patient.Note is not null)
            writer.WriteString("note"u8, patient.Note);
        if (patient.PartnerPresent)
            writer.WriteBoolean("accompanied"u8, true);
        writer.WriteNumber("minutes_here"u8, step.Minute - patient.ArrivalMinute);
        writer.WriteString("status"u8, StatusWords[(int)state.Status]);
        writer.WriteBoolean("seen"u8, state.ContactMinute >= 0);
        if (state.Category > 0)
            writer.WriteNumber("category"u8, state.Category);
        if (state.Disposition >= 0)
            writer.WriteString("disposition"u8, RungWords[state.Disposition]);
        if (state.RetriageDueMinute >= 0 && state.IsPresent)
            writer.WriteNumber("look_again_in_minutes"u8, state.RetriageDueMinute - step.Minute);
        writer.WriteEndObject();
    }
}
