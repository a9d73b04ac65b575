using System.Text;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.TriageQueue.Scenarios;

/// <summary>What anyone sees of a patient, rendered once because it is shown at every step.</summary>
/// <param name="Heading">Id, name, age and sex, up to the minutes waited: the inside of a JSON string.</param>
/// <param name="Story">Reception's heading, the complaint, company and note: the inside of a JSON string.</param>
/// <param name="Json">The same as the opening members of a JSON object, up to the minutes waited.</param>
internal sealed record PatientSurface(byte[] Heading, byte[] Story, byte[] Json)
{
    private const int TypicalBytes = 512;

    public static PatientSurface Of(ScenarioPatient patient)
    {
        var story = new StringBuilder().Append(". ").Append(patient.Family.Title).Append(": \"").Append(patient.Complaint).Append('"');
        if (patient.PartnerPresent)
            story.Append(" Somebody is with them.");
        if (patient.Note is not null)
            story.Append(" Note: ").Append(patient.Note);
        var heading = $"{patient.Id} {patient.Name}, {patient.AgeText}, {(patient.Female ? "female" : "male")}, here ";
        return new PatientSurface(Inner(heading), Inner(story.ToString()), Encode(patient));
    }

    private static byte[] Inner(string text) => new Utf8Text(TypicalBytes).AppendInner(text).Written.ToArray();

    private static byte[] Encode(ScenarioPatient patient)
    {
        var json = new Utf8Text(TypicalBytes);
        json.Append("{\"id\":"u8).AppendJson(patient.Id).Append(",\"name\":"u8).AppendJson(patient.Name);
        json.Append(",\"age_months\":"u8).Append(patient.AgeMonths).Append(",\"sex\":"u8).AppendJson(patient.Female ? "female" : "male");
        json.Append(",\"presentation\":"u8).AppendJson(patient.Family.Title).Append(",\"complaint\":"u8).AppendJson(patient.Complaint);
        if (patient.Note is not null)
            json.Append(",\"note\":"u8).AppendJson(patient.Note);
        if (patient.PartnerPresent)
            json.Append(",\"accompanied\":true"u8);
        return json.Append(",\"minutes_here\":"u8).Written.ToArray();
    }
}
