using System.Text.Json.Serialization;
using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Evaluation.Records;

/// <summary>
/// Something that happened in an assessment and is kept for good. Nothing is overwritten: a later record of the same <see cref="Key"/> supersedes an
/// earlier one, and both stay. A record is named by the hash of what it says (<see cref="RecordJson.IdOf"/>), so one delivered twice is the same record.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AssessmentOpened), "assessment-opened")]
[JsonDerivedType(typeof(EvaluatorEnrolled), "evaluator-enrolled")]
[JsonDerivedType(typeof(EvaluatorQualified), "evaluator-qualified")]
[JsonDerivedType(typeof(GoldRated), "gold-rated")]
[JsonDerivedType(typeof(GoldAnswered), "gold-answered")]
[JsonDerivedType(typeof(EpisodeSelected), "episode-selected")]
[JsonDerivedType(typeof(StepScored), "step-scored")]
[JsonDerivedType(typeof(StepRepeated), "step-repeated")]
[JsonDerivedType(typeof(CriterionJudged), "criterion-judged")]
[JsonDerivedType(typeof(EpisodeJudged), "episode-judged")]
public abstract record EvaluationRecord
{
    /// <summary>Refuses a negative sequence and a time that is not in UTC.</summary>
    private protected EvaluationRecord(long sequence, DateTimeOffset at)
    {
        Sequence = sequence >= 0 ? sequence : throw new ArgumentOutOfRangeException(nameof(sequence), sequence, "A whole number of at least 0.");
        At = at.Offset == TimeSpan.Zero ? at : throw new ArgumentOutOfRangeException(nameof(at), at, "A time in UTC.");
    }

    /// <summary>Number of the record in the stream of whoever made it, from 0; of two about the same thing the higher one holds.</summary>
    [JsonPropertyOrder(-2)]
    public long Sequence { get; }

    /// <summary>When it happened, in UTC.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset At { get; }

    /// <summary>What it is about: records of one key supersede each other.</summary>
    [JsonIgnore]
    public abstract string Key { get; }

    /// <summary>Which of several records of the key is the latest.</summary>
    internal Revision RevisionOf(string id) => new(Sequence, id);
}
