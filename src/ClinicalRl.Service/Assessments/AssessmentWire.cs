namespace ClinicalRl.Service.Assessments;

/// <summary>Episodes to have scored.</summary>
public sealed record AssessmentBody
{
    /// <summary>Id of the environment whose sealed episodes are chosen from.</summary>
    public required string Environment { get; init; }

    /// <summary>Only episodes with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only logs sealed then or later, a date or time.</summary>
    public string? From { get; init; }

    /// <summary>Only logs sealed before then.</summary>
    public string? To { get; init; }

    /// <summary>Only episodes judged by this function, as id@version; needed when the selection holds several.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>all, random (default), stratified (by severity and category of the gravest failure), most-uncertain or disagreement (needs earlier evidence).</summary>
    public string? Method { get; init; }

    /// <summary>Most episodes to choose, 1 to 500; 60 when left out. The method all takes all.</summary>
    public int? Size { get; init; }

    /// <summary>Most episodes of one scenario, 1 to 20; 1 when left out.</summary>
    public int? PerScenario { get; init; }

    /// <summary>Evaluators of each episode, 3 to 20; 3 when left out.</summary>
    public int? EvaluatorsPerEpisode { get; init; }

    /// <summary>Hidden gold trajectories for each episode of an evaluator, 0 to 1; 0.2 when left out.</summary>
    public double? GoldRate { get; init; }

    /// <summary>Hidden repeats for each episode of an evaluator, 0 to 1; 0.1 when left out.</summary>
    public double? RepeatRate { get; init; }

    /// <summary>Hours until what is not submitted goes to somebody else, 1 to 2160; 336 (two weeks) when left out.</summary>
    public int? DeadlineHours { get; init; }

    /// <summary>Whether evaluators see the agent's own reasoning; false when left out, for it may say who the agent is.</summary>
    public bool? ShowRationale { get; init; }

    /// <summary>Labels whose values are hidden wherever the agent names them, at most 16; policy, agent, model and run when left out.</summary>
    public IReadOnlyList<string>? HideLabels { get; init; }

    /// <summary>Decides every draw; by chance when left out.</summary>
    public ulong? Seed { get; init; }
}

/// <summary>How far an assessment is. It holds no score: those are in the evaluation records and the reports made of them.</summary>
public sealed record AssessmentAnswer
{
    /// <summary>Id.</summary>
    public required string Assessment { get; init; }

    /// <summary>choosing, open, complete, cancelled or failed.</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public required string? Failure { get; init; }

    /// <summary>What must be said of the gold trajectories, and of simulated evaluators where there are any.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Which sealed episodes it chooses from, in words.</summary>
    public required string Selection { get; init; }

    /// <summary>How they are chosen.</summary>
    public required string Method { get; init; }

    /// <summary>The seed of every draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Id and version of the function whose automatic reward is held against the scores; null before the choice.</summary>
    public required string? RewardFunction { get; init; }

    /// <summary>Episodes that could have been chosen.</summary>
    public required int Population { get; init; }

    /// <summary>Scenarios that they are of.</summary>
    public required int Scenarios { get; init; }

    /// <summary>Logs of the selection that are not what the ledger holds, or cannot be read: nothing is chosen from them.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Episodes chosen.</summary>
    public required int Chosen { get; init; }

    /// <summary>Of these, episodes that as many evaluators as asked have scored.</summary>
    public required int Complete { get; init; }

    /// <summary>Evaluators asked for each episode.</summary>
    public required int EvaluatorsPerEpisode { get; init; }

    /// <summary>Evaluators who have or had an assignment.</summary>
    public required int Evaluators { get; init; }

    /// <summary>Of these, programs.</summary>
    public required int SimulatedEvaluators { get; init; }

    /// <summary>Why other evaluators were not asked, with how many.</summary>
    public required IReadOnlyDictionary<string, int> NotAsked { get; init; }

    /// <summary>Assignments of episodes by where they stand: waiting, open, submitted, released, withdrawn, cancelled.</summary>
    public required IReadOnlyDictionary<string, int> Assignments { get; init; }

    /// <summary>The same of hidden gold trajectories and repeats.</summary>
    public required IReadOnlyDictionary<string, int> Hidden { get; init; }

    /// <summary>Scores missing that nobody is left to give.</summary>
    public required int Unfilled { get; init; }

    /// <summary>Reasons of those who gave an assignment back, the latest 100.</summary>
    public required IReadOnlyList<string> Released { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset Asked { get; init; }

    /// <summary>Public id of the key that asked for it.</summary>
    public required string AskedBy { get; init; }
}

/// <summary>Assessments of the tenant.</summary>
public sealed record AssessmentList
{
    /// <summary>A page, newest first.</summary>
    public required IReadOnlyList<AssessmentAnswer> Items { get; init; }

    /// <summary>What <c>after</c> must be for the next page; null when this is the last.</summary>
    public required string? Next { get; init; }
}
