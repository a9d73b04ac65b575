using System.Collections.Immutable;
using System.Text.Json;

namespace ClinicalRl.Rewards;

/// <summary>
/// What an episode has earned so far: carried from step to step, never changed in place, equal for equal histories.
/// Scoring the same events again gives the same tally. The default value is the tally before the first step.
/// </summary>
public readonly record struct RewardTally
{
    private double ValueSum { get; init; }

    private double WeightedSum { get; init; }

    private double WeightSum { get; init; }

    private bool AggregatesBySeverity { get; init; }

    private FiredGates? Fired { get; init; }

    /// <summary>Number of steps with a verdict that carries weight.</summary>
    public int JudgedSteps { get; private init; }

    /// <summary>Value of the last judged step, 0 to 1; 0 before there is one.</summary>
    public double LastValue { get; private init; }

    /// <summary>Plain mean of the judged steps' values, 0 to 1; 0 before there is one.</summary>
    public double MeanReward => JudgedSteps == 0 ? 0 : AtMostOne(ValueSum / JudgedSteps);

    /// <summary>Mean of the judged steps' values, each weighted by the sum of the weights judged in it; 0 before there is one.</summary>
    public double SeverityWeightedReward => JudgedSteps == 0 ? 0 : AtMostOne(WeightedSum / WeightSum);

    /// <summary>The lowest cap of the episode gates that have fired; 1 when none has.</summary>
    public double Cap => Fired?.Cap ?? 1;

    /// <summary>The document's aggregate (mean, or severity-weighted mean), no higher than <see cref="Cap"/>.</summary>
    public double EpisodeReward
    {
        get
        {
            var aggregate = AggregatesBySeverity ? SeverityWeightedReward : MeanReward;
            return aggregate < Cap ? aggregate : Cap;
        }
    }

    /// <summary>Ids of the criteria whose episode gate has fired, in ordinal order.</summary>
    public ImmutableArray<string> Gates => Fired?.Criteria ?? [];

    /// <summary>Writes <c>{"reward", "mean", "severity_weighted", "judged_steps", "cap", "gates"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("reward"u8, EpisodeReward);
        writer.WriteNumber("mean"u8, MeanReward);
        writer.WriteNumber("severity_weighted"u8, SeverityWeightedReward);
        writer.WriteNumber("judged_steps"u8, JudgedSteps);
        writer.WriteNumber("cap"u8, Cap);
        writer.WriteStartArray("gates"u8);
        foreach (var criterion in Gates)
            writer.WriteStringValue(criterion);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The tally after a step judged at <paramref name="value"/> with verdicts weighing <paramref name="weight"/> together.</summary>
    internal RewardTally WithStep(double value, double weight, EpisodeAggregate aggregate) => this with
    {
        JudgedSteps = JudgedSteps + 1,
        LastValue = value,
        ValueSum = ValueSum + value,
        WeightedSum = WeightedSum + (value * weight),
        WeightSum = WeightSum + weight,
        AggregatesBySeverity = aggregate == EpisodeAggregate.SeverityWeighted,
    };

    /// <summary>The tally after the episode gate of <paramref name="criterion"/> fired.</summary>
    internal RewardTally WithGate(string criterion, double cap) =>
        Fired is { } fired && fired.Criteria.Contains(criterion) ? this : this with { Fired = FiredGates.Add(Fired, criterion, cap) };

    // A mean of values that are all 1 may round to just above 1.
    private static double AtMostOne(double value) => value > 1 ? 1 : value;

    /// <summary>Which episode gates have fired, compared by content.</summary>
    private sealed class FiredGates(ImmutableArray<string> criteria, double cap) : IEquatable<FiredGates>
    {
        public ImmutableArray<string> Criteria { get; } = criteria;

        public double Cap { get; } = cap;

        public static FiredGates Add(FiredGates? before, string criterion, double cap)
        {
            var criteria = (before?.Criteria ?? []).Add(criterion).Sort(StringComparer.Ordinal);
            return new FiredGates(criteria, before is not null && before.Cap < cap ? before.Cap : cap);
        }

        public bool Equals(FiredGates? other) => other is not null && Cap.Equals(other.Cap) && Criteria.AsSpan().SequenceEqual(other.Criteria.AsSpan());

        public override bool Equals(object? obj) => Equals(obj as FiredGates);

        public override int GetHashCode() => Criteria.Length;
    }
}
