using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.Episodes;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Grains.Tests.RewardFunctions;

/// <summary>Episodes judged by a tenant's own document, whatever becomes of it and of the silo.</summary>
public sealed class TenantRewardFunctionTests : IDisposable
{
    private static readonly TenantId Tenant = TenantId.Parse("t1");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Episode_GoesOnAfterARestart_ThoughItsDraftWasReplaced()
    {
        string log;
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await UploadAsync(cluster, Own("1.0.0", "cap: 0.4"));
            var created = await cluster.Episode("ep_own").CreateAsync(EpisodeRequests.Create(seed: 5) with { RewardFunction = "own-reward@1.0.0" });
            Assert.Equal(EpisodeOutcome.Created, created.Outcome);
            var identity = created.Json().GetProperty("rewardFunction");
            Assert.Equal(("own-reward", "draft", Hash(Own("1.0.0", "cap: 0.4"))), (identity.GetProperty("id").GetString(), identity.GetProperty("status").GetString(), identity.GetProperty("hash").GetString()));
            var step = (await cluster.Episode("ep_own").StepAsync(EpisodeRequests.Move(1))).Json().GetProperty("rewardFunction");
            Assert.Equal(identity.GetProperty("hash").GetString(), step.GetProperty("hash").GetString());   // with every reward
            await UploadAsync(cluster, Own("1.0.0", "cap: 0.2"));
            log = (await cluster.Episode("ep_own").ReadLogAsync()).Text();
        }

        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var stored = await cluster.Grains.GetGrain<IRewardDocumentGrain>(RewardKeys.Document(Tenant, Hash(Own("1.0.0", "cap: 0.4")))).ReadAsync();
            Assert.Equal(Own("1.0.0", "cap: 0.4"), Encoding.UTF8.GetString(stored ?? []));
            var episode = cluster.Episode("ep_own");
            var finished = await episode.StepAsync(EpisodeRequests.Finish(2));
            Assert.True(finished.Outcome == EpisodeOutcome.Done, finished.Detail);
            var whole = await episode.ReadLogAsync();
            Assert.StartsWith(log, whole.Text(), StringComparison.Ordinal);
            var verification = (await episode.VerifyAsync()).Json();
            Assert.Equal("verified", verification.GetProperty("verdict").GetString());
            Assert.True(verification.GetProperty("replay").GetProperty("identical").GetBoolean());

            // Offline: only whoever is given the document can replay it; with another in its place the report says which it needs.
            Assert.Equal(RunLogVerdict.Incomplete, Verify(whole.Body).Verdict);
            Assert.Equal(RunLogVerdict.Consistent, Verify(whole.Body, Own("1.0.0", "cap: 0.4")).Verdict);
            var other = Verify(whole.Body, Own("1.0.0", "cap: 0.2"));
            Assert.Equal(RunLogVerdict.Incomplete, other.Verdict);
            Assert.Contains("Replay needs the one with SHA-256 " + Hash(Own("1.0.0", "cap: 0.4")), other.ReplayObstacle, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tenant_DoesNotSee_AnothersDocument()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await UploadAsync(cluster, Own("1.0.0", "cap: 0.4"));
        await cluster.Episode("ep_mine").CreateAsync(EpisodeRequests.Create() with { RewardFunction = "own-reward" });   // compiled and kept in this silo
        var other = await cluster.Episode("ep_theirs", "t2").CreateAsync(EpisodeRequests.Create() with { RewardFunction = "own-reward" });
        Assert.Equal((EpisodeOutcome.Invalid, "rewardFunction"), (other.Outcome, other.Field));
        var functions = cluster.Services.GetRequiredService<TenantRewardFunctions>();
        Assert.Null(await functions.FindAsync("t2", "own-reward"));
        Assert.NotNull(await functions.FindAsync("t1", "own-reward@1"));
    }

    [Fact]
    public async Task Version_IsImmutable_OnceInReview_AndSupersededByTheNext()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        var first = await UploadAsync(cluster, Own("1.0.0", "cap: 0.4"));
        var grain = cluster.Grains.GetGrain<IRewardFunctionGrain>(RewardKeys.Function(Tenant, "own-reward"));
        Assert.NotNull((await grain.SignAsync("1.0.0", first.Hash, SignOff("too early"))).Refusal);
        Assert.Equal("in-review", (await grain.SubmitAsync("1.0.0", first.Hash, "{}", "key_a")).Version!.Status);
        Assert.Contains("cannot change", (await grain.UploadAsync(Version(Own("1.0.0", "cap: 0.2")))).Refusal, StringComparison.Ordinal);
        Assert.Contains("replaced", (await grain.SignAsync("1.0.0", new string('0', 64), SignOff("other bytes"))).Refusal, StringComparison.Ordinal);
        Assert.Equal("signed", (await grain.SignAsync("1.0.0", first.Hash, SignOff("a"))).Version!.Status);
        Assert.Single((await grain.SignAsync("1.0.0", first.Hash, SignOff("a"))).Version!.SignOffs);   // a repeat

