using System.Collections.Immutable;
using System.Text.Json;

namespace ClinicalRl.Simulation.PatientConversation.Policies;

/// <summary>The parts of an observation's data that the policies use.</summary>
internal sealed record ConversationView(
    bool InClinic, string Reason, int AgeMonths, bool SomebodyThere, bool LittleEnglish, bool Interpreter, bool Alone, string Said, string Noticed, bool PushesBack, bool AsksIfAi,
    string? Plan, bool PlanAgreed, ImmutableArray<(string Code, bool Present)> Findings)
{
    public static ConversationView Read(JsonElement observation)
    {
        var data = observation.GetProperty("data");
        return new ConversationView(
            data.GetProperty("setting").GetString() == "clinic", data.GetProperty("reason").GetString()!, data.GetProperty("patient").GetProperty("age_months").GetInt32(),
            data.TryGetProperty("also_there", out _), data.TryGetProperty("language", out _), data.GetProperty("interpreter").GetBoolean(), data.GetProperty("alone").GetBoolean(),
            data.GetProperty("said").GetString()!, data.GetProperty("noticed").GetString()!, data.GetProperty("pushes_back").GetBoolean(), data.GetProperty("asks_if_ai").GetBoolean(),
            data.TryGetProperty("plan", out var plan) ? plan.GetString() : null, data.TryGetProperty("plan_agreed", out var agreed) && agreed.GetBoolean(),
            [.. data.GetProperty("findings").EnumerateArray().Select(finding => (finding.GetProperty("code").GetString()!, finding.GetProperty("present").GetBoolean()))]);
    }
}
