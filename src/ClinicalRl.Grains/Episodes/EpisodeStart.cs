using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Episodes;

/// <summary>A creation request, understood.</summary>
internal sealed record EpisodeStart(
    IEnvironment Environment,
    RewardFunction RewardFunction,
    Split Split,
    ulong SeedOrIndex,
    Difficulty Difficulty,
    ImmutableArray<KeyValuePair<string, string>> Labels)
{
    /// <summary>Most labels of an episode.</summary>
    public const int MaxLabels = 32;

    /// <summary>Longest label name or value, characters.</summary>
    public const int MaxLabelLength = 200;

    /// <summary>Null and the start, or the refusal.</summary>
    public static EpisodeReply? Read(CreateEpisode request, EnvironmentCatalogue catalogue, RewardLibrary rewards, out EpisodeStart start)
    {
        start = null!;
        if (catalogue.Find(request.Environment) is not { } environment)
            return Invalid("environment", "one of " + string.Join(", ", catalogue.Environments.Select(known => $"{known.Spec.Id}@{known.Spec.Version}")));
        if (!ScenarioWords.TryParseSplit(request.Split, out var split))
            return Invalid("split", "one of " + string.Join(", ", ScenarioWords.Splits));
        if (!ScenarioWords.TryParseDifficulty(request.Difficulty, out var difficulty))
            return Invalid("difficulty", "one of " + string.Join(", ", ScenarioWords.Difficulties));
        var function = rewards.Find(request.RewardFunction ?? environment.Spec.DefaultRewardFunction);
        if (function is null || function.Document.Environment.Value != environment.Spec.Id)
            return Invalid("rewardFunction", $"a reward function for {environment.Spec.Id}, such as {environment.Spec.DefaultRewardFunction}");
        if (request.Labels.Count > MaxLabels || request.Labels.Any(label => label.Key.Length is 0 or > MaxLabelLength || label.Value.Length > MaxLabelLength))
            return Invalid("labels", $"at most {MaxLabels} labels, names of 1 and values of 0 to {MaxLabelLength} characters");
        var labels = request.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToImmutableArray();
        for (var i = 1; i < labels.Length; i++)
        {
            if (labels[i].Key == labels[i - 1].Key)
                return Invalid("labels", "each name once");
        }

        start = new EpisodeStart(environment, function, split, request.Seed, difficulty, labels);
        return null;
    }

    /// <summary>Whether the episode of <paramref name="header"/> is what this asks for, though versions may have moved on since.</summary>
    public bool Began(RunLogHeader header, CreateEpisode request) =>
        header.Parent is null
        && header.Split == Split && header.SeedOrIndex == SeedOrIndex && header.Difficulty == Difficulty
        && header.Labels.SequenceEqual(Labels)
        && Refers(request.Environment, header.Environment, header.Version)
        && Refers(request.RewardFunction ?? Environment.Spec.DefaultRewardFunction, header.RewardFunction.Id, header.RewardFunction.Version);

    private static bool Refers(string reference, string id, string version) =>
        reference == id || reference == $"{id}@{version}" || reference == $"{id}@{version.Split('.')[0]}";

    private static EpisodeReply Invalid(string field, string expected) => EpisodeReplies.Invalid(field, expected);
}
