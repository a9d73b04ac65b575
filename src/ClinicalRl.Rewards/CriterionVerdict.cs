using System.Collections.Immutable;
using ClinicalRl.Rewards.Scoring;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards;

/// <summary>How a criterion judged an event.</summary>
public enum Verdict
{
    /// <summary>Score 0.</summary>
    NotMet,

    /// <summary>Score 0.5.</summary>
    PartlyMet,

    /// <summary>Score 1.</summary>
    Met,
}

/// <summary>What a verdict is worth and is called.</summary>
public static class Verdicts
{
    /// <summary>1 met, 0.5 partly met, 0 not met.</summary>
    public static double Score(this Verdict verdict) => 0.5 * (int)verdict;

    /// <summary>Its wire name: <c>met</c>, <c>partly_met</c> or <c>not_met</c>.</summary>
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.PartlyMet => "partly_met",
        _ => "not_met",
    };
}

/// <summary>One line of a breakdown: a criterion's verdict on one event, with the facts it rests on.</summary>
public readonly struct CriterionVerdict : IEquatable<CriterionVerdict>
{
    private readonly CompiledCriterion compiled;

    private readonly double[] values;

    internal CriterionVerdict(CompiledCriterion compiled, in FactEvent judged, Verdict verdict) =>
        (this.compiled, values, Subject, Verdict) = (compiled, judged.Values, judged.Subject, verdict);

    /// <summary>The criterion.</summary>
    public Criterion Criterion => compiled.Criterion;

    /// <summary>What it found.</summary>
    public Verdict Verdict { get; }

    /// <summary>1 met, 0.5 partly met, 0 not met.</summary>
    public double Score => Verdict.Score();

    /// <summary>Whom the event concerned, or null for the whole episode.</summary>
    public string? Subject { get; }

    /// <summary>The kind of the event judged.</summary>
    public EventKind Kind => compiled.Kind;

    /// <summary>Whether the criterion's gate fell.</summary>
    public bool GateFired => Criterion.Gate is not null && Verdict == Verdict.NotMet;

    /// <summary>The facts it rests on in words, such as <c>the patient is under 16</c>.</summary>
    public ImmutableArray<string> Because() => [.. compiled.Because(values)];

    /// <summary>Its wire name: <c>met</c>, <c>partly_met</c> or <c>not_met</c>.</summary>
    public string Word => Verdict.Word();

    /// <summary>
    /// Appends <c>{"criterion", "verdict", "score", "weight", "severity", "category", "subject", "evidence"}</c>, and
    /// <c>"gate": {"cap", "scope"}</c> when it fell. Evidence holds only the facts that the criterion's predicates use.
    /// </summary>
    public void AppendTo(Utf8Text text) => compiled.Text.AppendTo(text, Verdict, Subject, values);

    /// <inheritdoc/>
    public bool Equals(CriterionVerdict other) =>
        ReferenceEquals(compiled, other.compiled) && Verdict == other.Verdict && Subject == other.Subject && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CriterionVerdict other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Verdict;

    /// <summary>The same verdict of the same criterion on the same facts.</summary>
    public static bool operator ==(CriterionVerdict left, CriterionVerdict right) => left.Equals(right);

    /// <summary>Not the same.</summary>
    public static bool operator !=(CriterionVerdict left, CriterionVerdict right) => !left.Equals(right);
}
