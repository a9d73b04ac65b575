using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Episodes made beforehand in batches, so that only steps are measured.</summary>
internal sealed class EpisodePool(ServerProcess server, string environment, IReadOnlyList<RecordedEpisode> recorded)
{
    private const int BatchItems = 256;

    private readonly ConcurrentQueue<PooledEpisode> ready = new();
    private int made;

    /// <summary>Steps left in the episodes that wait.</summary>
    private int waitingSteps;

    /// <summary>The next episode, or null when none is left.</summary>
    public PooledEpisode? Take()
    {
        if (!ready.TryDequeue(out var episode))
            return null;
        Interlocked.Add(ref waitingSteps, -episode.Recorded.Actions.Count);
        return episode;
    }

    /// <summary>Makes episodes until at least <paramref name="steps"/> steps and <paramref name="episodes"/> episodes wait.</summary>
    public async Task FillAsync(int steps, int episodes, CancellationToken cancel)
    {
        using var connection = new HttpConnection();
        await connection.ConnectAsync(server.Address, cancel);
        while (waitingSteps < steps || ready.Count < episodes)
        {
            var chosen = Enumerable.Range(made, BatchItems).Select(i => recorded[i % recorded.Count]).ToList();
            made += BatchItems;
            var items = string.Join(',', chosen.Select(episode =>
                string.Create(CultureInfo.InvariantCulture, $"{{\"environment\":\"{environment}\",\"seed\":{episode.Seed}}}")));
            var answer = await connection.ExchangeAsync(HttpConnection.Post("/v1/batch/episodes", server.Key, Encoding.UTF8.GetBytes($"{{\"items\":[{items}]}}")), cancel);
            using var document = JsonDocument.Parse(answer);
            var i = 0;
            foreach (var item in document.RootElement.GetProperty("items").EnumerateArray())
            {
                var id = item.GetProperty("body").GetProperty("episode").GetString()!;
                ready.Enqueue(new PooledEpisode(id, chosen[i]));
                Interlocked.Add(ref waitingSteps, chosen[i].Actions.Count);
                i++;
            }
        }
    }
}

/// <summary>An episode that waits to be played, or is.</summary>
internal sealed class PooledEpisode(string id, RecordedEpisode recorded)
{
    public RecordedEpisode Recorded { get; } = recorded;

    /// <summary>Steps taken.</summary>
    public int Taken { get; private set; }

    public bool Finished => Taken == Recorded.Actions.Count;

    public string Path => $"/v1/episodes/{id}/steps";

    /// <summary>The next step's body alone.</summary>
    public byte[] NextBody() => Next("");

    /// <summary>The next step's body as an item of a batch.</summary>
    public byte[] NextItem() => Next($"\"episode\":\"{id}\",");

    private byte[] Next(string first)
    {
        var action = Recorded.ActionJson[Taken];
        Taken++;
        return [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{{first}\"step\":{Taken},\"action\":")), .. action, (byte)'}'];
    }
}
