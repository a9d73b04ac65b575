using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicalRl.Testing.Blobs;
using ClinicalRl.Testing.Database;

namespace ClinicalRl.Cluster.Tests.Image;

/// <summary>The container image, built of the real Dockerfile and run; <see cref="ContainerEngine"/> says on what it stands in for.</summary>
[Collection("Alone")]
public sealed partial class ImageTests
{
    /// <summary>Most the image may have, bytes.</summary>
    private const long SizeLimit = 300_000_000;

    [Fact]
    public async Task OnEmbeddedDefaults_ItDoesTheMainJob_UnprivilegedAndReadOnly_AndAStopLosesNothing()
    {
        var engine = await ContainerEngine.PrepareAsync();
        var image = await engine.InspectAsync();
        var labels = image.GetProperty("Labels");
        Assert.Equal("0.1.0", labels.GetProperty("org.opencontainers.image.version").GetString());
        Assert.Matches("^[0-9a-f]{64}$", labels.GetProperty("clinicalrl.content").GetString());
        Assert.Equal("1654", image.GetProperty("User").GetString());
        Assert.Equal(["CMD", "dotnet", "clinicalrl.dll", "probe"], image.GetProperty("Healthcheck").GetProperty("Test").EnumerateArray().Select(word => word.GetString()));
        var size = image.GetProperty("Size").GetInt64();
        Assert.InRange(size, 1, SizeLimit);

        var volume = "clinicalrl-test-" + Guid.NewGuid().ToString("n")[..12];
        try
        {
            string key;
            IReadOnlyDictionary<string, int> acknowledged;
            await using (var first = await RunningContainer.StartAsync(engine, volume))
            {
                var status = await first.StatusAsync();
                Assert.Matches(@"Uid:\s+1654\s+1654", status);
                Assert.Matches(@"CapEff:\s+0+\n", status);
                Assert.Equal(0, await first.ToolAsync("probe", "--ready", "--url", first.Address.AbsoluteUri));
                Assert.Equal(1, await first.ToolAsync("probe", "--url", "http://127.0.0.1:1"));
                TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"Image {size / 1e6:F0} MB, ready after {first.TimeToReady.TotalSeconds:F1} s, {Resident().Match(status).Groups["kilobytes"].Value} kB resident when idle."));
                using var client = await first.ClientAsync();
                key = client.DefaultRequestHeaders.Authorization!.Parameter!;
                acknowledged = await PlayUntilStoppedAsync(client, () => first.StopAsync());
            }

            Assert.True(acknowledged.Values.Sum() > 20);
            await using var second = await RunningContainer.StartAsync(engine, volume);
            using var again = await second.ClientAsync(key);
            foreach (var (episode, steps) in acknowledged)
                Assert.InRange((await again.GetFromJsonAsync<JsonElement>($"/v1/episodes/{episode}")).GetProperty("step").GetInt32(), steps, steps + 1);   // one may have been recorded and its answer lost
            var ended = acknowledged.Keys.First();
            Assert.Equal(HttpStatusCode.OK, (await again.PostAsync(new Uri($"/v1/episodes/{ended}/abort", UriKind.Relative), content: null)).StatusCode);
            Assert.Equal("verified", (await again.GetFromJsonAsync<JsonElement>($"/v1/episodes/{ended}/verification")).GetProperty("verdict").GetString());
        }
        finally
        {
            await engine.TryAsync("volume", "rm", "--force", volume);
        }
    }

    [Fact]
    public async Task WithADatabaseAndABlobStore_ItIsASilo_AndRefusesToBeOneUnprotected()
    {
        var engine = await ContainerEngine.PrepareAsync();
        await using var server = new PostgresServer();
        await using var azurite = await Azurite.StartAsync();
        var container = await azurite.CreateContainerAsync();
        var volume = "clinicalrl-test-" + Guid.NewGuid().ToString("n")[..12];
        string[] settings =
        [
            "--ClinicalRl:Database=" + await server.CreateDatabaseAsync(), "--ClinicalRl:AdvertisedAddress=127.0.0.1", "--ClinicalRl:DrainSeconds=1",
            "--ClinicalRl:Blobs:Connection=" + azurite.ConnectionString, "--ClinicalRl:Blobs:ContainerName=" + container.Name,
        ];
        try
        {
            var (code, _, said) = await engine.TryAsync(["run", "--rm", "--volume", volume + ":/data", engine.Image, "serve", "--data", "/data", .. settings]);
            Assert.Equal(2, code);
            Assert.Contains("clinicalrl: A hosted service makes no development key", said, StringComparison.Ordinal);

            await using var silo = await RunningContainer.StartAsync(
                engine, volume, [.. settings, "--ClinicalRl:Accept:DevelopmentTenant=true", "--ClinicalRl:Accept:UnprotectedBlobs=true", "--ClinicalRl:Accept:FileSigningKey=true"]);
            using var client = await silo.ClientAsync();
            var episode = await BeginAsync(client, 1);
            Assert.Equal(HttpStatusCode.OK, (await StepAsync(client, episode, 1)).StatusCode);
            await client.PostAsync(new Uri($"/v1/episodes/{episode}/abort", UriKind.Relative), content: null);
            var blob = container.GetBlobClient($"runlogs/dev/{episode}.jsonl");
            for (var attempt = 0; !await blob.ExistsAsync(); attempt++, await Task.Delay(100))
                Assert.True(attempt < 600, "The sealed log did not reach the blob store.");
            Assert.Equal(0, await silo.StopAsync());
        }
        finally
        {
            await engine.TryAsync("volume", "rm", "--force", volume);
        }
    }

    /// <summary>Plays several episodes at once, stops the service in the midst of it, and returns how many steps of each were acknowledged.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> PlayUntilStoppedAsync(HttpClient client, Func<Task<int>> stop)
    {
        var acknowledged = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var playing = Enumerable.Range(1, 8).Select(async seed =>
        {
            var episode = await BeginAsync(client, seed);
            acknowledged[episode] = 0;
            try
            {
                for (var step = 1; (await StepAsync(client, episode, step)).StatusCode == HttpStatusCode.OK; step++)
                    acknowledged[episode] = step;
            }
            catch (HttpRequestException)
            {
                // stopped
            }
        }).ToArray();
        while (acknowledged.Values.Sum() < 40 && !playing.All(one => one.IsCompleted))
            await Task.Delay(20);
        Assert.Equal(0, await stop());
        await Task.WhenAll(playing);
        return acknowledged;
    }

    private static async Task<string> BeginAsync(HttpClient client, int seed)
    {
        using var begun = await client.PostAsJsonAsync("/v1/episodes", new { environment = "triage-queue", seed });
        return (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("episode").GetString()!;
    }

    private static Task<HttpResponseMessage> StepAsync(HttpClient client, string episode, int step) =>
        client.PostAsJsonAsync($"/v1/episodes/{episode}/steps", new { step, action = new { tool = "wait", arguments = new { minutes = 1 } } });

    [GeneratedRegex(@"VmRSS:\s+(?<kilobytes>\d+)", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Resident();
}
