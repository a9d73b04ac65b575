using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Testing.Episodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Grains.Tests.Episodes;

public sealed class EpisodeRecoveryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Episodes_GoOnAfterARestart_AsIfThereHadBeenNone()
    {
        string log, last;
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            foreach (var (id, split) in (IEnumerable<(string, string)>)[("ep_restart", "train"), ("ep_straight", "train"), ("ep_secret", "heldout")])
            {
                await cluster.Episode(id).CreateAsync(EpisodeRequests.Create(seed: 21, split: split));
                await cluster.Episode(id).StepAsync(EpisodeRequests.Move(1));
            }

            last = (await cluster.Episode("ep_restart").StepAsync(EpisodeRequests.Move(2))).Text();
            await cluster.Episode("ep_straight").StepAsync(EpisodeRequests.Move(2));
            await cluster.Episode("ep_straight").StepAsync(EpisodeRequests.Move(3, "right"));
            log = (await cluster.Episode("ep_restart").ReadLogAsync()).Text();
        }

        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var episode = cluster.Episode("ep_restart");
            Assert.Equal(last, (await episode.StepAsync(EpisodeRequests.Move(2))).Text());
            Assert.Equal(log, (await episode.ReadLogAsync()).Text());
            var next = await episode.StepAsync(EpisodeRequests.Move(3, "right"));
            var straight = await cluster.Episode("ep_straight").StepAsync(EpisodeRequests.Move(3, "right"));
            Assert.Equal((EpisodeOutcome.Done, EpisodeOutcome.Replayed), (next.Outcome, straight.Outcome));
            Assert.Equal(next.Text().Replace("ep_restart", "", StringComparison.Ordinal), straight.Text().Replace("ep_straight", "", StringComparison.Ordinal));
            Assert.Equal(EpisodeOutcome.Done, (await cluster.Episode("ep_secret").StepAsync(EpisodeRequests.Finish(2))).Outcome);
            Assert.Equal("verified", (await cluster.Episode("ep_secret").VerifyAsync()).Json().GetProperty("verdict").GetString());
        }
    }

    [Theory]
    [InlineData("\"time_minutes\":", "\"time_minutes\":1", "Step 0 of the journal is not what the engine gives now.")]   // the header's line
    [InlineData("\"tool\":\"move\"", "\"tool\":\"wait\"", "Step 1 of the journal is not what the engine gives now.")]
    [InlineData("\"actor\":\"key_test\",\"time\"", "\"actor\":\"another\",\"time\"", "not what the engine gives now.")]
    [InlineData("\"step\":1", "\"step\":2", "Step 1 of the journal cannot be played.")]
    [InlineData("\"record\":\"entry\"", "\"record\":\"guess\"", "Record 1 of the journal cannot be read")]
    public async Task Episode_IsUnavailable_WhenItsJournalDoesNotReplay(string from, string to, string says)
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await cluster.Episode("ep_changed").CreateAsync(EpisodeRequests.Create());
            await cluster.Episode("ep_changed").StepAsync(EpisodeRequests.Move(1));
        }

        Assert.InRange(ChangeRecords(from, to), 1, 2);
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var reply = await cluster.Episode("ep_changed").StepAsync(EpisodeRequests.Move(2));
            Assert.Equal(EpisodeOutcome.Unavailable, reply.Outcome);
            Assert.Contains(says, reply.Detail, StringComparison.Ordinal);
            var report = (await cluster.Episode("ep_changed").VerifyAsync()).Json();
            Assert.Equal("failed", report.GetProperty("verdict").GetString());
            Assert.Equal("journal", report.GetProperty("findings")[0].GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Verification_MissesAStoredLogThatIsGone()
    {
        var blobs = new AnnouncingBlobStore(new FileBlobStore(Path.Combine(folder.Path, "blobs")));
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IBlobStore>(blobs));
        await cluster.Episode("ep_gone").CreateAsync(EpisodeRequests.Create());
        await cluster.Episode("ep_gone").StepAsync(EpisodeRequests.Finish(1));
        var (name, log) = await blobs.FirstPut.WaitAsync(GrainCluster.Limit);
        while ((await cluster.Journal.FindAsync(new EpisodeKey("t1", "ep_gone")))!.Stored is false)
            await Task.Yield();
        Assert.Equal("verified", (await cluster.Episode("ep_gone").VerifyAsync()).Json().GetProperty("verdict").GetString());
        File.Delete(Path.Combine(folder.Path, "blobs", name));
        Assert.Equal(log, (await cluster.Episode("ep_gone").ReadLogAsync()).Text());
        var report = (await cluster.Episode("ep_gone").VerifyAsync()).Json();
        Assert.Equal(("failed", "blob"), (report.GetProperty("verdict").GetString(), report.GetProperty("findings")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task SealedLogs_AreStoredOnce_AlsoThoseOfAnEarlierProcess()
    {
        string log;
        var blobs = new AnnouncingBlobStore(new FileBlobStore(Path.Combine(folder.Path, "blobs")));
        await using (var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IBlobStore>(blobs)))
        {
            await cluster.Episode("ep_sealed").CreateAsync(EpisodeRequests.Create());
            await cluster.Episode("ep_sealed").StepAsync(EpisodeRequests.Finish(1));
            log = (await cluster.Episode("ep_sealed").ReadLogAsync()).Text();
            Assert.Equal(("runlogs/t1/ep_sealed.jsonl", log), await blobs.FirstPut.WaitAsync(GrainCluster.Limit));
        }

        Execute("UPDATE episodes SET stored = 0");
        File.Delete(Path.Combine(folder.Path, "blobs", "runlogs", "t1", "ep_sealed.jsonl"));
        blobs = new AnnouncingBlobStore(new FileBlobStore(Path.Combine(folder.Path, "blobs")));
        await using (await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IBlobStore>(blobs)))
            Assert.Equal(("runlogs/t1/ep_sealed.jsonl", log), await blobs.FirstPut.WaitAsync(GrainCluster.Limit));
    }

    [Fact]
    public async Task SealedLogs_AreStoredAfterAll_WhenTheStoreFailsAtFirst()
    {
        var blobs = new AnnouncingBlobStore(new FileBlobStore(Path.Combine(folder.Path, "blobs"))) { FailuresToCome = 2 };
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IBlobStore>(blobs));
        await cluster.Episode("ep_late").CreateAsync(EpisodeRequests.Create());
        await cluster.Episode("ep_late").AbortAsync("key");
        var (_, log) = await blobs.FirstPut.WaitAsync(GrainCluster.Limit);
        Assert.Equal((await cluster.Episode("ep_late").ReadLogAsync()).Text(), log);
    }

    [Fact]
    public async Task Secrets_AreReadableByTheServiceAlone()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
            await cluster.Episode("ep_any").CreateAsync(EpisodeRequests.Create(split: "heldout"));
        foreach (var file in (string[])["keys/run-logs.pem", "keys/tenants/t1.secret"])
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, file)));
        }

        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", await File.ReadAllTextAsync(Path.Combine(folder.Path, "keys", "run-logs.public.pem")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALostHeldoutSecret_IsNotReplacedInSilence()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
            await cluster.Episode("ep_hidden").CreateAsync(EpisodeRequests.Create(split: "heldout"));
        var file = Path.Combine(folder.Path, "keys", "tenants", "t1.secret");
        var secret = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var reply = await cluster.Episode("ep_other").CreateAsync(EpisodeRequests.Create(split: "heldout"));
            Assert.Equal(EpisodeOutcome.Unavailable, reply.Outcome);
            Assert.Contains("missing", reply.Detail, StringComparison.Ordinal);
            Assert.Equal(EpisodeOutcome.Created, (await cluster.Episode("ep_plain").CreateAsync(EpisodeRequests.Create())).Outcome);
            Assert.Equal(EpisodeOutcome.Created, (await cluster.Episode("ep_first", "t2").CreateAsync(EpisodeRequests.Create(split: "heldout"))).Outcome);
            await File.WriteAllBytesAsync(file, secret);
            Assert.Equal(EpisodeOutcome.Done, (await cluster.Episode("ep_hidden").StepAsync(EpisodeRequests.Move(1))).Outcome);
        }
    }

    [Fact]
    public async Task TwoActivations_CannotBothTakeAStep()
    {
        // Two clusters over one journal stand for a network split: each believes that the episode is its own.
        await using var left = await GrainCluster.StartAsync(folder.Path);
        await using var right = await GrainCluster.StartAsync(folder.Path);
        await left.Episode("ep_split").CreateAsync(EpisodeRequests.Create());
        await right.Episode("ep_split").DescribeAsync();
        for (var step = 1; step <= 10; step++)
        {
            var both = await Task.WhenAll(
                left.Episode("ep_split").StepAsync(EpisodeRequests.Move(step, "left")).AsTask(),
                right.Episode("ep_split").StepAsync(EpisodeRequests.Move(step, "right")).AsTask()).WaitAsync(GrainCluster.Limit);
            Assert.Equal([EpisodeOutcome.Done, EpisodeOutcome.Conflict], both.Select(reply => reply.Outcome).Order());
            var same = await Task.WhenAll(
                left.Episode("ep_split").StepAsync(EpisodeRequests.Step(++step, """{"tool":"wait","arguments":{"minutes":1}}""")).AsTask(),
                right.Episode("ep_split").StepAsync(EpisodeRequests.Step(step, """{"tool":"wait","arguments":{"minutes":1}}""")).AsTask()).WaitAsync(GrainCluster.Limit);
            Assert.Equal([EpisodeOutcome.Done, EpisodeOutcome.Replayed], same.Select(reply => reply.Outcome).Order());
            Assert.Equal(same[0].Text(), same[1].Text());
        }

        Assert.Equal(EpisodeOutcome.Done, (await left.Episode("ep_split").AbortAsync("key")).Outcome);
        Assert.Equal(EpisodeOutcome.Replayed, (await right.Episode("ep_split").AbortAsync("key")).Outcome);
        Assert.Equal("verified", (await right.Episode("ep_split").VerifyAsync()).Json().GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task AStepWithoutIndex_IsNotTakenTwice_WhenAnotherActivationWasFirst()
    {
        await using var left = await GrainCluster.StartAsync(folder.Path);
        await using var right = await GrainCluster.StartAsync(folder.Path);
        await left.Episode("ep_next").CreateAsync(EpisodeRequests.Create());
        await right.Episode("ep_next").DescribeAsync();
        Assert.Equal(EpisodeOutcome.Done, (await left.Episode("ep_next").StepAsync(EpisodeRequests.Move(null))).Outcome);
        var second = await right.Episode("ep_next").StepAsync(EpisodeRequests.Move(null));
        Assert.Equal((EpisodeOutcome.Conflict, "step"), (second.Outcome, second.Field));
        Assert.Equal(1, (await right.Episode("ep_next").DescribeAsync()).Step);
        Assert.Equal(EpisodeOutcome.Replayed, (await right.Episode("ep_next").StepAsync(EpisodeRequests.Move(1))).Outcome);
    }

    [Fact]
    public async Task Episode_IsUnavailable_WhenItsJournalIsThatOfAnother()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await cluster.Episode("ep_own").CreateAsync(EpisodeRequests.Create());
            await cluster.Episode("ep_own").StepAsync(EpisodeRequests.Finish(1));
            await cluster.Episode("ep_own", "t2").CreateAsync(EpisodeRequests.Create());
        }

        Execute("UPDATE episodes SET episode = 'ep_swapped' WHERE tenant = 't1'");
        Execute("UPDATE episodes SET tenant = 't3' WHERE tenant = 't2'");
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            foreach (var episode in (IEnumerable<IEpisodeGrain>)[cluster.Episode("ep_swapped"), cluster.Episode("ep_own", "t3")])
            {
                var reply = await episode.DescribeAsync();
                Assert.Equal(EpisodeOutcome.Unavailable, reply.Outcome);
                Assert.Contains("another", reply.Detail, StringComparison.Ordinal);
                var report = (await episode.VerifyAsync()).Json();
                Assert.Equal("failed", report.GetProperty("verdict").GetString());
                Assert.Equal("journal", report.GetProperty("findings")[0].GetProperty("code").GetString());
            }
        }
    }

    private int ChangeRecords(string from, string to)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE records SET record = CAST(replace(CAST(record AS TEXT), $from, $to) AS BLOB) WHERE instr(CAST(record AS TEXT), $from) > 0
            """;
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        return command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "journal.db")};Pooling=false");
        connection.Open();
        return connection;
    }
}
