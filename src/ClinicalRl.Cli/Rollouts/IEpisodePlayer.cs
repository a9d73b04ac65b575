namespace ClinicalRl.Cli.Rollouts;

/// <summary>A way of playing episodes: over HTTP or straight through the engine. Used by many callers at once.</summary>
internal interface IEpisodePlayer : IAsyncDisposable
{
    /// <summary>Plays episode <paramref name="index"/> of <paramref name="request"/> to its end.</summary>
    Task<PlayedEpisode> PlayAsync(RolloutRequest request, int index, CancellationToken cancel);
}
