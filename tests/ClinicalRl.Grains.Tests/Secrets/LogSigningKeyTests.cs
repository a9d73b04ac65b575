using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Secrets;
using ClinicalRl.Testing.Episodes;
using ClinicalRl.Testing.RunLogs;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task ARotatedKey_StaysPublishedWithItsTime_AndItsSealsAndCheckpointsCount()
    {
        await PlayAsync("ep_before");
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        var keys = LogKeyRotation.Rotate(folder.Path, DateTimeOffset.UtcNow);
        Assert.Equal(2, keys.Keys.Length);
        Assert.Null(keys.Keys[0].Retired);
        Assert.True(keys.Keys[1].Retired >= before && keys.Keys[1].Created <= keys.Keys[1].Retired);
        await PlayAsync("ep_after");
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        Assert.Equal(keys.ToJson(), cluster.Services.GetRequiredService<LogKeySet>().ToJson());
        Assert.Equal(keys.Keys[0].PublicKey, cluster.Services.GetRequiredService<ILogSigner>().PublicKey);
        foreach (var id in (string[])["ep_before", "ep_after"])
            Assert.Equal("trusted", (await cluster.Episode(id).VerifyAsync()).Json().GetProperty("signature").GetProperty("trust").GetString());
        var signers = new List<string>();
        for (var size = 1; size <= 2; size++)
        {
            Assert.True(SignedCheckpoint.TryRead(await CheckpointAsync(cluster, size), out var signed, out _));
            Assert.True(signed.IsSignedBy(keys.Find(signed.KeyId)!.PublicKey));
            signers.Add(signed.KeyId);
        }

        Assert.Equal([keys.Keys[1].PublicKey.KeyId, keys.Keys[0].PublicKey.KeyId], signers);
    }

    [Fact]
    public void AKey_IsNotRotated_WhenThereIsNone()
    {
        Assert.Throws<InvalidDataException>(() => LogKeyRotation.Rotate(folder.Path, DateTimeOffset.UtcNow));
        Assert.False(File.Exists(KeyFile));
    }

    private static async Task<string> CheckpointAsync(GrainCluster cluster, long size)
    {
        var deadline = DateTime.UtcNow + GrainCluster.Limit;
        while (true)
        {
            if (await cluster.Journal.Ledger.CheckpointAsync("t1", size) is { } checkpoint)
                return checkpoint;
            Assert.True(DateTime.UtcNow < deadline);
        }
    }

    private async Task PlayAsync(string id)
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await cluster.Episode(id).CreateAsync(EpisodeRequests.Create());
        Assert.Equal(EpisodeOutcome.Done, (await cluster.Episode(id).StepAsync(EpisodeRequests.Finish(1))).Outcome);
        while (await cluster.Journal.Ledger.FindAsync("t1", id) is null)
            await Task.Yield();
    }
}
