using System.Globalization;
using System.Text.Json;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Hazards;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Coverage;

/// <summary>Reads which logs a report is over, from a query or a body: the same members by the same rules.</summary>
internal sealed class SelectionReader(EnvironmentCatalogue catalogue)
{
    private const string Tolerated = "tolerated";

    private const string Previous = "previous";

    private const string LabelRule = "key=value, such as run=ppo-17";

    private const string ToleratedRule = "a number above 0 and below 1";

    /// <summary>Members of a body that says which logs, for a report with a tolerated rate.</summary>
    public static string[] Members { get; } = ["environment", "labels", "from", "to", "rewardFunction", Tolerated];

    /// <summary>Reads a query, in which <c>label</c> may be given several times.</summary>
    public (CoverageSelection Selection, Problem? Problem) Read(IQueryCollection query, CoverageReport report)
    {
        var fields = QueryFields.Repeating(query, "label", [.. report == CoverageReport.Coverage ? (string[])["environment", "label", "from", "to", "rewardFunction", Tolerated] : ["environment", "label", "from", "to", "rewardFunction"]]);
        var labels = fields.Texts("label");
        if (labels.Count > RequestLimits.Labels)
            fields.Fail("label", $"given at most {RequestLimits.Labels} times");
        else if (!labels.All(IsLabel))
            fields.Fail("label", LabelRule);
        var tolerated = CoverageMatrix.DefaultToleratedRate;
        if (fields.Text(Tolerated) is { } rate && !(double.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out tolerated) && tolerated is > 0 and < 1))
            fields.Fail(Tolerated, ToleratedRule);
        var selection = Select(fields.Text("environment"), labels, fields.Text("from"), fields.Text("to"), fields.Text("rewardFunction"), tolerated, fields.Fail);
        return (selection, fields.Problem);
    }

    /// <summary>Reads a body, and the hazard log that a new one continues, as it is exported.</summary>
    public (CoverageSelection Selection, byte[]? Previous, Problem? Problem) Read(JsonElement body, CoverageReport report)
    {
        var fields = new RequestFields(body, "", report == CoverageReport.Coverage ? Members : [.. Members.Where(member => member != Tolerated), Previous]);
        var (selection, previous) = (Read(fields), report == CoverageReport.Coverage ? null : PreviousOf(fields));
        return (selection, previous, fields.Problem);
    }

    /// <summary>Reads the members of a body; what is wrong is noted in <paramref name="fields"/>.</summary>
    public CoverageSelection Read(RequestFields fields)
    {
        var labels = Label.ListOf(fields, "").Select(label => $"{label.Key}={label.Value}").ToList();
        var tolerated = CoverageMatrix.DefaultToleratedRate;
        if (fields.TryGet(Tolerated, out var rate) && !(rate.ValueKind == JsonValueKind.Number && rate.TryGetDouble(out tolerated) && tolerated is > 0 and < 1))
            fields.Fail(Tolerated, ToleratedRule);
        return Select(
            fields.OptionalText("environment", RequestLimits.ReferenceLength), labels, fields.OptionalText("from", RequestLimits.ReferenceLength), fields.OptionalText("to", RequestLimits.ReferenceLength),
            fields.OptionalText("rewardFunction", RequestLimits.ReferenceLength), tolerated, fields.Fail);
    }

    /// <summary>The hazard log to continue, in the form it is exported; null when left out, or wrong and noted in <paramref name="fields"/>.</summary>
    public byte[]? PreviousOf(RequestFields fields, string member = Previous)
    {
        if (!fields.TryGet(member, out var element))
            return null;
        if (fields.TryGet("environment", out _))
            fields.Fail("environment", $"absent when '{member}' is given: a hazard log continues all of it");
        if (!PreviousHazardLog.TryRead(JsonSerializer.SerializeToUtf8Bytes(element), out var previous, out var problem))
            fields.Fail(member, "a hazard log as this service answers it; it is " + problem);
        else if (previous.NewerThan([.. catalogue.Environments.Select(known => known.Spec)]) is { } newer)
            fields.Fail(member, "of no newer version than this service's; " + newer.Message);
        return fields.Problem is null ? HazardJson.Render(previous!.Log) : null;
    }

    private CoverageSelection Select(string? environment, IReadOnlyList<string> labels, string? from, string? to, string? rewardFunction, double tolerated, Action<string, string> fail)
    {
        if (environment is not null && !catalogue.Environments.Any(known => known.Spec.Id == environment))
            fail("environment", "one of " + string.Join(", ", catalogue.Environments.Select(known => known.Spec.Id)));
        if (rewardFunction is not null && !IsVersion(rewardFunction))
            fail("rewardFunction", "id@version, such as triage-queue-safety@1.0.0");
        var (first, end) = (TimeText.Read("from", from, fail), TimeText.Read("to", to, fail));
        if (first >= end)
            fail("to", "later than 'from'");
        return new CoverageSelection { Environment = environment, Labels = [.. labels.Order(StringComparer.Ordinal)], From = first, To = end, RewardFunction = rewardFunction, ToleratedRate = tolerated };
    }

    private static bool IsVersion(string reference) =>
        reference.Split('@') is [var id, var version] && TenantRewardFunctions.IsId(id) && SemanticVersion.TryParse(version, out _);

    private static bool IsLabel(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && Label.IsKey(text[..at]) && text.Length - at - 1 <= RequestLimits.LabelValueLength;
    }
}
