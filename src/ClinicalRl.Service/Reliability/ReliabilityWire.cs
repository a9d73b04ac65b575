namespace ClinicalRl.Service.Reliability;

/// <summary>A simulated assessment to make.</summary>
public sealed record SimulatedAssessmentBody
{
    /// <summary>Seed, a whole number from 0; 1 when left out.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Episodes, 3 to 300; 60 when left out.</summary>
    public int? Episodes { get; init; }
}

/// <summary>A simulated assessment.</summary>
public sealed record SimulatedAssessmentAnswer
{
    /// <summary>Its id.</summary>
    public required string Assessment { get; init; }

    /// <summary>Its records.</summary>
    public required int Records { get; init; }

    /// <summary>True: its evaluators are programs.</summary>
    public required bool Simulated { get; init; }

    /// <summary>What must be read before any of its numbers.</summary>
    public required string Notice { get; init; }
}

/// <summary>How an evaluator stands.</summary>
public sealed record StandingAnswer
{
    /// <summary>Pseudonym.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Whether it is a program.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Environments for which the evaluator is qualified.</summary>
    public required IReadOnlyList<string> Qualified { get; init; }

    /// <summary>Gold items answered.</summary>
    public required int GoldItems { get; init; }

    /// <summary>Of these, answered right.</summary>
    public required int Right { get; init; }

    /// <summary>Posterior mean of the rate of right answers; null without any.</summary>
    public required double? Reliability { get; init; }

    /// <summary>Its one-sided 95% lower bound; null without any.</summary>
    public required double? LowerBound { get; init; }

    /// <summary>Steps scored.</summary>
    public required int Steps { get; init; }

    /// <summary>What each assessment in which they scored finds of them, oldest first.</summary>
    public required IReadOnlyList<AssessmentStandingAnswer> Assessments { get; init; }
}

/// <summary>What an assessment finds of an evaluator. A flag asks a person to look; none is a sanction.</summary>
public sealed record AssessmentStandingAnswer
{
    /// <summary>Its id.</summary>
    public required string Assessment { get; init; }

    /// <summary>drift, copying, low-effort.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Evaluators whose scores these are too like.</summary>
    public required IReadOnlyList<string> CopiedFrom { get; init; }

    /// <summary>What the evaluator's scores lie above the reference; null when it cannot be told.</summary>
    public required double? Bias { get; init; }

    /// <summary>Steps scored in it.</summary>
    public required int Steps { get; init; }

    /// <summary>Of these, beyond three standard errors from the others.</summary>
    public required int OutlyingSteps { get; init; }
}
