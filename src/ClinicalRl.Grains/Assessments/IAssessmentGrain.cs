using ClinicalRl.Grains.Coverage;

namespace ClinicalRl.Grains.Assessments;

/// <summary>
/// An assessment, keyed <c>tenant/assessment</c>: chooses episodes by a job, assigns them, and keeps who has what until when. What is overdue goes to others
/// whenever it is looked at, so that nothing has to wake it.
/// </summary>
[Alias("clinicalrl.assessment")]
public interface IAssessmentGrain : IGrainWithStringKey
{
    /// <summary>Begins, unless it has begun.</summary>
    [Alias("start")]
    ValueTask<AssessmentProgress> BeginAsync(StartAssessment request);

    /// <summary>How far it is; null when there is none.</summary>
    [Alias("progress")]
    ValueTask<AssessmentProgress?> ProgressAsync();

    /// <summary>Ends it: nothing more can be scored; what was submitted stays. Null when there is none.</summary>
    [Alias("stop")]
    ValueTask<AssessmentProgress?> StopAsync();

    /// <summary>What an evaluator has to do now and has done, handing out what comes next. Nothing to somebody who may not judge now: their part goes to others.</summary>
    [Alias("desk")]
    ValueTask<IReadOnlyList<DeskEntry>> DeskAsync(string evaluator);

    /// <summary>Looks at what became of an assignment that was handed out, and gives what was given back to somebody else.</summary>
    [Alias("settle")]
    ValueTask SettleAsync(string assignment);
}

/// <summary>A tenant's assessments, keyed by the tenant.</summary>
[Alias("clinicalrl.assessments")]
public interface IAssessmentIndexGrain : IGrainWithStringKey
{
    /// <summary>Adds one; a sentence why it cannot be, else null. Repeating it changes nothing.</summary>
    [Alias("add")]
    ValueTask<string?> AddAsync(string assessment);

    /// <summary>Notes that one takes no more answers.</summary>
    [Alias("ended")]
    ValueTask EndedAsync(string assessment);

    /// <summary>All, newest first; or those only that take answers.</summary>
    [Alias("list")]
    ValueTask<IReadOnlyList<string>> ListAsync(bool open);
}

/// <summary>What to assess, and how.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.assessment.start")]
public sealed record StartAssessment
{
    /// <summary>Most episodes that one assessment chooses.</summary>
    public const int MaxChosen = 500;

    /// <summary>Most assignments of its episodes: they are stored together.</summary>
    public const int MaxAssignments = 3_000;

    /// <summary>Labels that name an agent.</summary>
    public static IReadOnlyList<string> AgentLabels { get; } = ["policy", "agent", "model", "run"];

    /// <summary>Which sealed logs; its environment is given.</summary>
    [Id(0)]
    public required CoverageSelection Selection { get; init; }

    /// <summary>How episodes are chosen.</summary>
    [Id(1)]
    public required string Method { get; init; }

    /// <summary>Most episodes.</summary>
    [Id(2)]
    public required int Size { get; init; }

    /// <summary>Most episodes of a scenario.</summary>
    [Id(3)]
    public required int PerScenario { get; init; }

    /// <summary>Evaluators of an episode.</summary>
    [Id(4)]
    public required int Evaluators { get; init; }

    /// <summary>Gold trajectories for each episode, 0 to 1.</summary>
    [Id(5)]
    public required double GoldRate { get; init; }

    /// <summary>Repeats for each episode, 0 to 1.</summary>
    [Id(6)]
    public required double RepeatRate { get; init; }

    /// <summary>Hours that an evaluator has for what is assigned.</summary>
    [Id(7)]
    public required int DeadlineHours { get; init; }

    /// <summary>Whether evaluators see the agent's own reasoning.</summary>
    [Id(8)]
    public required bool ShowRationale { get; init; }

    /// <summary>Labels whose values are hidden wherever the agent names them.</summary>
    [Id(9)]
    public required string[] HiddenLabels { get; init; }

    /// <summary>Decides every draw; null only until it begins.</summary>
    [Id(10)]
    public required ulong? Seed { get; init; }

    /// <summary>Entries of the ledger that are looked at.</summary>
    [Id(11)]
    public required int TreeSize { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(12)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Public id of the API key that asked.</summary>
    [Id(13)]
    public required string Actor { get; init; }
}

/// <summary>How far an assessment is.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.assessment.progress")]
public sealed record AssessmentProgress
{
    /// <summary>One of <see cref="AssessmentStatuses"/>.</summary>
    [Id(0)]
    public required string Status { get; init; }

    /// <summary>Why it failed, or null.</summary>
    [Id(1)]
    public string? Failure { get; init; }

    /// <summary>What was asked for.</summary>
    [Id(2)]
    public required StartAssessment Request { get; init; }

    /// <summary>Episodes that could have been chosen.</summary>
    [Id(3)]
    public int Population { get; init; }

    /// <summary>Scenarios that they are of.</summary>
    [Id(4)]
    public int Scenarios { get; init; }

    /// <summary>Episodes chosen.</summary>
    [Id(5)]
    public int Chosen { get; init; }

    /// <summary>Of these, episodes that as many evaluators as asked have scored.</summary>
    [Id(6)]
    public int Complete { get; init; }

    /// <summary>Id and version of the function whose automatic reward is held against the scores; null before the choice.</summary>
    [Id(7)]
    public string? RewardFunction { get; init; }

    /// <summary>Evaluators who have anything to do.</summary>
    [Id(8)]
    public int Panel { get; init; }

    /// <summary>Of these, programs.</summary>
    [Id(9)]
    public int SimulatedPanel { get; init; }

    /// <summary>Assignments of episodes by where they stand; gold and repeats are counted apart.</summary>
    [Id(10)]
    public required IReadOnlyDictionary<string, int> Episodes { get; init; }

    /// <summary>Gold trajectories and repeats by where they stand.</summary>
    [Id(11)]
    public required IReadOnlyDictionary<string, int> Hidden { get; init; }

    /// <summary>Evaluators missing whom nobody could replace.</summary>
    [Id(12)]
    public int Unfilled { get; init; }

    /// <summary>Why evaluators are not asked, with how many.</summary>
    [Id(13)]
    public required IReadOnlyDictionary<string, int> NotAsked { get; init; }

    /// <summary>Reasons given by those who gave an assignment back, the latest 100.</summary>
    [Id(14)]
    public required IReadOnlyList<string> Released { get; init; }

    /// <summary>Logs of the selection that are not what the ledger holds, or cannot be read: nothing is chosen from them.</summary>
    [Id(15)]
    public int Unreadable { get; init; }
}

/// <summary>Where an assessment can stand.</summary>
public static class AssessmentStatuses
{
    /// <summary>Episodes are being chosen.</summary>
    public const string Choosing = "choosing";

    /// <summary>Evaluators score.</summary>
    public const string Open = "open";

    /// <summary>All that can be scored is.</summary>
    public const string Complete = "complete";

    /// <summary>It was ended.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It could not begin.</summary>
    public const string Failed = "failed";
}

/// <summary>An assignment on an evaluator's desk.</summary>
/// <param name="Assignment">Id.</param>
/// <param name="Environment">Id of the environment.</param>
/// <param name="Status">open or submitted.</param>
/// <param name="Deadline">When it goes to somebody else.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.assessment.desk-entry")]
public sealed record DeskEntry([property: Id(0)] string Assignment, [property: Id(1)] string Environment, [property: Id(2)] string Status, [property: Id(3)] DateTimeOffset Deadline);
