using ClinicalRl.Grains.Episodes;
using ClinicalRl.Testing.Episodes;

namespace ClinicalRl.Grains.Tests.Episodes;

/// <summary>One silo over a real SQLite file, shared by the tests of a class; each test has episodes of its own.</summary>
public sealed class EpisodeClusterFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private GrainCluster? cluster;

    internal GrainCluster Cluster => cluster!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(folder.Path);

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        folder.Dispose();
    }
}

public sealed partial class EpisodeGrainTests(EpisodeClusterFixture fixture) : IClassFixture<EpisodeClusterFixture>
{
    private GrainCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Create_AnswersWithFirstObservation()
    {
        var reply = await Cluster.Episode("ep_create").CreateAsync(EpisodeRequests.Create(seed: 5));
        Assert.Equal(EpisodeOutcome.Created, reply.Outcome);
        var json = reply.Json();
        Assert.Equal("ep_create", json.GetProperty("episode").GetString());
        Assert.Equal(5UL, json.GetProperty("seed").GetUInt64());
        Assert.Equal(0, json.GetProperty("step").GetInt32());
        Assert.Equal("draft", json.GetProperty("rewardFunction").GetProperty("status").GetString());
        Assert.Contains("not signed by a clinician", json.GetProperty("notice").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("You stand in a dark corridor.", json.GetProperty("observation").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("reward").ValueKind);
    }

    [Fact]
    public async Task Create_ReturnsRecordedAnswer_WhenRepeated()
    {
        var episode = Cluster.Episode("ep_create_twice");
        var first = await episode.CreateAsync(EpisodeRequests.Create());
        await episode.StepAsync(EpisodeRequests.Move(1));
        var second = await episode.CreateAsync(EpisodeRequests.Create());
        Assert.Equal(EpisodeOutcome.Replayed, second.Outcome);
        Assert.Equal(first.Text(), second.Text());
        Assert.Equal(1, second.Step);
    }

    [Fact]
    public async Task Create_Conflicts_WhenIdIsTakenByAnotherRequest()
    {
        var episode = Cluster.Episode("ep_taken");
        await episode.CreateAsync(EpisodeRequests.Create(seed: 1));
        Assert.Equal(EpisodeOutcome.Conflict, (await episode.CreateAsync(EpisodeRequests.Create(seed: 2))).Outcome);
        Assert.Equal(EpisodeOutcome.Conflict, (await episode.CreateAsync(EpisodeRequests.Create(seed: 1, labels: new KeyValuePair<string, string>("run", "a")))).Outcome);
    }

    [Theory]
    [InlineData("nowhere", "train", "standard", null, "environment")]
    [InlineData("corridor@2", "train", "standard", null, "environment")]
    [InlineData("corridor", "test", "standard", null, "split")]
    [InlineData("corridor", "train", "impossible", null, "difficulty")]
    [InlineData("corridor", "train", "standard", "no-such-reward", "rewardFunction")]
    public async Task Create_NamesTheField_WhenItCannotBeUsed(string environment, string split, string difficulty, string? reward, string field)
    {
        var episode = Cluster.Episode("ep_invalid");
        var reply = await episode.CreateAsync(new CreateEpisode(environment, split, 1, difficulty, reward, [], EpisodeRequests.Actor));
        Assert.Equal((EpisodeOutcome.Invalid, field), (reply.Outcome, reply.Field));
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.DescribeAsync()).Outcome);
    }

    [Fact]
    public async Task Step_ReturnsRecordedAnswer_WhenRepeated()
    {
        var episode = Cluster.Episode("ep_repeat");
        await episode.CreateAsync(EpisodeRequests.Create());
        var first = await episode.StepAsync(EpisodeRequests.Move(1));
        var second = await episode.StepAsync(EpisodeRequests.Move(2, "right"));
        await episode.StepAsync(EpisodeRequests.Finish(3));
        var again = await episode.StepAsync(EpisodeRequests.Step(1, "{ \"tool\" : \"move\",\n\"arguments\":{\"direction\":\"left\"} }"));
        Assert.Equal((EpisodeOutcome.Replayed, first.Text()), (again.Outcome, again.Text()));
        Assert.Equal(second.Text(), (await episode.StepAsync(EpisodeRequests.Move(2, "right"))).Text());
        Assert.Equal(3, again.Step);
        Assert.True(again.Ended);
    }

    [Fact]
    public async Task Step_Conflicts_WhenIndexOrActionDiffers()
    {
        var episode = Cluster.Episode("ep_conflict");
        await episode.CreateAsync(EpisodeRequests.Create());
        await episode.StepAsync(EpisodeRequests.Move(1));
        var other = await episode.StepAsync(EpisodeRequests.Move(1, "right"));
        Assert.Equal((EpisodeOutcome.Conflict, "action"), (other.Outcome, other.Field));
        var ahead = await episode.StepAsync(EpisodeRequests.Move(3));
        Assert.Equal((EpisodeOutcome.Conflict, "step", "The next step is 2."), (ahead.Outcome, ahead.Field, ahead.Detail));
        Assert.Equal(EpisodeOutcome.Invalid, (await episode.StepAsync(EpisodeRequests.Move(0))).Outcome);
        Assert.Equal(1, (await episode.DescribeAsync()).Step);
    }

    [Fact]
    public async Task Step_IsFinished_AfterTheEnd()
    {
        var episode = Cluster.Episode("ep_finished");
        await episode.CreateAsync(EpisodeRequests.Create());
        var last = await episode.StepAsync(EpisodeRequests.Finish(null));
        Assert.True(last.Ended);
        Assert.True(last.Json().GetProperty("terminated").GetBoolean());
        Assert.Equal(EpisodeOutcome.Finished, (await episode.StepAsync(EpisodeRequests.Move(null))).Outcome);
        Assert.Equal(EpisodeOutcome.Finished, (await episode.StepAsync(EpisodeRequests.Move(2))).Outcome);
        Assert.Equal(EpisodeOutcome.Replayed, (await episode.StepAsync(EpisodeRequests.Finish(1))).Outcome);
    }

    [Theory]
    [InlineData("""{"tool":""", "action")]
    [InlineData("""[]""", "action")]
    [InlineData("""{"tool":"move","tool":"wait"}""", "action")]
    [InlineData("""{"tool":"move","arguments":{"direction":"left","direction":"right"}}""", "action")]
    [InlineData("""{"tool":"move","confidence":1.5}""", "action.confidence")]
    [InlineData("""{"tool":"move","speed":3}""", "action.speed")]
    [InlineData("""{"tool":"\ud800"}""", "action.tool")]
    [InlineData("""{"tool":"wait","arguments":{"\ud800":1}}""", "action")]
    public async Task Step_IsNotTaken_WhenActionCannotBeRead(string action, string field)
    {
        var episode = Cluster.Episode("ep_unreadable");
        await episode.CreateAsync(EpisodeRequests.Create());
        var reply = await episode.StepAsync(EpisodeRequests.Step(1, action));
        Assert.Equal((EpisodeOutcome.Invalid, field), (reply.Outcome, reply.Field));
        Assert.Equal(0, (await episode.DescribeAsync()).Step);
    }

    [Fact]
    public async Task Step_IsRecorded_WhenActionIsImpossible()
    {
        var episode = Cluster.Episode("ep_impossible");
        await episode.CreateAsync(EpisodeRequests.Create());
        var reply = await episode.StepAsync(EpisodeRequests.Step(1, """{"tool":"fly","message":"½ \"up\""}"""));
        Assert.Equal(EpisodeOutcome.Done, reply.Outcome);
        Assert.Contains("no tool 'fly'", reply.Json().GetProperty("invalidAction").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, reply.Step);
    }

    [Fact]
    public async Task AnyRequest_IsNotFound_WhenThereIsNoEpisode()
    {
        var episode = Cluster.Episode("ep_nowhere");
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.StepAsync(EpisodeRequests.Move(1))).Outcome);
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.DescribeAsync()).Outcome);
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.AbortAsync("key")).Outcome);
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.ReadLogAsync()).Outcome);
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.VerifyAsync()).Outcome);
        Assert.Equal(EpisodeOutcome.NotFound, (await episode.CreateForkAsync(new CreateFork("ep_absent", 0, "key"))).Outcome);
    }

    [Fact]
    public async Task AnotherTenantsEpisode_IsNotFound()
    {
        await Cluster.Episode("ep_private", "t1").CreateAsync(EpisodeRequests.Create());
        Assert.Equal(EpisodeOutcome.NotFound, (await Cluster.Episode("ep_private", "t2").DescribeAsync()).Outcome);
        var fork = await Cluster.Episode("ep_private_fork", "t2").CreateForkAsync(new CreateFork("ep_private", 0, "key"));
        Assert.Equal(EpisodeOutcome.NotFound, fork.Outcome);
    }

    [Fact]
    public async Task Abort_SealsOnce()
    {
        var episode = Cluster.Episode("ep_abort");
        await episode.CreateAsync(EpisodeRequests.Create());
        await episode.StepAsync(EpisodeRequests.Move(1));
        var aborted = await episode.AbortAsync("key");
        Assert.Equal((EpisodeOutcome.Done, true), (aborted.Outcome, aborted.Ended));
        Assert.Equal("aborted", aborted.Json().GetProperty("status").GetString());
        Assert.Equal(EpisodeOutcome.Replayed, (await episode.AbortAsync("key")).Outcome);
        Assert.Equal(EpisodeOutcome.Finished, (await episode.StepAsync(EpisodeRequests.Move(2))).Outcome);
        Assert.Equal(1, (await episode.ReadLogAsync()).Text().Split("\"record\":\"seal\"").Length - 1);
    }

    [Fact]
    public async Task Describe_RepeatsTheLastAnswer()
    {
        var episode = Cluster.Episode("ep_describe");
        await episode.CreateAsync(EpisodeRequests.Create(labels: new KeyValuePair<string, string>("run", "ppo-17")));
        var step = await episode.StepAsync(EpisodeRequests.Move(1));
        var json = (await episode.DescribeAsync()).Json();
        Assert.Equal(step.Text(), json.GetProperty("last").GetRawText());
        Assert.Equal("ppo-17", json.GetProperty("labels").GetProperty("run").GetString());
        Assert.Equal("running", json.GetProperty("status").GetString());
        Assert.False(json.GetProperty("sealed").GetBoolean());
    }

    [Fact]
    public async Task Verify_IsIncompleteWhileRunning_AndVerifiedOnceSealed()
    {
        var episode = Cluster.Episode("ep_verify");
        await episode.CreateAsync(EpisodeRequests.Create());
        Assert.Equal("incomplete", (await episode.VerifyAsync()).Json().GetProperty("verdict").GetString());
        await episode.StepAsync(EpisodeRequests.Finish(1));
        var report = (await episode.VerifyAsync()).Json();
        Assert.Equal("verified", report.GetProperty("verdict").GetString());
        Assert.Equal("trusted", report.GetProperty("signature").GetProperty("trust").GetString());
    }

    [Fact]
    public async Task Heldout_HidesItsSeed_AndStillVerifies()
    {
        var episode = Cluster.Episode("ep_heldout");
        var created = await episode.CreateAsync(EpisodeRequests.Create(seed: 3, split: "heldout"));
        Assert.Equal(3, created.Json().GetProperty("index").GetInt32());
        Assert.False(created.Json().TryGetProperty("seed", out _));
        await episode.StepAsync(EpisodeRequests.Finish(1));
        Assert.Equal("verified", (await episode.VerifyAsync()).Json().GetProperty("verdict").GetString());
        var same = await Cluster.Episode("ep_heldout_again").CreateAsync(EpisodeRequests.Create(seed: 3, split: "heldout"));
        var otherTenant = await Cluster.Episode("ep_heldout", "t2").CreateAsync(EpisodeRequests.Create(seed: 3, split: "heldout"));
        Assert.Equal(StateOf(created), StateOf(same));
        Assert.NotEqual(StateOf(created), StateOf(otherTenant));
    }

    private static string? StateOf(EpisodeReply reply) => reply.Json().GetProperty("state").GetString();
}
