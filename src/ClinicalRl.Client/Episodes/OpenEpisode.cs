namespace ClinicalRl.Client.Episodes;

/// <summary>An episode being played by one caller: knows the last answer and numbers the steps.</summary>
public sealed class OpenEpisode
{
    private readonly EpisodesClient episodes;

    internal OpenEpisode(EpisodesClient episodes, EpisodeAnswer first) => (this.episodes, Last) = (episodes, first);

    /// <summary>The episode's id.</summary>
    public string Id => Last.Episode;

    /// <summary>The answer to the creation or to the last step.</summary>
    public EpisodeAnswer Last { get; private set; }

    /// <summary>No further step is possible.</summary>
    public bool Ended => Last.Ended;

    /// <summary>Takes the next step. When it throws, nothing is assumed: calling again with the same action continues safely.</summary>
    public async Task<EpisodeAnswer> StepAsync(AgentAction action, CancellationToken cancel = default) =>
        Last = await episodes.StepAsync(Id, Last.Step + 1, action, cancel);
}
