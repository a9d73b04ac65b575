using System.Text;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.PatientConversation.Scenarios;

/// <summary>What anyone sees of a consultation from the start, rendered once because it is shown at every step.</summary>
/// <param name="Heading">Where, who, and who else is there: the inside of a JSON string.</param>
/// <param name="Json">The same as members of a JSON object.</param>
internal sealed record ConversationSurface(byte[] Heading, byte[] Json)
{
    private const int TypicalBytes = 512;

    public static ConversationSurface Of(ConversationScenario scenario)
    {
        var text = new StringBuilder(scenario.Family.IsInClinic ? "In the clinic; a nurse can examine. " : "On the phone; nobody can be examined. ")
            .Append("Patient: ").Append(scenario.FirstName).Append(' ').Append(scenario.Surname).Append(", ").Append(scenario.AgeText)
            .Append(scenario.Female ? ", female. " : ", male. ").Append("Reason given: ").Append(scenario.Family.Title).Append('.');
        if (scenario.Family.Caller is { } caller)
            text.Append(" Speaking: ").Append(caller).Append('.');
        if (scenario.CompanyPresent)
            text.Append(" Also there: ").Append(scenario.Family.Company!.Who).Append('.');
        if (scenario.Language is { } language)
            text.Append(" Speaks ").Append(language).Append(" and little English; ").Append(scenario.Interpreter!.Who).Append(" offers to interpret.");
        return new ConversationSurface(new Utf8Text(TypicalBytes).AppendInner(text.ToString()).Written.ToArray(), Encode(scenario));
    }

    private static byte[] Encode(ConversationScenario scenario)
    {
        var json = new Utf8Text(TypicalBytes);
        json.Append("\"setting\":"u8).Append(scenario.Family.IsInClinic ? "\"clinic\""u8 : "\"phone\""u8);
        json.Append(",\"patient\":{\"name\":"u8).AppendJson(scenario.FirstName + " " + scenario.Surname).Append(",\"age_months\":"u8).Append(scenario.AgeMonths);
        json.Append(",\"sex\":"u8).Append(scenario.Female ? "\"female\""u8 : "\"male\""u8).Append("},\"reason\":"u8).AppendJson(scenario.Family.Title);
        if (scenario.Family.Caller is { } caller)
            json.Append(",\"speaking\":"u8).AppendJson(caller);
        if (scenario.CompanyPresent)
            json.Append(",\"also_there\":"u8).AppendJson(scenario.Family.Company!.Who);
        if (scenario.Language is { } language)
            json.Append(",\"language\":"u8).AppendJson(language).Append(",\"offers_to_interpret\":"u8).AppendJson(scenario.Interpreter!.Who);
        return json.Written.ToArray();
    }
}
