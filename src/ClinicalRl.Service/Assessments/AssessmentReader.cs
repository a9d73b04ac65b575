using System.Globalization;
using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Assessments;
using ClinicalRl.Service.Coverage;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Assessments;

/// <summary>Reads what to assess, and how.</summary>
internal static class AssessmentReader
{
    private const int DefaultSize = 60;
    private const int MaxPerScenario = 20;
    private const int MaxEvaluators = 20;
    private const double DefaultGoldRate = 0.2;
    private const double DefaultRepeatRate = 0.1;
    private const int DefaultDeadline = 336;
    private const int MaxDeadline = 2_160;

    /// <summary>Reads a body; what the server adds is left at nothing.</summary>
    public static (StartAssessment Request, Problem? Problem) Read(JsonElement body, EnvironmentCatalogue catalogue)
    {
        var fields = new RequestFields(
            body, "", "environment", "labels", "from", "to", "rewardFunction", "method", "size", "perScenario", "evaluatorsPerEpisode", "goldRate", "repeatRate", "deadlineHours", "showRationale",
            "hideLabels", "seed");
        _ = fields.Text("environment", RequestLimits.ReferenceLength);
        var selection = new SelectionReader(catalogue).Read(fields);
        var request = new StartAssessment
        {
            Selection = selection,
            Method = fields.Word("method", AssessmentOpened.Selections, "random"),
            Size = fields.OptionalInt32("size", 1, StartAssessment.MaxChosen) ?? DefaultSize,
            PerScenario = fields.OptionalInt32("perScenario", 1, MaxPerScenario) ?? 1,
            Evaluators = fields.OptionalInt32("evaluatorsPerEpisode", AssignmentTerms.LeastEvaluators, MaxEvaluators) ?? AssignmentTerms.LeastEvaluators,
            GoldRate = Rate(fields, "goldRate", DefaultGoldRate),
            RepeatRate = Rate(fields, "repeatRate", DefaultRepeatRate),
            DeadlineHours = fields.OptionalInt32("deadlineHours", 1, MaxDeadline) ?? DefaultDeadline,
            ShowRationale = Flag(fields, "showRationale"),
            HiddenLabels = HiddenLabels(fields),
            Seed = fields.OptionalUInt64("seed"),
            TreeSize = 0,
            At = default,
            Actor = "",
        };
        return (request, fields.Problem);
    }

    private static double Rate(RequestFields fields, string name, double otherwise)
    {
        if (!fields.TryGet(name, out var value))
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var rate) && rate is >= 0 and <= 1)
            return rate;
        fields.Fail(name, "a number from 0 to 1");
        return otherwise;
    }

    private static bool Flag(RequestFields fields, string name)
    {
        if (!fields.TryGet(name, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            fields.Fail(name, "true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    private static string[] HiddenLabels(RequestFields fields)
    {
        if (!fields.TryGet("hideLabels", out var list))
            return [.. StartAssessment.AgentLabels];
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= RequestLimits.Labels)
        {
            var keys = list.EnumerateArray().Select(RequestFields.TextOf).ToArray();
            if (keys.All(key => key is not null && Label.IsKey(key)))
                return keys!;
        }

        fields.Fail("hideLabels", string.Create(CultureInfo.InvariantCulture, $"a list of at most {RequestLimits.Labels} keys of labels"));
        return [];
    }
}
