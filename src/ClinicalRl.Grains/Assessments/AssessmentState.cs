using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Assessments;

/// <summary>What is stored of an assessment.</summary>
[GenerateSerializer]
[Alias("clinicalrl.assessment.state")]
public sealed class AssessmentState : JobState<StartAssessment>
{
    /// <summary>Episodes that could have been chosen.</summary>
    [Id(0)]
    public int Population { get; set; }

    /// <summary>Scenarios that they are of.</summary>
    [Id(1)]
    public int Scenarios { get; set; }

    /// <summary>The chosen episodes as JSON: an <see cref="EpisodeCandidate"/> each.</summary>
    [Id(2)]
    public string Chosen { get; set; } = "[]";

    /// <summary>Id and version of the function that judged them.</summary>
    [Id(3)]
    public string? RewardFunction { get; set; }

    /// <summary>Who has what; an evaluator's in their order.</summary>
    [Id(4)]
    public List<AssessmentSlot> Slots { get; set; } = [];

    /// <summary>Whether it was ended.</summary>
    [Id(5)]
    public bool Stopped { get; set; }

    /// <summary>Pseudonyms of the programs among the evaluators.</summary>
    [Id(6)]
    public List<string> Simulated { get; set; } = [];

    /// <summary>Why evaluators were not asked, with how many, when the plan was made.</summary>
    [Id(7)]
    public Dictionary<string, int> NotAsked { get; set; } = [];

    /// <summary>Evaluators missing whom nobody could replace.</summary>
    [Id(8)]
    public int Unfilled { get; set; }

    /// <summary>Logs of the selection that are not what the ledger holds, or cannot be read.</summary>
    [Id(9)]
    public int Unreadable { get; set; }
}

/// <summary>One trajectory for one evaluator.</summary>
[GenerateSerializer]
[Alias("clinicalrl.assessment.slot")]
public sealed class AssessmentSlot
{
    /// <summary>Id of the assignment.</summary>
    [Id(0)]
    public string Assignment { get; set; } = "";

    /// <summary>Pseudonym.</summary>
    [Id(1)]
    public string Evaluator { get; set; } = "";

    /// <summary>What it is.</summary>
    [Id(2)]
    public AssignmentKind Kind { get; set; }

    /// <summary>Id of the episode or of the gold trajectory.</summary>
    [Id(3)]
    public string Source { get; set; } = "";

    /// <summary>Where it stands.</summary>
    [Id(4)]
    public AssignmentStatus Status { get; set; }

    /// <summary>When it goes to somebody else.</summary>
    [Id(5)]
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Why it was given back, or null.</summary>
    [Id(6)]
    public string? Reason { get; set; }
}

/// <summary>Where an assignment can stand. The numbers are stored.</summary>
public enum AssignmentStatus
{
    /// <summary>Its turn has not come.</summary>
    Waiting = 0,

    /// <summary>The evaluator has it.</summary>
    Open = 1,

    /// <summary>The evaluator is done.</summary>
    Submitted = 2,

    /// <summary>The evaluator gave it back.</summary>
    Released = 3,

    /// <summary>Time ran out, or the evaluator may not judge any more.</summary>
    Withdrawn = 4,

    /// <summary>The assessment was ended.</summary>
    Cancelled = 5,
}

/// <summary>Wire names of <see cref="AssignmentStatus"/>.</summary>
public static class AssignmentStatuses
{
    private static readonly string[] Words = ["waiting", "open", "submitted", "released", "withdrawn", "cancelled"];

    /// <summary>Its wire name.</summary>
    public static string Word(this AssignmentStatus status) => Words[(int)status];
}
