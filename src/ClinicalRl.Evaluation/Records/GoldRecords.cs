using System.Text.Json.Serialization;
using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Evaluation.Records;

/// <summary>An answer to an item whose right answer is known. Evaluators are not told which items are gold.</summary>
public interface IGoldOutcome
{
    /// <summary>Pseudonym.</summary>
    string Evaluator { get; }

    /// <summary>Id of the item.</summary>
    string Item { get; }

    /// <summary>Task family.</summary>
    string Stratum { get; }

    /// <summary>How right it was, from 0 to 1.</summary>
    double Outcome { get; }

    /// <summary>Severity of the item, 1 to 5.</summary>
    int Severity { get; }

    /// <summary>Whether missing the item is a never-event.</summary>
    bool NeverEvent { get; }

    /// <summary>Stated probability of being right, from 0 to 1.</summary>
    double Confidence { get; }

    /// <summary>Time taken.</summary>
    double Seconds { get; }
}

/// <summary>A gold item that asks for a score: its residual shows bias and noise.</summary>
public sealed record GoldRated(
    long Sequence, DateTimeOffset At, string Evaluator, string Item, string Stratum, double Score, double Reference, double Tolerance, int Severity, bool NeverEvent,
    double Confidence, double Seconds) : EvaluationRecord(Sequence, At), IGoldOutcome
{
    /// <inheritdoc/>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <inheritdoc/>
    public string Item { get; } = RecordChecks.Name(Item, nameof(Item));

    /// <inheritdoc/>
    public string Stratum { get; } = RecordChecks.Name(Stratum, nameof(Stratum));

    /// <summary>From 0 to 1.</summary>
    public double Score { get; } = RecordChecks.Unit(Score, nameof(Score));

    /// <summary>The consensus, from 0 to 1.</summary>
    public double Reference { get; } = RecordChecks.Unit(Reference, nameof(Reference));

    /// <summary>Largest difference that is right.</summary>
    public double Tolerance { get; } = RecordChecks.Unit(Tolerance, nameof(Tolerance));

    /// <inheritdoc/>
    public int Severity { get; } = RecordChecks.Count(RecordChecks.Number(Severity, nameof(Severity), 1), nameof(Severity), 5);

    /// <inheritdoc/>
    public double Confidence { get; } = RecordChecks.Unit(Confidence, nameof(Confidence));

    /// <inheritdoc/>
    public double Seconds { get; } = RecordChecks.NotNegative(Seconds, nameof(Seconds));

    /// <inheritdoc/>
    [JsonIgnore]
    public double Outcome => GoldOutcome.Rating(Score, Reference, Tolerance);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"gold|{Stratum}|{Item}|{Evaluator}";
}

/// <summary>A gold item of any other form, already scored by the item's rule.</summary>
public sealed record GoldAnswered(
    long Sequence, DateTimeOffset At, string Evaluator, string Item, string Stratum, double Outcome, int Severity, bool NeverEvent, double Confidence, double Seconds)
    : EvaluationRecord(Sequence, At), IGoldOutcome
{
    /// <inheritdoc/>
    public string Evaluator { get; } = RecordChecks.Name(Evaluator, nameof(Evaluator));

    /// <inheritdoc/>
    public string Item { get; } = RecordChecks.Name(Item, nameof(Item));

    /// <inheritdoc/>
    public string Stratum { get; } = RecordChecks.Name(Stratum, nameof(Stratum));

    /// <inheritdoc/>
    public double Outcome { get; } = RecordChecks.Unit(Outcome, nameof(Outcome));

    /// <inheritdoc/>
    public int Severity { get; } = RecordChecks.Count(RecordChecks.Number(Severity, nameof(Severity), 1), nameof(Severity), 5);

    /// <inheritdoc/>
    public double Confidence { get; } = RecordChecks.Unit(Confidence, nameof(Confidence));

    /// <inheritdoc/>
    public double Seconds { get; } = RecordChecks.NotNegative(Seconds, nameof(Seconds));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"gold|{Stratum}|{Item}|{Evaluator}";
}
