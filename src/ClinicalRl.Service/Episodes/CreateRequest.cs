using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Episodes;

/// <summary>Reads what <c>POST /v1/episodes</c> is sent, alone or as an item of a batch.</summary>
internal static class CreateRequest
{
    /// <summary>Reads one; false with the problem. <paramref name="path"/> is where the object stands, empty for the body itself.</summary>
    public static bool TryRead(JsonElement element, string path, string actor, out CreateEpisode request, out Problem? problem)
    {
        var fields = new RequestFields(element, path, "environment", "split", "seed", "index", "difficulty", "rewardFunction", "labels");
        var environment = fields.Text("environment", RequestLimits.ReferenceLength);
        var split = fields.Word("split", ScenarioWords.Splits, Split.Train.Word());
        var seed = SeedOf(fields, path, split);
        var difficulty = fields.Word("difficulty", ScenarioWords.Difficulties, Difficulty.Standard.Word());
        var reward = fields.OptionalText("rewardFunction", RequestLimits.ReferenceLength);
        var labels = LabelsOf(fields, path);
        request = new CreateEpisode(environment, split, seed, difficulty, reward, labels, actor);
        problem = fields.Problem;
        return problem is null;
    }

    private static ulong SeedOf(RequestFields fields, string path, string split)
    {
        var heldout = split == Split.Heldout.Word();
        var (wanted, other) = heldout ? ("index", "seed") : ("seed", "index");
        var prefix = path.Length == 0 ? "" : path + ".";
        if (fields.TryGet(other, out _))
            fields.Fail(prefix + other, $"absent: split {split} takes '{wanted}'");
        var value = fields.OptionalUInt64(wanted);
        if (value is null)
            fields.Fail(prefix + wanted, "a whole number from 0 to 18446744073709551615 (required)");
        return value ?? 0;
    }

    private static List<KeyValuePair<string, string>> LabelsOf(RequestFields fields, string path)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var at = path.Length == 0 ? "labels" : path + ".labels";
        if (!fields.TryGet("labels", out var element))
            return labels;
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() > RequestLimits.Labels)
        {
            fields.Fail(at, $"an object of at most {RequestLimits.Labels} labels");
            return labels;
        }

        foreach (var label in element.EnumerateObject())
        {
            var name = RequestFields.NameOf(label);
            if (!Label.IsKey(label))
                fields.Fail($"{at}.{name}", Label.KeyRule);
            else if (RequestFields.TextOf(label.Value) is { } value && value.Length <= RequestLimits.LabelValueLength && !value.Contains('\0', StringComparison.Ordinal))
                labels.Add(new KeyValuePair<string, string>(label.Name, value));
            else
                fields.Fail($"{at}.{name}", $"a string of at most {RequestLimits.LabelValueLength} characters, none of them NUL");
        }

        labels.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return labels;
    }
}
