using ClinicalRl.Evaluation.Assessments;

namespace ClinicalRl.Grains.Assessments;

/// <summary>One trajectory for one evaluator, keyed <c>tenant/assignment</c>. To everybody but its evaluator it is as if it did not exist.</summary>
[Alias("clinicalrl.assignment")]
public interface IAssignmentGrain : IGrainWithStringKey
{
    /// <summary>Hands it out; repeating it changes nothing. False when its trajectory cannot be read.</summary>
    [Alias("hand-out")]
    ValueTask<bool> HandOutAsync(AssignmentTask task);

    /// <summary>Where it stands; <see cref="AssignmentStatus.Waiting"/> when it was not handed out.</summary>
    [Alias("status")]
    ValueTask<AssignmentEnd> StatusAsync();

    /// <summary>Takes it from the evaluator, unless it has ended already; where it stands then.</summary>
    [Alias("take-back")]
    ValueTask<AssignmentEnd> TakeBackAsync(AssignmentStatus status);

    /// <summary>Id of its environment; null to everybody but its evaluator.</summary>
    [Alias("environment")]
    ValueTask<string?> EnvironmentOfAsync(string evaluator);

    /// <summary>The trajectory and what was answered; null to everybody but its evaluator. From the first time on time is measured.</summary>
    [Alias("read")]
    ValueTask<AssignmentReply?> ReadAsync(string evaluator);

    /// <summary>Takes an answer to a step. Repeating it changes nothing; another one corrects it.</summary>
    /// <param name="evaluator">Whoever asks.</param>
    /// <param name="answer">A <see cref="StepAnswer"/> as JSON.</param>
    /// <param name="seconds">What a program says it took; null, and for people always, to measure.</param>
    [Alias("score")]
    ValueTask<AssignmentReply?> ScoreAsync(string evaluator, string answer, double? seconds);

    /// <summary>Takes the judgement of the whole, which submits the assignment or corrects it.</summary>
    [Alias("submit")]
    ValueTask<AssignmentReply?> SubmitAsync(string evaluator, double score, double confidence);

    /// <summary>Gives it back.</summary>
    [Alias("release")]
    ValueTask<AssignmentReply?> ReleaseAsync(string evaluator, string reason);
}

/// <summary>What to do.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.assignment.task")]
public sealed record AssignmentTask
{
    /// <summary>Id of the assessment.</summary>
    [Id(0)]
    public required string Assessment { get; init; }

    /// <summary>Pseudonym.</summary>
    [Id(1)]
    public required string Evaluator { get; init; }

    /// <summary>Whether the evaluator is a program.</summary>
    [Id(2)]
    public required bool Simulated { get; init; }

    /// <summary>What it is.</summary>
    [Id(3)]
    public required AssignmentKind Kind { get; init; }

    /// <summary>Id of the episode or of the gold trajectory.</summary>
    [Id(4)]
    public required string Source { get; init; }

    /// <summary>Id of the environment.</summary>
    [Id(5)]
    public required string Environment { get; init; }

    /// <summary>When it goes to somebody else.</summary>
    [Id(6)]
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether the agent's own reasoning is shown.</summary>
    [Id(7)]
    public required bool ShowRationale { get; init; }

    /// <summary>Names that are hidden.</summary>
    [Id(8)]
    public required string[] HiddenNames { get; init; }
}

/// <summary>Where an assignment stands, and why it was given back.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.assignment.end")]
public sealed record AssignmentEnd([property: Id(0)] AssignmentStatus Status, [property: Id(1)] string? Reason);

/// <summary>An assignment as its evaluator has it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.assignment.reply")]
public sealed record AssignmentReply
{
    /// <summary>Id of the assessment.</summary>
    [Id(0)]
    public required string Assessment { get; init; }

    /// <summary>Id of the environment.</summary>
    [Id(1)]
    public required string Environment { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required AssignmentStatus Status { get; init; }

    /// <summary>When it goes to somebody else.</summary>
    [Id(3)]
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether the evaluator is a program.</summary>
    [Id(4)]
    public required bool Simulated { get; init; }

    /// <summary>The <see cref="Trajectory"/> as JSON, blind.</summary>
    [Id(5)]
    public required string Trajectory { get; init; }

    /// <summary>The <see cref="AnswerSheet"/> as JSON.</summary>
    [Id(6)]
    public required string Sheet { get; init; }

    /// <summary>Field at fault, when something was refused for its content.</summary>
    [Id(7)]
    public string? Field { get; init; }

    /// <summary>Why something was refused, or null.</summary>
    [Id(8)]
    public string? Refusal { get; init; }
}
