using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Batches;

/// <summary>Episodes to create.</summary>
public sealed record BatchEpisodesBody
{
    /// <summary>What each is created from.</summary>
    [MinLength(1), MaxLength(1024)]
    public required IReadOnlyList<CreateEpisodeBody> Items { get; init; }
}

/// <summary>A step of one of many episodes.</summary>
public sealed record BatchStepBody : StepBody
{
    /// <summary>The episode's id.</summary>
    public required string Episode { get; init; }
}

/// <summary>Steps to take.</summary>
public sealed record BatchStepsBody
{
    /// <summary>The steps; those of one episode are taken in this order.</summary>
    [MinLength(1), MaxLength(1024)]
    public required IReadOnlyList<BatchStepBody> Items { get; init; }
}

/// <summary>One result an item, in the order asked.</summary>
public sealed record BatchAnswer
{
    /// <summary>The results.</summary>
    public required IReadOnlyList<BatchItemAnswer> Items { get; init; }
}

/// <summary>What became of an item.</summary>
public sealed record BatchItemAnswer
{
    /// <summary>The status that the item alone would have been answered with.</summary>
    public required int Status { get; init; }

    /// <summary>The answer that the item alone would have had; absent when it was refused.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Why it was refused; absent when it was not.</summary>
    public ProblemAnswer? Problem { get; init; }
}
