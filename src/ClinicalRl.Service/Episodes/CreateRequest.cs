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
        var labels = Label.ListOf(fields, path);
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
}
