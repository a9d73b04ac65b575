using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ClinicalRl.Client.Serialization;
using ClinicalRl.Client.Transport;

namespace ClinicalRl.Client.Episodes;

/// <summary>Single episodes. Every call may be repeated by the retries: steps carry their index, creations a key.</summary>
public sealed class EpisodesClient
{
    /// <summary>Items asked for per page of a list.</summary>
    private const int PageItems = 100;

    private readonly Wire wire;

    internal EpisodesClient(Wire wire) => this.wire = wire;

    /// <summary>
    /// Begins an episode. <paramref name="idempotencyKey"/> (1 to 256 characters) lets you repeat the call yourself; without one a new key is made.
    /// </summary>
    public Task<EpisodeAnswer> CreateAsync(CreateEpisode request, string? idempotencyKey = null, CancellationToken cancel = default) =>
        wire.PostAsync(
            "v1/episodes", request, ClientJson.Default.CreateEpisode, ClientJson.Default.EpisodeAnswer, idempotencyKey ?? NewKey(), cancel);

    /// <summary>Begins an episode and keeps count of its steps.</summary>
    public async Task<OpenEpisode> StartAsync(CreateEpisode request, string? idempotencyKey = null, CancellationToken cancel = default) =>
        new(this, await CreateAsync(request, idempotencyKey, cancel));

    /// <summary>Takes step number <paramref name="step"/> (1 is the first). Repeating it with the same action gives the recorded answer.</summary>
    public Task<EpisodeAnswer> StepAsync(string episode, int step, AgentAction action, CancellationToken cancel = default) =>
        wire.PostAsync(
            Path(episode, "/steps"), new StepRequest(step, action), ClientJson.Default.StepRequest, ClientJson.Default.EpisodeAnswer, null, cancel);

    /// <summary>Where it stands, with its last answer.</summary>
    public Task<EpisodeStatus> GetAsync(string episode, CancellationToken cancel = default) =>
        wire.GetAsync(Path(episode, ""), ClientJson.Default.EpisodeStatus, cancel);

    /// <summary>Your episodes, page by page as they are read. <paramref name="label"/> is <c>key=value</c>.</summary>
    public async IAsyncEnumerable<EpisodeSummary> ListAsync(
        string? environment = null, string? label = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        string? cursor = null;
        do
        {
            var page = await wire.GetAsync(ListPath(environment, label, cursor), ClientJson.Default.PageOfEpisodeSummary, cancel);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Makes <paramref name="count"/> (1 to 64) new episodes that share the first <paramref name="step"/> steps.</summary>
    public async Task<IReadOnlyList<EpisodeAnswer>> ForkAsync(
        string episode, int step, int count, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        var made = await wire.PostAsync(
            Path(episode, "/forks"), new ForkRequest(step, count), ClientJson.Default.ForkRequest, ClientJson.Default.ItemsOfEpisodeAnswer,
            idempotencyKey ?? NewKey(), cancel);
        return made.Items;
    }

    /// <summary>Ends it as truncated and seals its log. Repeating it is harmless.</summary>
    public Task<JsonElement> AbortAsync(string episode, CancellationToken cancel = default) =>
        wire.PostAsync(Path(episode, "/abort"), new EmptyRequest(), ClientJson.Default.EmptyRequest, ClientJson.Default.JsonElement, null, cancel);

    /// <summary>All records so far.</summary>
    public Task<Trajectory> TrajectoryAsync(string episode, CancellationToken cancel = default) =>
        wire.GetAsync(Path(episode, "/trajectory"), ClientJson.Default.Trajectory, cancel);

    /// <summary>The run log's exact bytes, line by line; dispose of the stream.</summary>
    public Task<Stream> OpenLogAsync(string episode, CancellationToken cancel = default) => wire.OpenAsync(Path(episode, "/log"), cancel);

    /// <summary>What the service finds when it checks the log and replays it.</summary>
    public Task<JsonElement> VerificationAsync(string episode, CancellationToken cancel = default) =>
        wire.GetAsync(Path(episode, "/verification"), ClientJson.Default.JsonElement, cancel);

    internal static string NewKey() => Guid.NewGuid().ToString("N");

    private static string Path(string episode, string rest) => "v1/episodes/" + Uri.EscapeDataString(episode) + rest;

    private static string ListPath(string? environment, string? label, string? cursor)
    {
        var path = new StringBuilder("v1/episodes?limit=").Append(PageItems);
        Append("environment", environment);
        Append("label", label);
        Append("cursor", cursor);
        return path.ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
                path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