        var second = await UploadAsync(cluster, Own("1.1.0", "cap: 0.3"));
        await grain.SubmitAsync("1.1.0", second.Hash, "{}", "key_a");
        await grain.SignAsync("1.1.0", second.Hash, SignOff("b"));
        Assert.Equal(["superseded", "signed"], (await grain.ListAsync()).Select(version => version.Status));
        Assert.Equal("revoked", (await grain.RevokeAsync("1.1.0", "A wrong weight.", "key_b")).Version!.Status);
        Assert.True((await grain.RevokeAsync("9.9.9", "None.", "key_b")).NotFound);
    }

    [Fact]
    public async Task RevokedFunction_BeginsNoEpisode_AndPastLogsStandAsTheyAre()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await UploadAsync(cluster, Own("1.0.0", "cap: 0.4"));
        await cluster.Episode("ep_past").CreateAsync(EpisodeRequests.Create() with { RewardFunction = "own-reward@1.0.0" });
        await cluster.Episode("ep_past").StepAsync(EpisodeRequests.Finish(1));
        var before = (await cluster.Episode("ep_past").ReadLogAsync()).Text();
        await cluster.Grains.GetGrain<IRewardFunctionGrain>(RewardKeys.Function(Tenant, "own-reward")).RevokeAsync("1.0.0", "A wrong weight.", "key_b");

        var refused = await cluster.Episode("ep_new").CreateAsync(EpisodeRequests.Create() with { RewardFunction = "own-reward@1.0.0" });
        Assert.Equal((EpisodeOutcome.Invalid, "rewardFunction"), (refused.Outcome, refused.Field));
        Assert.Equal(before, (await cluster.Episode("ep_past").ReadLogAsync()).Text());
        var verification = (await cluster.Episode("ep_past").VerifyAsync()).Json();
        Assert.Equal("verified", verification.GetProperty("verdict").GetString());
        Assert.Equal(("draft", "revoked"), (verification.GetProperty("rewardFunction").GetProperty("statusRecorded").GetString(), verification.GetProperty("rewardFunction").GetProperty("statusNow").GetString()));
    }

    [Fact]
    public async Task EverythingRecorded_OutlivesARestart()
    {
        var key = new RegisteredKey { KeyId = "k1", X = "x", Y = "y", Name = "Dr A", Register = "GMC", Number = "1234567", RegisteredBy = "key_a" };
        IReadOnlyList<RewardVersion> versions;
        IReadOnlyList<RegisteredKey> keys;
        JobProgress done;
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var own = await UploadAsync(cluster, Own("1.0.0", "cap: 0.4"));
            var grain = cluster.Grains.GetGrain<IRewardFunctionGrain>(RewardKeys.Function(Tenant, "own-reward"));
            await grain.SubmitAsync("1.0.0", own.Hash, "{}", "key_b");
            await grain.SignAsync("1.0.0", own.Hash, SignOff("a"));
            await grain.SignAsync("1.0.0", own.Hash, SignOff("b"));
            await UploadAsync(cluster, Own("1.1.0", "cap: 0.3"));
            versions = await grain.ListAsync();
            await cluster.Grains.GetGrain<IClinicianRegistryGrain>("t1").RegisterAsync(key);
            await cluster.Grains.GetGrain<IClinicianRegistryGrain>("t1").RevokeAsync("k1", "Lost.", "key_b");
            keys = await cluster.Grains.GetGrain<IClinicianRegistryGrain>("t1").ListAsync();
            Assert.True(await cluster.Grains.GetGrain<IRewardIndexGrain>("t1").AddAsync("own-reward"));
            await cluster.Episode("ep_old").CreateAsync(EpisodeRequests.Create());
            await cluster.Episode("ep_old").StepAsync(EpisodeRequests.Finish(1));
            var job = cluster.Grains.GetGrain<IRescoreGrain>("t1/rs_a");
            await job.StartAsync(new StartRescore("own-reward@1.0.0", own.Hash, "signed", ["ep_old", "ep_none"], "key_a"));
            done = await DoneAsync(job);
        }

        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var again = await cluster.Grains.GetGrain<IRewardFunctionGrain>(RewardKeys.Function(Tenant, "own-reward")).ListAsync();
            Assert.Equal(["signed", "draft"], again.Select(version => version.Status));
            RewardSignOff[] none = [];
            Assert.Equal(versions.Select(version => version with { SignOffs = none }), again.Select(version => version with { SignOffs = none }));
            Assert.Equal(versions.SelectMany(version => version.SignOffs), again.SelectMany(version => version.SignOffs));
            Assert.Equal(2, again[0].SignOffs.Length);
            Assert.Equal(keys, await cluster.Grains.GetGrain<IClinicianRegistryGrain>("t1").ListAsync());
            Assert.Equal(["own-reward"], await cluster.Grains.GetGrain<IRewardIndexGrain>("t1").ListAsync());
            var kept = await cluster.Grains.GetGrain<IRescoreGrain>("t1/rs_a").ReadAsync();
            Assert.Equal(("done", 2, 2), (kept!.Status, kept.Done, kept.Total));
            Assert.Equal(done.Result, kept.Result);
        }
    }

    [Fact]
    public async Task Rescoring_Stops_WhenItIsCancelled()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        var own = await UploadAsync(cluster, Own("1.0.0", "cap: 0.4"));
        var job = cluster.Grains.GetGrain<IRescoreGrain>("t1/rs_b");
        var episodes = Enumerable.Range(0, 200_000).Select(i => $"ep_{i}").ToArray();
        Assert.Equal("running", (await job.StartAsync(new StartRescore("own-reward@1.0.0", own.Hash, "draft", episodes, "key_a"))).Status);
        var cancelled = await job.CancelAsync();
        Assert.Equal("cancelled", cancelled!.Status);
        Assert.True(cancelled.Done < episodes.Length);
        Assert.Null(cancelled.Result);
        Assert.Equal("cancelled", (await job.ReadAsync())!.Status);
        Assert.Null(await cluster.Grains.GetGrain<IRescoreGrain>("t2/rs_b").ReadAsync());
    }

    [Fact]
    public async Task Key_IsRetiredByItsSuccessor_AndNeverRegisteredAgain()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        var registry = cluster.Grains.GetGrain<IClinicianRegistryGrain>("t1");
        var key = new RegisteredKey { KeyId = "k1", X = "x", Y = "y", Name = "Dr A", Register = "GMC", Number = "123 4567", RegisteredBy = "key_a" };
        Assert.Null(await registry.RegisterAsync(key));
        Assert.Null(await registry.RegisterAsync(key));   // a repeat
        Assert.Null(await registry.RegisterAsync(key with { KeyId = "k2", Number = "1234567" }));
        var listed = await registry.ListAsync();
        Assert.Equal([true, false], listed.Select(known => known.Retired is not null));
        Assert.NotNull(await registry.RegisterAsync(key));
        Assert.True(await registry.RevokeAsync("k2", "Lost.", "key_a"));
        Assert.False(await registry.RevokeAsync("k3", "Lost.", "key_a"));
    }

    [Fact]
    public async Task DocumentGrain_RefusesBytes_ThatAreNotTheHashs()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        var grain = cluster.Grains.GetGrain<IRewardDocumentGrain>(RewardKeys.Document(Tenant, new string('a', 64)));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await grain.StoreAsync([1, 2, 3]));
        Assert.Null(await grain.ReadAsync());
    }

    private static async Task<JobProgress> DoneAsync(IRescoreGrain job)
    {
        using var limit = new CancellationTokenSource(GrainCluster.Limit);
        while (await job.ReadAsync() is { } progress)
        {
            if (progress.Status != "running")
                return progress;
            await Task.Delay(20, limit.Token);
        }

        throw new InvalidOperationException("The job is gone.");
    }

    private static RewardSignOff SignOff(string jws) => new(jws, "k1", "key_c", DateTimeOffset.UnixEpoch);

    private static string Own(string version, string cap) => CorridorReward.Yaml.Replace("id: corridor-reward", "id: own-reward", StringComparison.Ordinal)
        .Replace("version: 1.0.0", "version: " + version, StringComparison.Ordinal).Replace("cap: 0.4", cap, StringComparison.Ordinal);

    private static RewardDocument Read(string yaml) => RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(yaml));

    private static string Hash(string yaml) => Read(yaml).Hash;

    private static RewardVersion Version(string yaml) => new()
    {
        Version = Read(yaml).Version.ToString(), Hash = Hash(yaml), Environment = "corridor", Title = "Own", IntendedUse = "Tests.", Notice = "Draft.", UploadedBy = "key_a",
    };

    private static async Task<RewardVersion> UploadAsync(GrainCluster cluster, string yaml)
    {
        await cluster.Grains.GetGrain<IRewardDocumentGrain>(RewardKeys.Document(Tenant, Hash(yaml))).StoreAsync(Encoding.UTF8.GetBytes(yaml));
        return (await cluster.Grains.GetGrain<IRewardFunctionGrain>(RewardKeys.Function(Tenant, "own-reward")).UploadAsync(Version(yaml))).Version!;
    }

    private static RunLogReport Verify(ReadOnlyMemory<byte> log, string? document = null)
    {
        var catalogue = CorridorReward.Catalogue;
        var own = document is null ? CorridorReward.Library : new RewardLibrary(RewardFunction.Compile(Read(document), catalogue.Environments[0].Spec));
        return RunLogVerifier.Verify(log, catalogue, own);
    }
}
