using System.Text.Json.Serialization;
using ClinicalRl.Rewards;

namespace ClinicalRl.Evaluation.Records;

/// <summary>An evaluator joined. Reports know the pseudonym and the register, never the person.</summary>
public sealed record EvaluatorEnrolled(long Sequence, DateTimeOffset At, string Evaluator, string Register, bool Simulated) : EvaluationRecord(Sequence, At)
{
    /// <summary>The word in place of a register when the evaluator is a program.</summary>
    public const string NoRegister = "none";

    /// <summary>Pseudonym.</summary>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <summary>Professional register, or <see cref="NoRegister"/>.</summary>
    public string Register { get; } = RecordChecks.Word(Register, nameof(Register), [.. ProfessionalRegisters.Words, NoRegister]);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"evaluator|{Evaluator}";
}

/// <summary>An evaluator qualified for a task family, and from then on enters production scores.</summary>
public sealed record EvaluatorQualified(long Sequence, DateTimeOffset At, string Evaluator, string Stratum) : EvaluationRecord(Sequence, At)
{
    /// <summary>Pseudonym.</summary>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <summary>Task family.</summary>
    public string Stratum { get; } = RecordChecks.Name(Stratum, nameof(Stratum));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"qualified|{Evaluator}|{Stratum}";
}

/// <summary>An evaluator's score of one step. A later one of the same step is a correction: it holds, and the earlier one stays on record.</summary>
public sealed record StepScored(
    long Sequence, DateTimeOffset At, string Evaluator, string Episode, int Step, double Score, double Confidence, string Failure, double Seconds, string Comment, int Severity = 0)
    : EvaluationRecord(Sequence, At)
{
    /// <summary>The word for a step without a failure.</summary>
    public const string NoFailure = "none";

    /// <summary><see cref="NoFailure"/> and the ten safety categories, CS01 to CS10.</summary>
    public static IReadOnlyList<string> Failures { get; } = [NoFailure, .. Simulation.Safety.SafetyCategories.All.Select(category => category.ToString())];

    /// <summary>Pseudonym.</summary>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <summary>Id of the episode.</summary>
    public string Episode { get; } = RecordChecks.Name(Episode, nameof(Episode));

    /// <summary>Index from 1.</summary>
    public int Step { get; } = RecordChecks.Number(Step, nameof(Step), 1);

    /// <summary>From 0 to 1.</summary>
    public double Score { get; } = RecordChecks.Unit(Score, nameof(Score));

    /// <summary>Stated probability, from 0 to 1, that the score is right. Never a weight.</summary>
    public double Confidence { get; } = RecordChecks.Unit(Confidence, nameof(Confidence));

    /// <summary>One of <see cref="Failures"/>.</summary>
    public string Failure { get; } = RecordChecks.Word(Failure, nameof(Failure), Failures);

    /// <summary>Time taken.</summary>
    public double Seconds { get; } = RecordChecks.NotNegative(Seconds, nameof(Seconds));

    /// <summary>Free text, may be empty.</summary>
    public string Comment { get; } = RecordChecks.Comment(Comment, nameof(Comment));

    /// <summary>Worst plausible harm of the failure, 1 to 5 (S1 to S5); 0, which is not written, when none was stated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Severity { get; } = RecordChecks.Count(Severity, nameof(Severity), 5);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => FormattableString.Invariant($"step|{Episode}|{Step}|{Evaluator}");
}

/// <summary>An evaluator's score of a step that the same evaluator had scored before, hidden among others: it shows how far one person agrees with themselves.</summary>
public sealed record StepRepeated(long Sequence, DateTimeOffset At, string Evaluator, string Episode, int Step, double Score, double Confidence, double Seconds)
    : EvaluationRecord(Sequence, At)
{
    /// <summary>Pseudonym.</summary>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <summary>Id of the episode.</summary>
    public string Episode { get; } = RecordChecks.Name(Episode, nameof(Episode));

    /// <summary>Index from 1.</summary>
    public int Step { get; } = RecordChecks.Number(Step, nameof(Step), 1);

    /// <summary>From 0 to 1.</summary>
    public double Score { get; } = RecordChecks.Unit(Score, nameof(Score));

    /// <summary>Stated probability, from 0 to 1, that the score is right.</summary>
    public double Confidence { get; } = RecordChecks.Unit(Confidence, nameof(Confidence));

    /// <summary>Time taken.</summary>
    public double Seconds { get; } = RecordChecks.NotNegative(Seconds, nameof(Seconds));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => FormattableString.Invariant($"repeat|{Episode}|{Step}|{Evaluator}");
}

/// <summary>An evaluator's verdict of one criterion at a step.</summary>
public sealed record CriterionJudged(long Sequence, DateTimeOffset At, string Evaluator, string Episode, int Step, string Criterion, bool Met)
    : EvaluationRecord(Sequence, At)
{
    /// <summary>Pseudonym.</summary>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <summary>Id of the episode.</summary>
    public string Episode { get; } = RecordChecks.Name(Episode, nameof(Episode));

    /// <summary>Index from 1.</summary>
    public int Step { get; } = RecordChecks.Number(Step, nameof(Step), 1);

    /// <summary>Id of the criterion.</summary>
    public string Criterion { get; } = RecordChecks.Name(Criterion, nameof(Criterion));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => FormattableString.Invariant($"criterion|{Episode}|{Step}|{Criterion}|{Evaluator}");
}

/// <summary>An evaluator's judgement of a whole episode, given after its steps.</summary>
public sealed record EpisodeJudged(long Sequence, DateTimeOffset At, string Evaluator, string Episode, double Score, double Confidence) : EvaluationRecord(Sequence, At)
{
    /// <summary>Pseudonym.</summary>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <summary>Id of the episode.</summary>
    public string Episode { get; } = RecordChecks.Name(Episode, nameof(Episode));

    /// <summary>From 0 to 1.</summary>
    public double Score { get; } = RecordChecks.Unit(Score, nameof(Score));

    /// <summary>Stated probability, from 0 to 1, that the judgement is right.</summary>
    public double Confidence { get; } = RecordChecks.Unit(Confidence, nameof(Confidence));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"judgement|{Episode}|{Evaluator}";
}
