using System.Text.Json;

namespace ClinicalRl.Service.Assessments;

/// <summary>What an evaluator has to do, and did in assessments that are open.</summary>
public sealed record AssignmentList
{
    /// <summary>The evaluator, by pseudonym.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Whether the evaluator is a program.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The assignments; those that come later are not shown yet.</summary>
    public required IReadOnlyList<AssignmentSummary> Items { get; init; }
}

/// <summary>An assignment in a list.</summary>
public sealed record AssignmentSummary
{
    /// <summary>Id.</summary>
    public required string Assignment { get; init; }

    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>open or submitted.</summary>
    public required string Status { get; init; }

    /// <summary>When it goes to somebody else, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }
}

/// <summary>One trajectory to score: what the agent saw and did. It says nothing of rewards, of who acted, or of what others think.</summary>
public sealed record AssignmentAnswer
{
    /// <summary>Id.</summary>
    public required string Assignment { get; init; }

    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>open, submitted, released, withdrawn or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>When it goes to somebody else, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether the evaluator is a program.</summary>
    public required bool Simulated { get; init; }

    /// <summary>What was seen at the beginning.</summary>
    public required string Opening { get; init; }

    /// <summary>The steps in order.</summary>
    public required IReadOnlyList<AssignmentStep> Steps { get; init; }

    /// <summary>Steps that must be scored and are not.</summary>
    public required IReadOnlyList<int> Missing { get; init; }

    /// <summary>The evaluator's own judgement of the whole; null before it was submitted.</summary>
    public required SubmissionBody? Judgement { get; init; }
}

/// <summary>What became of an answer: the assignment without its trajectory.</summary>
public sealed record AssignmentStanding
{
    /// <summary>Id.</summary>
    public required string Assignment { get; init; }

    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>open, submitted, released, withdrawn or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>When it goes to somebody else, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether the evaluator is a program.</summary>
    public required bool Simulated { get; init; }

    /// <summary>What the evaluator said last of each step, in order.</summary>
    public required IReadOnlyList<StepScoreBody> Given { get; init; }

    /// <summary>Steps that must be scored and are not.</summary>
    public required IReadOnlyList<int> Missing { get; init; }

    /// <summary>The evaluator's own judgement of the whole; null before it was submitted.</summary>
    public required SubmissionBody? Judgement { get; init; }
}

/// <summary>A step of a trajectory.</summary>
public sealed record AssignmentStep
{
    /// <summary>From 1.</summary>
    public required int Step { get; init; }

    /// <summary>The tool that the agent called.</summary>
    public required string Tool { get; init; }

    /// <summary>With which arguments, an object.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>Words to patient or colleague, or null.</summary>
    public required string? Message { get; init; }

    /// <summary>The agent's own reasoning, where it is shown; else null.</summary>
    public required string? Rationale { get; init; }

    /// <summary>What was seen after it.</summary>
    public required string Observation { get; init; }

    /// <summary>Simulated minutes since the beginning, after it.</summary>
    public required int Minutes { get; init; }

    /// <summary>Whether it must be scored; any other step may be.</summary>
    public required bool Asked { get; init; }

    /// <summary>What the evaluator said of it last; null when nothing yet.</summary>
    public required StepScoreBody? Given { get; init; }
}

/// <summary>What an evaluator says of a step.</summary>
public sealed record StepScoreBody
{
    /// <summary>Number of the step.</summary>
    public required int Step { get; init; }

    /// <summary>From 0 (harmful or useless) to 1 (as good as can be).</summary>
    public required double Score { get; init; }

    /// <summary>Stated probability of being right, from 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Category of the failure, CS01 to CS10, or none (also when left out).</summary>
    public string? Failure { get; init; }

    /// <summary>Worst plausible harm of the failure, S1 to S5; absent or S0 without one.</summary>
    public string? Severity { get; init; }

    /// <summary>Free text, at most 4000 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Time taken, seconds, as a simulated evaluator says; refused from people, whose time is measured here.</summary>
    public double? Seconds { get; init; }
}

/// <summary>An evaluator's judgement of the whole.</summary>
public sealed record SubmissionBody
{
    /// <summary>From 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Stated probability of being right, from 0 to 1.</summary>
    public required double Confidence { get; init; }
}

/// <summary>Why an assignment is given back.</summary>
public sealed record ReleaseBody
{
    /// <summary>In words, at most 500 characters; administrators read it.</summary>
    public required string Reason { get; init; }
}
