using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>
/// One re-scoring of recorded episodes by another reward function, keyed <c>tenant/job</c>. It goes on by itself, and after a restart begins
/// again; what came out is kept.
/// </summary>
[Alias("clinicalrl.rescore")]
public interface IRescoreGrain : IGrainWithStringKey
{
    /// <summary>Begins, unless it has begun.</summary>
    [Alias("start")]
    ValueTask<JobProgress> StartAsync(StartRescore request);

    /// <summary>How far it is; null when there is no such job.</summary>
    [Alias("read")]
    ValueTask<JobProgress?> ReadAsync();

    /// <summary>Stops it; what was judged until then is not kept. Null when there is no such job.</summary>
    [Alias("cancel")]
    ValueTask<JobProgress?> CancelAsync();
}

/// <summary>Judge these episodes by that document.</summary>
/// <param name="Reference">The function as id@version.</param>
/// <param name="Hash">SHA-256 of its document.</param>
/// <param name="Status">Wire name of its status.</param>
/// <param name="Episodes">Ids of the tenant's episodes.</param>
/// <param name="Actor">Public id of the API key used.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.rescore.start")]
public sealed record StartRescore(
    [property: Id(0)] string Reference,
    [property: Id(1)] string Hash,
    [property: Id(2)] string Status,
    [property: Id(3)] string[] Episodes,
    [property: Id(4)] string Actor);
