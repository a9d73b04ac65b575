using System.Net;
using System.Text.Json;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Episodes;

public sealed class EpisodesTests(ServiceFixture fixture)
{
    private readonly HttpClient client = fixture.Client();

    [Fact]
    public async Task Create_ReturnsFirstObservation()
    {
        var created = await client.PostAsync("/v1/episodes", new { environment = "corridor@1", seed = "18446744073709551615", labels = new { run = "ppo-17" } });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var answer = Wire.Read<EpisodeAnswer>(created.Text);
        Assert.Matches("^ep_[a-z2-7]{26}$", answer.Episode);
        Assert.Equal($"/v1/episodes/{answer.Episode}", created.Headers.Location?.ToString());
        Assert.Equal(ulong.MaxValue, answer.Seed!.Value.GetUInt64());
        Assert.Equal("draft", answer.RewardFunction.Status);
        Assert.Null(answer.Reward);
        Assert.Equal(0, answer.Step);
    }

    [Fact]
    public async Task Steps_AreAnsweredAndDescribed_UntilTheEpisodeEnds()
    {
        var id = await client.CreateAsync();
        var moved = Wire.Read<StepAnswer>((await client.MoveAsync(id, step: 1)).Text);
        Assert.Equal(1, moved.Step);
        var running = Wire.Read<EpisodeStatusAnswer>((await client.ReadAsync($"/v1/episodes/{id}")).Text);
        Assert.Equal(("running", 1, false), (running.Status, running.Step, running.Sealed));
        Assert.True(Wire.Read<StepAnswer>((await client.FinishAsync(id)).Text).Terminated);
        var ended = Wire.Read<EpisodeStatusAnswer>((await client.ReadAsync($"/v1/episodes/{id}")).Text);
        Assert.Equal(("terminated", 2, true), (ended.Status, ended.Step, ended.Sealed));
        Assert.Equal("episode-ended", (await client.MoveAsync(id)).Problem());
    }

    [Fact]
    public async Task Step_ReturnsRecordedAnswer_WhenRepeated()
    {
        var id = await client.CreateAsync();
        var first = await client.MoveAsync(id, step: 1);
        await client.MoveAsync(id, step: 2);
        var log = await client.LogAsync(id);
        var again = await client.MoveAsync(id, step: 1);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal("conflict", (await client.MoveAsync(id, step: 1, direction: "left")).Problem());
        Assert.Equal(log, await client.LogAsync(id));
    }

    [Fact]
    public async Task Create_ReturnsRecordedAnswer_UnderTheSameIdempotencyKey()
    {
        var key = Guid.NewGuid().ToString();
        var body = new { environment = "corridor", seed = 5 };
        var first = await client.PostAsync("/v1/episodes", body, key);
        var again = await client.PostAsync("/v1/episodes", body, key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("conflict", (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 6 }, key)).Problem());
        Assert.NotEqual(first.Text, (await client.PostAsync("/v1/episodes", body, key + "x")).Text);
        using var other = fixture.Service.Client(await fixture.Service.AddKeyAsync("other", Grains.Tenancy.KeyScopes.Agent));
        Assert.Equal(HttpStatusCode.Created, (await other.PostAsync("/v1/episodes", body, key)).Status);
    }

    [Fact]
    public async Task Heldout_TakesAnIndexAndShowsNoSeed()
    {
        var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", split = "heldout", index = 3 });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var answer = Wire.Read<EpisodeAnswer>(created.Text);
        Assert.Equal(3UL, answer.Index!.Value.GetUInt64());
        Assert.Null(answer.Seed);
    }

    [Fact]
    public async Task Forks_ShareTheFirstStepsAndContinueAlike()
    {
        var id = await client.CreateAsync(seed: 9);
        await client.MoveAsync(id);
        await client.MoveAsync(id);
        var key = Guid.NewGuid().ToString();
        var forked = await client.PostAsync($"/v1/episodes/{id}/forks", new { step = 1, count = 3 }, key);
        Assert.Equal(HttpStatusCode.Created, forked.Status);
        Assert.Equal(forked.Text, (await client.PostAsync($"/v1/episodes/{id}/forks", new { step = 1, count = 3 }, key)).Text);
        var forks = Wire.Read<ForksAnswer>(forked.Text).Items;
        Assert.Equal(3, forks.Select(fork => fork.Episode).Distinct().Count());
        Assert.All(forks, fork => Assert.Equal(new ParentAnswer { Episode = id, Step = 1 }, fork.Parent));
        var parent = await client.ReadAsync($"/v1/episodes/{id}");
        foreach (var fork in forks)
        {
            var moved = Wire.Read<StepAnswer>((await client.MoveAsync(fork.Episode)).Text);
            Assert.Equal(2, moved.Step);
            Assert.Equal(parent.Json.GetProperty("last").GetProperty("state").GetString(), moved.State);
        }

        Assert.Equal("invalid-request", (await client.PostAsync($"/v1/episodes/{id}/forks", new { step = 3 })).Problem());
    }

    [Fact]
    public async Task Abort_SealsAndMayBeRepeated()
    {
        var id = await client.CreateAsync();
        var aborted = await client.PostBytesAsync($"/v1/episodes/{id}/abort", [], contentType: null);
        Assert.Equal(HttpStatusCode.OK, aborted.Status);
        Assert.Equal("aborted", Wire.Read<EpisodeStatusAnswer>(aborted.Text).Status);
        var log = await client.LogAsync(id);
        Assert.Equal(HttpStatusCode.OK, (await client.PostBytesAsync($"/v1/episodes/{id}/abort", [], contentType: null)).Status);
        Assert.Equal(log, await client.LogAsync(id));
        Assert.Equal("episode-ended", (await client.MoveAsync(id)).Problem());
    }

    [Fact]
    public async Task Records_AreTheSameLogThreeWays()
    {
        var id = await client.CreateAsync();
        var open = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{id}/trajectory")).Text);
        Assert.Empty(open.Steps);
        Assert.Null(open.Seal);
        await client.MoveAsync(id);
        await client.FinishAsync(id);
        var answer = await client.ReadAsync($"/v1/episodes/{id}/log");
        Assert.Equal("application/x-ndjson", answer.ContentHeaders.ContentType?.MediaType);
        var lines = answer.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(["header", "step", "step", "seal"], lines.Select(line => JsonElement.Parse(line).GetProperty("record").GetString()));
        var trajectory = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{id}/trajectory")).Text);
        string[] parts = [trajectory.Header.GetRawText(), .. trajectory.Steps.Select(step => step.GetRawText()), trajectory.Seal!.Value.GetRawText()];
        Assert.Equal(string.Join("\n", lines), string.Join("\n", parts));
        var verification = await client.ReadAsync($"/v1/episodes/{id}/verification");
        Assert.Equal(HttpStatusCode.OK, verification.Status);
        Assert.Equal(JsonValueKind.Object, verification.Json.ValueKind);
    }
}
