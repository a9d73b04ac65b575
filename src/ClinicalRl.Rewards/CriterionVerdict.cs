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
    private static readonly string[] Words = ["not_met", "partly_met", "met"];

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

    /// <summary>
    /// Writes <c>{"criterion", "verdict", "score", "weight", "severity", "category", "subject", "evidence"}</c>, and
    /// <c>"gate": {"cap", "scope"}</c> when it fell. Evidence holds only the facts that the criterion's predicates use.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("criterion"u8, Criterion.Id);
        writer.WriteString("verdict"u8, Words[(int)Verdict]);
        writer.WriteNumber("score"u8, Score);
        writer.WriteNumber("weight"u8, Criterion.Weight);
        writer.WriteString("severity"u8, SeverityWords[(int)Criterion.Severity]);
        writer.WriteString("category"u8, CategoryWords[(int)Criterion.Category - 1]);
        writer.WriteString("subject"u8, Subject);
        writer.WriteStartObject("evidence"u8);
        foreach (var index in compiled.Evidence)
            WriteFact(writer, Kind.Facts[index], values[index]);
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

    private static void WriteFact(Utf8JsonWriter writer, FactField fact, double value)
    {
        if (fact.Type == FactType.Boolean)
            writer.WriteBoolean(fact.Name, value != 0);
        else if (fact.Type == FactType.Symbol)
            writer.WriteString(fact.Name, fact.Symbols[(int)value]);
        else
            writer.WriteNumber(fact.Name, value);
    }

    private static void WriteGate(Utf8JsonWriter writer, Gate gate)
    {
        writer.WriteStartObject("gate"u8);
        writer.WriteNumber("cap"u8, gate.Cap);
        writer.WriteString("scope"u8, gate.Scope == GateScope.Step ? "step"u8 : "episode"u8);
        writer.WriteEndObject();
    }
}
