using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Problems;
using ClinicalRl.Client.Serialization;
using ClinicalRl.Client.Transport;

namespace ClinicalRl.Client.Batches;

/// <summary>Up to <see cref="MaxItems"/> creations or steps in one request, each with its own result.</summary>
public sealed class BatchClient
{
    /// <summary>Most items of one request.</summary>
    public const int MaxItems = 1_024;

    private readonly Wire wire;

    internal BatchClient(Wire wire) => this.wire = wire;

    /// <summary>Begins episodes; results come in the order of the requests.</summary>
    public Task<IReadOnlyList<BatchOutcome>> CreateAsync(
        IReadOnlyList<CreateEpisode> episodes, string? idempotencyKey = null, CancellationToken cancel = default) =>
        SendAsync("v1/batch/episodes", episodes, ClientJson.Default.ItemsOfCreateEpisode, idempotencyKey ?? EpisodesClient.NewKey(), cancel);

    /// <summary>Takes steps of different episodes; results come in the order of the requests.</summary>
    public Task<IReadOnlyList<BatchOutcome>> StepAsync(IReadOnlyList<BatchStep> steps, CancellationToken cancel = default) =>
        SendAsync("v1/batch/steps", steps, ClientJson.Default.ItemsOfBatchStep, null, cancel);

    private async Task<IReadOnlyList<BatchOutcome>> SendAsync<T>(
        string path, IReadOnlyList<T> items, JsonTypeInfo<ItemsOf<T>> type, string? key, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, MaxItems);
        if (items.Count == 0)
            return [];
        var answer = await wire.PostAsync(path, new ItemsOf<T>(items), type, ClientJson.Default.ItemsOfBatchResult, key, cancel);
        return [.. answer.Items.Select(BatchOutcome.Of)];
    }
}

/// <summary>One step of a batch.</summary>
/// <param name="Episode">The episode's id.</param>
/// <param name="Step">Number of the step, 1 for the first.</param>
/// <param name="Action">What the agent does.</param>
public sealed record BatchStep(string Episode, int Step, AgentAction Action);

/// <summary>What became of one item: either an answer or a problem.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Answer">Set when it was done.</param>
/// <param name="Problem">Set when it was refused.</param>
public sealed record BatchOutcome(int Status, EpisodeAnswer? Answer, ProblemDetails? Problem)
{
    /// <summary>The answer; throws <see cref="RequestRefusedException"/> when the item was refused.</summary>
    public EpisodeAnswer Require() =>
        Answer ?? throw new RequestRefusedException(Problem ?? new ProblemDetails("about:blank", "The item was refused", Status));

    internal static BatchOutcome Of(BatchResult result) => new(result.Status, result.Body, result.Problem);
}

/// <summary>One item as sent by the service.</summary>
internal sealed record BatchResult(int Status, EpisodeAnswer? Body = null, ProblemDetails? Problem = null);
