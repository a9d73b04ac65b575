namespace ClinicalRl.Grains.Episodes;

/// <summary>
/// One run of an agent in a scenario, keyed <see cref="EpisodeKey"/>. Every answer was durable in the journal before it was given.
/// </summary>
[Alias("clinicalrl.episode")]
public interface IEpisodeGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins the episode. Repeating the same request returns the recorded answer (<see cref="EpisodeOutcome.Replayed"/>);
    /// a different one under the same id is <see cref="EpisodeOutcome.Conflict"/>.
    /// </summary>
    [Alias("create")]
    ValueTask<EpisodeReply> CreateAsync(CreateEpisode request);

    /// <summary>Begins the episode as a copy of another's first steps.</summary>
    [Alias("create-fork")]
    ValueTask<EpisodeReply> CreateForkAsync(CreateFork request);

    /// <summary>Takes a step, or returns the recorded answer of one taken with the same action.</summary>
    [Alias("step")]
    ValueTask<EpisodeReply> StepAsync(StepEpisode request);

    /// <summary>Status and last answer.</summary>
    [Alias("describe")]
    ValueTask<EpisodeReply> DescribeAsync();

    /// <summary>Ends the episode as truncated and seals it. Repeating it is harmless.</summary>
    [Alias("abort")]
    ValueTask<EpisodeReply> AbortAsync(string actor);

    /// <summary>The run log so far, one JSON line per record, each ending in a line feed; sealed when its last line is a seal.</summary>
    [Alias("log")]
    ValueTask<EpisodeReply> ReadLogAsync();

    /// <summary>Replays the log through the engine and reports what was found, as JSON.</summary>
    [Alias("verify")]
    ValueTask<EpisodeReply> VerifyAsync();
}

/// <summary>What became of a request; anything but the first three is a documented problem.</summary>
[GenerateSerializer]
public enum EpisodeOutcome
{
    /// <summary>Done now.</summary>
    Done,

    /// <summary>Created now.</summary>
    Created,

    /// <summary>Done before; the recorded answer.</summary>
    Replayed,

    /// <summary>No such episode for this tenant.</summary>
    NotFound,

    /// <summary>The step index or the action differs from what was recorded, or an id is taken by another request.</summary>
    Conflict,

    /// <summary>The episode has ended; only an exact repeat of a recorded step is answered.</summary>
    Finished,

    /// <summary>A field of the request cannot be used.</summary>
    Invalid,

    /// <summary>The journal did not answer in time; nothing is promised, the request may be repeated.</summary>
    Unavailable,

    /// <summary>The tenant may not use more of the quota that the field names. Said by front ends, never by the episode.</summary>
    OverQuota,
}

/// <summary>The answer to any request.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Body">UTF-8 JSON (or log lines), exactly as recorded; empty when there is none.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="Detail">One sentence for the caller, or null.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Ended">Whether the episode is over.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.episode.reply")]
public readonly record struct EpisodeReply(
    [property: Id(0)] EpisodeOutcome Outcome,
    [property: Id(1)] ReadOnlyMemory<byte> Body,
    [property: Id(2)] string? Field = null,
    [property: Id(3)] string? Detail = null,
    [property: Id(4)] int Step = 0,
    [property: Id(5)] bool Ended = false);

/// <summary>Begin an episode.</summary>
/// <param name="Environment">Id, <c>id@major</c> or <c>id@version</c>.</param>
/// <param name="Split">Wire name of the split.</param>
/// <param name="Seed">For train and validation the seed; for held-out the index into the tenant's secret sequence.</param>
/// <param name="Difficulty">Wire name of the difficulty.</param>
/// <param name="RewardFunction">Id or <c>id@version</c>; null for the environment's default.</param>
/// <param name="Labels">The customer's key=value pairs, in ordinal order of key.</param>
/// <param name="Actor">Public id of the API key used.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.episode.create")]
public sealed record CreateEpisode(
    [property: Id(0)] string Environment,
    [property: Id(1)] string Split,
    [property: Id(2)] ulong Seed,
    [property: Id(3)] string Difficulty,
    [property: Id(4)] string? RewardFunction,
    [property: Id(5)] IReadOnlyList<KeyValuePair<string, string>> Labels,
    [property: Id(6)] string Actor);

/// <summary>Begin an episode as a copy of <paramref name="Parent"/> after <paramref name="Step"/> steps.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.episode.create-fork")]
public sealed record CreateFork([property: Id(0)] string Parent, [property: Id(1)] int Step, [property: Id(2)] string Actor);

/// <summary>Take a step.</summary>
/// <param name="Step">The expected index of this step, 1 for the first; null takes the next.</param>
/// <param name="Action">The action object as received: UTF-8 JSON that <c>AgentAction.TryRead</c> accepts.</param>
/// <param name="Actor">Public id of the API key used.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.episode.step")]
public readonly record struct StepEpisode([property: Id(0)] int? Step, [property: Id(1)] ReadOnlyMemory<byte> Action, [property: Id(2)] string Actor);
