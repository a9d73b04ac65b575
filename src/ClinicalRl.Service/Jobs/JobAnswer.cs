using System.Text.Json;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Rewards;

namespace ClinicalRl.Service.Jobs;

/// <summary>Work that goes on by itself.</summary>
public sealed record JobAnswer
{
    /// <summary>The job's id.</summary>
    public required string Job { get; init; }

    /// <summary>running, done, cancelled or failed.</summary>
    public required string Status { get; init; }

    /// <summary>Pieces done so far: episodes of a re-scoring, entries of the ledger of a report.</summary>
    public required int Done { get; init; }

    /// <summary>Pieces there are.</summary>
    public required int Total { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public required string? Failure { get; init; }

    /// <summary>What came out, when it is done; else null.</summary>
    public required JsonElement? Result { get; init; }

    /// <summary>Answers with how far a job is.</summary>
    internal static JsonBytes Of(string job, JobProgress progress, int status = StatusCodes.Status200OK) => RewardVersionsApi.Json(
        new JobAnswer
        {
            Job = job, Status = progress.Status, Done = progress.Done, Total = progress.Total, Failure = progress.Failure,
            Result = progress.Result is { } result ? JsonElement.Parse(result) : null,
        },
        status) with { IsProgress = progress.Result is null && status == StatusCodes.Status200OK };
}
