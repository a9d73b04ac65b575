namespace ClinicalRl.Service.Evaluators;

/// <summary>An answer to a gold item.</summary>
public sealed record GoldAnswerBody
{
    /// <summary>Id of the item shown.</summary>
    public required string ItemId { get; init; }

    /// <summary>Form of the response: score, choice, order or mark; the item says which it wants.</summary>
    public required string Form { get; init; }

    /// <summary>Form score: from 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>Form choice: key of the choice.</summary>
    public string? Choice { get; init; }

    /// <summary>Form order: keys of all choices, best first.</summary>
    public IReadOnlyList<string>? BestFirst { get; init; }

    /// <summary>Form mark: number of the step.</summary>
    public int? Step { get; init; }

    /// <summary>Form mark: category, CS01 to CS10.</summary>
    public string? Category { get; init; }

    /// <summary>Stated probability of being right, from 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Time taken, seconds, as a simulated evaluator says; refused from people, whose time is measured here.</summary>
    public double? Seconds { get; init; }
}

/// <summary>Where an evaluator's calibration in one environment stands.</summary>
public sealed record CalibrationAnswerBody
{
    /// <summary>Pseudonym of the evaluator.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>What must be said of the bank of gold items.</summary>
    public required string Notice { get; init; }

    /// <summary>not-begun, screening, screen-failed (may be tried once more), refused, calibrating, qualified, not-qualified, expired or retest-due.</summary>
    public required string Phase { get; init; }

    /// <summary>Until when the qualification holds, UTC; null when there is none that does. While Phase 2 is done again the one before may still hold.</summary>
    public required DateTimeOffset? QualifiedUntil { get; init; }

    /// <summary>Why Phase 2 was last demanded again; null when it never was.</summary>
    public required string? RetestBecause { get; init; }

    /// <summary>Answers taken so far.</summary>
    public required int Answered { get; init; }

    /// <summary>The item to answer; null when none is shown, and to everybody but the evaluator. Nothing says whether answers were right until it is decided.</summary>
    public required ShownItem? Next { get; init; }

    /// <summary>Why the last screen was failed: score, or the guards that did not hold; empty otherwise.</summary>
    public required IReadOnlyList<string> ScreenFindings { get; init; }

    /// <summary>What Phase 2 found; null until it is decided.</summary>
    public required CalibrationResult? Result { get; init; }
}

/// <summary>A gold item as the evaluator sees it.</summary>
public sealed record ShownItem
{
    /// <summary>Id.</summary>
    public required string ItemId { get; init; }

    /// <summary>rating, comparison, ranking, rubric, correction, annotation, justification or red-team.</summary>
    public required string Type { get; init; }

    /// <summary>Form of the response that it wants: score, choice, order or mark.</summary>
    public required string Form { get; init; }

    /// <summary>What is shown, a paragraph an entry.</summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>What can be chosen; empty for a score.</summary>
    public required IReadOnlyList<ShownChoice> Choices { get; init; }
}

/// <summary>Something to choose.</summary>
public sealed record ShownChoice
{
    /// <summary>Key by which it is chosen.</summary>
    public required string Key { get; init; }

    /// <summary>What is chosen.</summary>
    public required string Text { get; init; }
}

/// <summary>What Phase 2 found.</summary>
public sealed record CalibrationResult
{
    /// <summary>qualified, never-event-missed, out-of-reach, precise or bank-used.</summary>
    public required string Decision { get; init; }

    /// <summary>Rate over all types.</summary>
    public required RateAnswer Rate { get; init; }

    /// <summary>Rate of each task type.</summary>
    public required IReadOnlyList<RateAnswer> ByType { get; init; }

    /// <summary>Lower bound that must be reached.</summary>
    public required double Threshold { get; init; }
}

/// <summary>A rate of right answers.</summary>
public sealed record RateAnswer
{
    /// <summary>Task type, or all.</summary>
    public required string Type { get; init; }

    /// <summary>Items answered.</summary>
    public required int Items { get; init; }

    /// <summary>Posterior mean under Jeffreys' prior; null without items.</summary>
    public required double? Rate { get; init; }

    /// <summary>Lower end of its 95% interval.</summary>
    public required double? Lower { get; init; }

    /// <summary>Upper end.</summary>
    public required double? Upper { get; init; }

    /// <summary>Exact one-sided 95% lower bound.</summary>
    public required double? LowerBound { get; init; }
}
