using System.Text.Json.Serialization;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>The eight things an evaluator may be asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskType>))]
public enum TaskType
{
    /// <summary>Score a step from 0 to 1.</summary>
    [JsonStringEnumMemberName("rating")]
    Rating,

    /// <summary>Say which of two actions is better.</summary>
    [JsonStringEnumMemberName("comparison")]
    Comparison,

    /// <summary>Put several actions in order.</summary>
    [JsonStringEnumMemberName("ranking")]
    Ranking,

    /// <summary>Say whether a criterion was met.</summary>
    [JsonStringEnumMemberName("rubric")]
    Rubric,

    /// <summary>Choose what should have been done instead.</summary>
    [JsonStringEnumMemberName("correction")]
    Correction,

    /// <summary>Mark the step at which a failure happened, and its category.</summary>
    [JsonStringEnumMemberName("annotation")]
    Annotation,

    /// <summary>Choose the findings that a verdict rests on.</summary>
    [JsonStringEnumMemberName("justification")]
    Justification,

    /// <summary>Find the agent that was written to please the reward.</summary>
    [JsonStringEnumMemberName("red-team")]
    RedTeam,
}

/// <summary>Facts about <see cref="TaskType"/>.</summary>
public static class TaskTypes
{
    private static readonly string[] Words = ["rating", "comparison", "ranking", "rubric", "correction", "annotation", "justification", "red-team"];

    /// <summary>All eight, in order.</summary>
    public static IReadOnlyList<TaskType> All { get; } = Enum.GetValues<TaskType>();

    /// <summary>Its wire name.</summary>
    public static string Word(this TaskType type) => Words[(int)type];
}
