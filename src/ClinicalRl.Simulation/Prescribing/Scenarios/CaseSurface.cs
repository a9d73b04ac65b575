using System.Globalization;
using System.Text;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Scenarios;

/// <summary>What anyone sees of a request from the start, encoded once because it is shown at every step.</summary>
/// <param name="Heading">Person and request: the inside of a JSON string.</param>
/// <param name="Json">The same as members of a JSON object.</param>
/// <param name="OrderTexts">Each order of the initial chart: the inside of a JSON string.</param>
/// <param name="OrderJson">The same as members of a JSON object, up to its status.</param>
internal sealed record CaseSurface(byte[] Heading, byte[] Json, byte[][] OrderTexts, byte[][] OrderJson)
{
    private const int TypicalBytes = 1_024;

    public static CaseSurface Of(PrescribingContent content, ScenarioCase scenario) => new(
        WriteHeading(content, scenario), WriteJson(content, scenario),
        [.. scenario.Chart.Select(order => new Utf8Text(128).AppendInner(OrderText.Write(content, order)).Written.ToArray())],
        [.. scenario.Chart.Select(order => OrderMembers(content, order))]);

    /// <summary>An order's members up to its status.</summary>
    public static byte[] OrderMembers(PrescribingContent content, in Order order)
    {
        var words = content.Words;
        var json = new Utf8Text(256);
        json.Append("\"medicine\":"u8).AppendJson(content.Formulary.Medicines[order.Medicine].Id).Append(",\"dose\":"u8).Append(order.Dose);
        json.Append(",\"unit\":"u8).AppendJson(words.Units[order.Unit].Id).Append(",\"route\":"u8).AppendJson(words.Routes[order.Route]);
        json.Append(",\"frequency\":"u8).AppendJson(words.Frequencies[order.Frequency].Id).Append(",\"indication\":"u8).AppendJson(content.Formulary.Indications[order.Indication]);
        if (order.Days > 0)
            json.Append(",\"duration_days\":"u8).Append(order.Days);
        if (order.Day > 0)
            json.Append(",\"day\":"u8).AppendJson(words.Days[order.Day - 1]);
        if (order.MostPerDay > 0)
            json.Append(",\"most_per_day\":"u8).Append(order.MostPerDay);
        return json.Append(",\"as_written\":"u8).AppendJson(OrderText.Write(content, order)).Written.ToArray();
    }

    private static byte[] WriteHeading(PrescribingContent content, ScenarioCase scenario)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{scenario.Name}, {scenario.Numbers[content.Words.Age]} years, {(scenario.Female ? "female" : "male")}, ethnicity {scenario.Ethnicity}, ");
        text.Append(CultureInfo.InvariantCulture, $"speaks {scenario.Language}, number {scenario.HospitalNumber}. {scenario.Family.Setting}.\n");
        text.Append(CultureInfo.InvariantCulture, $"{scenario.Requester} asks ({OrderText.Plain(scenario.Family.Type)}): \"{scenario.RequestText}\"\n");
        return new Utf8Text(TypicalBytes).AppendInner(text.ToString()).Written.ToArray();
    }

    private static byte[] WriteJson(PrescribingContent content, ScenarioCase scenario)
    {
        var json = new Utf8Text(TypicalBytes);
        json.Append("\"patient\":{\"name\":"u8).AppendJson(scenario.Name).Append(",\"age_years\":"u8).Append((int)scenario.Numbers[content.Words.Age]);
        json.Append(",\"sex\":"u8).AppendJson(scenario.Female ? "female" : "male").Append(",\"ethnicity\":"u8).AppendJson(scenario.Ethnicity);
        json.Append(",\"language\":"u8).AppendJson(scenario.Language).Append(",\"number\":"u8).AppendJson(scenario.HospitalNumber);
        json.Append("},\"request\":{\"type\":"u8).AppendJson(scenario.Family.Type).Append(",\"title\":"u8).AppendJson(scenario.Family.Title).Append(",\"setting\":"u8).AppendJson(scenario.Family.Setting);
        json.Append(",\"from\":"u8).AppendJson(scenario.Requester).Append(",\"text\":"u8).AppendJson(scenario.RequestText).Append(",\"for\":["u8);
        for (var i = 0; i < scenario.Family.StatedNeeds.Length; i++)
            json.Append(i > 0 ? ","u8 : default).AppendJson(content.Formulary.Indications[scenario.Family.StatedNeeds[i]]);
        return json.Append("]}"u8).Written.ToArray();
    }
}
