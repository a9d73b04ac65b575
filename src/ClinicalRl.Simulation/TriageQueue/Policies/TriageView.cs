using System.Collections.Immutable;
using System.Text.Json;

namespace ClinicalRl.Simulation.TriageQueue.Policies;

/// <summary>One listed patient, as any agent sees them.</summary>
internal sealed record SeenPatient(
    string Id, string Presentation, int AgeMonths, bool Female, string Status, bool Seen, int Category, int MinutesHere, int? LookAgainInMinutes, bool Accompanied)
{
    public bool IsWaiting => Status == "waiting";

    public bool IsPresent => Status is "waiting" or "awaiting_bay" or "awaiting_clinician";
}

/// <summary>The parts of an observation's data that the policies use.</summary>
internal sealed record TriageView(int Minute, bool ArrivalsExpected, int CliniciansFree, ImmutableArray<SeenPatient> Patients, JsonElement Result)
{
    public static TriageView Read(JsonElement observation)
    {
        var data = observation.GetProperty("data");
        return new TriageView(
            data.GetProperty("minute").GetInt32(), data.GetProperty("arrivals_expected").GetBoolean(), data.GetProperty("clinicians_free").GetInt32(),
            [.. data.GetProperty("patients").EnumerateArray().Select(ReadPatient)], data.GetProperty("result"));
    }

    private static SeenPatient ReadPatient(JsonElement patient) => new(
        patient.GetProperty("id").GetString()!,
        patient.GetProperty("presentation").GetString()!,
        patient.GetProperty("age_months").GetInt32(),
        patient.GetProperty("sex").GetString() == "female",
        patient.GetProperty("status").GetString()!,
        patient.GetProperty("seen").GetBoolean(),
        patient.TryGetProperty("category", out var category) ? category.GetInt32() : 0,
        patient.GetProperty("minutes_here").GetInt32(),
        patient.TryGetProperty("look_again_in_minutes", out var again) ? again.GetInt32() : null,
        patient.TryGetProperty("accompanied", out _));
}
