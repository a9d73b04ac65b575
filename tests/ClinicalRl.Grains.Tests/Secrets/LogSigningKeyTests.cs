using ClinicalRl.Grains.Episodes;
using ClinicalRl.Testing.Episodes;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Grains.Tests.Secrets;

public sealed class LogSigningKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string KeyFile => Path.Combine(folder.Path, "keys", "run-logs.pem");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AnOlderKeysSeals_AreTrusted_AfterAnotherKeyTookOver()
    {
        await PlayAsync("ep_before");
        var kept = Directory.GetFiles(Path.Combine(folder.Path, "keys"), "run-logs.*.public.pem").Single();
        var text = await File.ReadAllTextAsync(kept);
        using (var next = RecordedEpisode.NewKey())
            await File.WriteAllTextAsync(KeyFile, next.ToPem());
        await PlayAsync("ep_after");
        Assert.Equal(text, await File.ReadAllTextAsync(kept));
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        foreach (var id in (string[])["ep_before", "ep_after"])
            Assert.Equal("trusted", (await cluster.Episode(id).VerifyAsync()).Json().GetProperty("signature").GetProperty("trust").GetString());
    }

    [Fact]
    public async Task AServiceWithEpisodesAndNoKey_DoesNotStart()
    {
        await PlayAsync("ep_any");
        File.Delete(KeyFile);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => GrainCluster.StartAsync(folder.Path));
        Assert.Contains("run-logs.pem is missing, but the journal beside it holds episodes", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task AServiceWithoutEpisodes_MakesItsKey()
    {
        await using (await GrainCluster.StartAsync(folder.Path))
            Assert.True(File.Exists(KeyFile));
        File.Delete(KeyFile);
        await using (await GrainCluster.StartAsync(folder.Path))
            Assert.True(File.Exists(KeyFile));
    }

    private async Task PlayAsync(string id)
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await cluster.Episode(id).CreateAsync(EpisodeRequests.Create());
        Assert.Equal(EpisodeOutcome.Done, (await cluster.Episode(id).StepAsync(EpisodeRequests.Finish(1))).Outcome);
    }
}
