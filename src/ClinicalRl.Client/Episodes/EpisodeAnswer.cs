using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicalRl.Client.Serialization;

namespace ClinicalRl.Client.Episodes;

/// <summary>What a creation or a step led to.</summary>
/// <param name="Episode">The episode's id.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="RewardFunction">What scored it, and whether a specialist has signed that.</param>
/// <param name="Notice">What these scores may not be used for.</param>
/// <param name="Observation">What the agent sees.</param>
/// <param name="Reward">0 to 1; 0 when the step was not judged; null at the start.</param>
/// <param name="Judged">Whether any criterion was judged at this step.</param>
/// <param name="Terminated">The task ended.</param>
/// <param name="Truncated">A limit, or an abort, ended it.</param>
/// <param name="Breakdown">Every criterion judged at this step.</param>
/// <param name="EpisodeReward">What the episode has earned so far.</param>
/// <param name="InvalidAction">Why the action could not be carried out, or null.</param>
/// <param name="State">Digest of the hidden state, 32 hex digits: equal for equal histories.</param>
public sealed record EpisodeAnswer(
    string Episode,
    int Step,
    RewardFunctionInfo RewardFunction,
    string Notice,
    Observation Observation,
    double? Reward,
    bool Judged,
    bool Terminated,
    bool Truncated,
    IReadOnlyList<Verdict> Breakdown,
    EpisodeReward EpisodeReward,
    string? InvalidAction,
    string State)
{
    /// <summary>No further step is possible.</summary>
    [JsonIgnore]
    public bool Ended => Terminated || Truncated;

    /// <summary>Environment id; set on creations.</summary>
    public string? Environment { get; init; }

    /// <summary>Environment version; set on creations.</summary>
    public string? Version { get; init; }

    /// <summary>Split; set on creations.</summary>
    public string? Split { get; init; }

    /// <summary>Seed; set on creations but for held-out scenarios.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Which held-out scenario.</summary>
    public long? Index { get; init; }

    /// <summary>Difficulty; set on creations.</summary>
    public string? Difficulty { get; init; }

    /// <summary>What it was forked from, or null.</summary>
    public ForkParent? Parent { get; init; }
}

/// <summary>What the agent sees.</summary>
/// <param name="Text">All that a language model needs.</param>
/// <param name="Data">The same, structured; its schema is the environment's.</param>
/// <param name="TimeMinutes">Simulated minutes since the scenario began.</param>
public sealed record Observation(string Text, JsonElement Data, [property: JsonPropertyName("time_minutes")] int TimeMinutes)
{
    /// <summary>The observation as it came: <c>{"text", "data", "time_minutes"}</c>.</summary>
    public JsonElement ToElement() => JsonSerializer.SerializeToElement(this, ClientJson.Default.Observation);
}

/// <summary>A reward function's identity.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status"><c>draft</c>, <c>in-review</c>, <c>signed</c>, <c>superseded</c> or <c>revoked</c>.</param>
/// <param name="Hash">SHA-256 of the document, on creations.</param>
public sealed record RewardFunctionInfo(string Id, string Version, string Status, string? Hash = null);

/// <summary>One criterion judged.</summary>
/// <param name="Criterion">Its id.</param>
/// <param name="Outcome"><see cref="Met"/>, <see cref="PartlyMet"/> or <see cref="NotMet"/>.</param>
/// <param name="Score">1, 0.5 or 0.</param>
/// <param name="Weight">Its weight in the step's reward.</param>
/// <param name="Severity"><c>S0</c> to <c>S5</c>.</param>
/// <param name="Category"><c>CS01</c> to <c>CS10</c>.</param>
/// <param name="Subject">Whom it is about, such as a patient, or null.</param>
/// <param name="Evidence">The facts it rests on.</param>
public sealed record Verdict(
    string Criterion,
    [property: JsonPropertyName("verdict")] string Outcome,
    double Score,
    double Weight,
    string Severity,
    string Category,
    string? Subject,
    JsonElement Evidence)
{
    /// <summary>Outcome of a criterion that was kept.</summary>
    public const string Met = "met";

    /// <summary>Outcome of a criterion that was kept in part.</summary>
    public const string PartlyMet = "partly_met";

    /// <summary>Outcome of a criterion that was broken.</summary>
    public const string NotMet = "not_met";
}

/// <summary>What an episode has earned so far.</summary>
/// <param name="Reward">The episode reward, 0 to 1, gates applied.</param>
/// <param name="Mean">Plain mean of the judged steps.</param>
/// <param name="SeverityWeighted">Mean weighted by severity.</param>
/// <param name="JudgedSteps">Number of judged steps.</param>
/// <param name="Cap">Lowest cap of the gates that fired; 1 when none did.</param>
/// <param name="Gates">Criteria whose gate fired.</param>
public sealed record EpisodeReward(
    double Reward,
    double Mean,
    [property: JsonPropertyName("severity_weighted")] double SeverityWeighted,
    [property: JsonPropertyName("judged_steps")] int JudgedSteps,
    double Cap,
    IReadOnlyList<string> Gates);

/// <summary>Where a fork began.</summary>
/// <param name="Episode">The episode copied.</param>
/// <param name="Step">Steps copied.</param>
public sealed record ForkParent(string Episode, int Step);
