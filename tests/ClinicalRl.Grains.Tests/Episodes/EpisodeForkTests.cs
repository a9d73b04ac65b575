using ClinicalRl.Grains.Episodes;
using ClinicalRl.Testing.Episodes;

namespace ClinicalRl.Grains.Tests.Episodes;

public sealed class EpisodeForkTests(EpisodeClusterFixture fixture) : IClassFixture<EpisodeClusterFixture>
{
    private GrainCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Fork_IsItsParent_UntilItDiverges()
    {
        var parent = Cluster.Episode("ep_parent");
        await parent.CreateAsync(EpisodeRequests.Create(seed: 11));
        await parent.StepAsync(EpisodeRequests.Move(1));
        var shared = await parent.StepAsync(EpisodeRequests.Move(2));
        await parent.StepAsync(EpisodeRequests.Move(3));

        var fork = Cluster.Episode("ep_fork");
        var created = await fork.CreateForkAsync(new CreateFork("ep_parent", 2, "key_fork"));
        Assert.Equal((EpisodeOutcome.Created, 2), (created.Outcome, created.Step));
        Assert.Equal(("ep_parent", 2), (created.Json().GetProperty("parent").GetProperty("episode").GetString(), created.Json().GetProperty("parent").GetProperty("step").GetInt32()));
        Assert.Equal(State(shared), State(created));

        var sameWay = await fork.StepAsync(EpisodeRequests.Move(3));
        Assert.Equal(State(await parent.StepAsync(EpisodeRequests.Move(3))), State(sameWay));
        var otherFork = Cluster.Episode("ep_fork_other");
        await otherFork.CreateForkAsync(new CreateFork("ep_parent", 2, "key_fork"));
        var otherWay = await otherFork.StepAsync(EpisodeRequests.Move(3, "right"));
        Assert.NotEqual(State(sameWay), State(otherWay));
        Assert.Equal(3, (await parent.DescribeAsync()).Step);
    }

    [Fact]
    public async Task Fork_HasAVerifiableLogOfItsOwn_AndRepeatsTheSharedSteps()
    {
        var parent = Cluster.Episode("ep_parent_log");
        await parent.CreateAsync(EpisodeRequests.Create(seed: 11, split: "heldout"));
        var first = await parent.StepAsync(EpisodeRequests.Move(1));
        await parent.StepAsync(EpisodeRequests.Finish(2));
        var fork = Cluster.Episode("ep_fork_log");
        await fork.CreateForkAsync(new CreateFork("ep_parent_log", 1, "key"));
        var shared = await fork.StepAsync(EpisodeRequests.Move(1));
        Assert.Equal(EpisodeOutcome.Replayed, shared.Outcome);
        Assert.Equal(State(first), State(shared));
        await fork.StepAsync(EpisodeRequests.Finish(2));
        Assert.Equal("verified", (await fork.VerifyAsync()).Json().GetProperty("verdict").GetString());
        Assert.Contains("\"parent\":{\"episode\":\"ep_parent_log\",\"step\":1}", (await fork.ReadLogAsync()).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fork_ReturnsRecordedAnswer_WhenRepeated()
    {
        var parent = Cluster.Episode("ep_parent_repeat");
        await parent.CreateAsync(EpisodeRequests.Create());
        await parent.StepAsync(EpisodeRequests.Move(1));
        var fork = Cluster.Episode("ep_fork_repeat");
        var created = await fork.CreateForkAsync(new CreateFork("ep_parent_repeat", 1, "key"));
        await fork.StepAsync(EpisodeRequests.Move(2));
        var again = await fork.CreateForkAsync(new CreateFork("ep_parent_repeat", 1, "key"));
        Assert.Equal((EpisodeOutcome.Replayed, created.Text()), (again.Outcome, again.Text()));
        Assert.Equal(EpisodeOutcome.Conflict, (await fork.CreateForkAsync(new CreateFork("ep_parent_repeat", 0, "key"))).Outcome);
        Assert.Equal(EpisodeOutcome.Conflict, (await fork.CreateAsync(EpisodeRequests.Create())).Outcome);
        Assert.Equal(EpisodeOutcome.Conflict, (await parent.CreateForkAsync(new CreateFork("ep_fork_repeat", 0, "key"))).Outcome);
    }

    [Fact]
    public async Task Fork_OfAFork_Works()
    {
        await Cluster.Episode("ep_a").CreateAsync(EpisodeRequests.Create());
        await Cluster.Episode("ep_a").StepAsync(EpisodeRequests.Move(1));
        await Cluster.Episode("ep_b").CreateForkAsync(new CreateFork("ep_a", 1, "key"));
        await Cluster.Episode("ep_b").StepAsync(EpisodeRequests.Move(2));
        var grandchild = await Cluster.Episode("ep_c").CreateForkAsync(new CreateFork("ep_b", 2, "key"));
        Assert.Equal((EpisodeOutcome.Created, 2), (grandchild.Outcome, grandchild.Step));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(int.MaxValue - 1)]
    public async Task Fork_IsInvalid_WhereTheParentCannotGoOn(int step)
    {
        var parent = Cluster.Episode("ep_parent_ended");
        await parent.CreateAsync(EpisodeRequests.Create());
        await parent.StepAsync(EpisodeRequests.Move(1));
        await parent.StepAsync(EpisodeRequests.Finish(2));
        var reply = await Cluster.Episode("ep_fork_invalid").CreateForkAsync(new CreateFork("ep_parent_ended", step, "key"));
        Assert.Equal((EpisodeOutcome.Invalid, "step"), (reply.Outcome, reply.Field));
    }

    private static string? State(EpisodeReply reply) => reply.Json().GetProperty("state").GetString();
}
