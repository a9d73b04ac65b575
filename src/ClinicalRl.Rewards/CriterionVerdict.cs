using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Rewards.Scoring;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

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

/// <summary>One line of a breakdown: a criterion's verdict on one event, with the facts it rests on.</summary>
public readonly struct CriterionVerdict : IEquatable<CriterionVerdict>
{
    private static readonly JsonEncodedText[] Words = [JsonEncodedText.Encode("not_met"), JsonEncodedText.Encode("partly_met"), JsonEncodedText.Encode("met")];

    private static readonly JsonEncodedText[] SeverityWords = [.. Enum.GetNames<Severity>().Select(name => JsonEncodedText.Encode(name))];

    private static readonly JsonEncodedText[] CategoryWords = [.. SafetyCategories.All.Select(category => JsonEncodedText.Encode(category.ToString()))];

    private readonly CompiledCriterion compiled;

    private readonly double[] values;

    internal CriterionVerdict(CompiledCriterion compiled, in FactEvent judged, Verdict verdict) =>
        (this.compiled, values, Subject, Verdict) = (compiled, judged.Values, judged.Subject, verdict);

    /// <summary>The criterion.</summary>
    public Criterion Criterion => compiled.Criterion;

    /// <summary>What it found.</summary>
    public Verdict Verdict { get; }

    /// <summary>1 met, 0.5 partly met, 0 not met.</summary>
    public double Score => 0.5 * (int)Verdict;

    /// <summary>Whom the event concerned, or null for the whole episode.</summary>
    public string? Subject { get; }

    /// <summary>The kind of the event judged.</summary>
    public EventKind Kind => compiled.Kind;

    /// <summary>Whether the criterion's gate fell.</summary>
    public bool GateFired => Criterion.Gate is not null && Verdict == Verdict.NotMet;

    /// <summary>The facts it rests on in words, such as <c>the patient is under 16</c>.</summary>
    public ImmutableArray<string> Because() => [.. compiled.Because(values)];

    /// <summary>Its wire name: <c>met</c>, <c>partly_met</c> or <c>not_met</c>.</summary>
    public string Word => Words[(int)Verdict].Value;

    /// <summary>
    /// Writes <c>{"criterion", "verdict", "score", "weight", "severity", "category", "subject", "evidence"}</c>, and
    /// <c>"gate": {"cap", "scope"}</c> when it fell. Evidence holds only the facts that the criterion's predicates use.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString(Names.Criterion, compiled.EncodedId);
        writer.WriteString(Names.Verdict, Words[(int)Verdict]);
        writer.WriteNumber(Names.Score, Score);
        writer.WriteNumber(Names.Weight, Criterion.Weight);
        writer.WriteString(Names.Severity, SeverityWords[(int)Criterion.Severity]);
        writer.WriteString(Names.Category, CategoryWords[(int)Criterion.Category - 1]);
        writer.WriteString(Names.Subject, Subject);
        writer.WriteStartObject(Names.Evidence);
        foreach (var fact in compiled.Evidence)
            fact.WriteTo(writer, values);
        writer.WriteEndObject();
        if (GateFired)
            WriteGate(writer, Criterion.Gate!);
        writer.WriteEndObject();
    }

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

    private static void WriteGate(Utf8JsonWriter writer, Gate gate)
    {
        writer.WriteStartObject(Names.Gate);
        writer.WriteNumber(Names.Cap, gate.Cap);
        writer.WriteString(Names.Scope, gate.Scope == GateScope.Step ? "step"u8 : "episode"u8);
        writer.WriteEndObject();
    }

    private static class Names
    {
        public static readonly JsonEncodedText Criterion = JsonEncodedText.Encode("criterion");

        public static readonly JsonEncodedText Verdict = JsonEncodedText.Encode("verdict");

        public static readonly JsonEncodedText Score = JsonEncodedText.Encode("score");

        public static readonly JsonEncodedText Weight = JsonEncodedText.Encode("weight");

        public static readonly JsonEncodedText Severity = JsonEncodedText.Encode("severity");

        public static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");

        public static readonly JsonEncodedText Subject = JsonEncodedText.Encode("subject");

        public static readonly JsonEncodedText Evidence = JsonEncodedText.Encode("evidence");

        public static readonly JsonEncodedText Gate = JsonEncodedText.Encode("gate");

        public static readonly JsonEncodedText Cap = JsonEncodedText.Encode("cap");

        public static readonly JsonEncodedText Scope = JsonEncodedText.Encode("scope");
    }
}
