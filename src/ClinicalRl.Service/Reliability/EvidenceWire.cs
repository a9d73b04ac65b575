using System.Text.Json.Serialization;

namespace ClinicalRl.Service.Reliability;

/// <summary>What the rewards of an episode are worth: the automatic ones, and what evaluators gave.</summary>
public sealed record EvidenceAnswer
{
    /// <summary>calibrated when evaluators' scores of this episode exist, else uncalibrated.</summary>
    public required string Status { get; init; }

    /// <summary>Whether any evaluator whose answers entered is a program; then these numbers say nothing about the agent.</summary>
    public required bool Simulated { get; init; }

    /// <summary>What must be read before any number; null when there is nothing.</summary>
    public required string? Notice { get; init; }

    /// <summary>The assessment whose scores these are; null while there are none.</summary>
    public required string? Assessment { get; init; }

    /// <summary>The episode as a whole.</summary>
    public required EpisodeEvidenceAnswer Episode { get; init; }

    /// <summary>Its judged steps.</summary>
    public required IReadOnlyList<StepEvidenceAnswer> Steps { get; init; }

    /// <summary>The rewards to train with, as chosen.</summary>
    public required ChosenRewardsAnswer Rewards { get; init; }
}

/// <summary>What an episode's reward is worth.</summary>
public sealed record EpisodeEvidenceAnswer
{
    /// <summary>The automatic reward; null before anything was judged.</summary>
    public required AutomaticAnswer? Automatic { get; init; }

    /// <summary>The calibrated reward; null while there is none.</summary>
    public required CalibratedAnswer? Calibrated { get; init; }

    /// <summary>Code of the reason why there is no calibrated reward.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Undefined { get; init; }

    /// <summary>Share of its judged steps that evaluators scored.</summary>
    public required double Covered { get; init; }
}

/// <summary>What a step's reward is worth.</summary>
public sealed record StepEvidenceAnswer
{
    /// <summary>Index of the step.</summary>
    public required int Step { get; init; }

    /// <summary>The automatic reward.</summary>
    public required AutomaticAnswer Automatic { get; init; }

    /// <summary>The calibrated score; null while there is none.</summary>
    public required CalibratedAnswer? Calibrated { get; init; }

    /// <summary>Code of the reason why there is no calibrated score.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Undefined { get; init; }

    /// <summary>Remarks: needs-evaluator, provisional, boundary, needs-adjudication.</summary>
    public required IReadOnlyList<string> Flags { get; init; }
}

/// <summary>An automatic reward with its interval.</summary>
public sealed record AutomaticAnswer
{
    /// <summary>The reward.</summary>
    public required double Reward { get; init; }

    /// <summary>Lower end of the 95% interval that follows from evaluators' agreement with each criterion's verdicts; 0 while uncalibrated.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper end; 1 while uncalibrated.</summary>
    public required double Upper { get; init; }

    /// <summary>calibrated, or uncalibrated while any of its criteria was compared in fewer than ten scenarios.</summary>
    public required string Status { get; init; }

    /// <summary>The reward that evaluators are expected to give; null while uncalibrated.</summary>
    public required double? Expected { get; init; }
}

/// <summary>A calibrated score with its interval.</summary>
public sealed record CalibratedAnswer
{
    /// <summary>From 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Lower end of the 95% interval.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper end.</summary>
    public required double Upper { get; init; }

    /// <summary>Share of the variance between scores that is not error; null while fewer than 30 reference steps or episodes exist.</summary>
    public required double? Reliability { get; init; }

    /// <summary>Evaluators whose scores enter.</summary>
    public required int Evaluators { get; init; }

    /// <summary>Met-or-not judgements that would be as precise.</summary>
    public required double Judgements { get; init; }
}

/// <summary>Rewards to train with.</summary>
public sealed record ChosenRewardsAnswer
{
    /// <summary>automatic; calibrated (null where there is none); or blended: automatic + reliability · (calibrated − automatic), automatic where there is no reliability.</summary>
    public required string Choice { get; init; }

    /// <summary>Of the episode.</summary>
    public required double? Episode { get; init; }

    /// <summary>Of each judged step.</summary>
    public required IReadOnlyList<ChosenStepReward> Steps { get; init; }
}

/// <summary>A step's reward to train with.</summary>
public sealed record ChosenStepReward
{
    /// <summary>Index of the step.</summary>
    public required int Step { get; init; }

    /// <summary>The reward; null when the choice has none.</summary>
    public required double? Reward { get; init; }
}
