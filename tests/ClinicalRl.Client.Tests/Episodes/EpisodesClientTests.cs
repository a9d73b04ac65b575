using System.Net;
using System.Text.Json.Nodes;
using ClinicalRl.Client.Batches;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Problems;
using ClinicalRl.Client.Tests.Transport;
using static ClinicalRl.Client.Tests.Transport.ScriptedSender;

namespace ClinicalRl.Client.Tests.Episodes;

/// <summary>What goes over the wire, and what is made of what comes back.</summary>
public sealed class EpisodesClientTests
{
    [Fact]
    public async Task Create_WritesTheSeedAsText_AndNothingThatIsNotSet()
    {
        using var sender = new ScriptedSender(Json(Samples.Created, HttpStatusCode.Created));
        using var client = Samples.Client(sender, options => options.ApiKey = "crl_dev_x");
        var created = await client.Episodes.CreateAsync(new CreateEpisode("corridor") { Seed = ulong.MaxValue }, "my-key");
        var sent = Assert.Single(sender.Requests);
        Assert.Equal("""{"environment":"corridor","split":"train","seed":"18446744073709551615","difficulty":"standard"}""", sent.Body);
        Assert.Equal((new Uri("http://service.test/prefix/v1/episodes"), "my-key", "Bearer crl_dev_x"), (sent.Address, sent.IdempotencyKey, sent.Authorization));
        Assert.Equal((ulong.MaxValue, "corridor", "ab"), (created.Seed!.Value, created.Environment!, created.RewardFunction.Hash!));
    }

    [Fact]
    public async Task Step_CarriesItsIndexAndAction_AndReadsEverything()
    {
        using var sender = new ScriptedSender(Json(Samples.Step));
        using var client = Samples.Client(sender);
        var action = AgentAction.Call("move", new JsonObject { ["direction"] = "left" }, "Mind the step") with { Confidence = 0.5 };
        var answer = await client.Episodes.StepAsync("ep_a", 1, action);
        Assert.Equal(
            """{"step":1,"action":{"tool":"move","arguments":{"direction":"left"},"message":"Mind the step","confidence":0.5}}""", Assert.Single(sender.Requests).Body);
        Assert.Equal((0.5, true, false, 2), (answer.Reward!.Value, answer.Judged, answer.Ended, answer.Observation.TimeMinutes));
        Assert.Equal(4, answer.Observation.Data.GetProperty("position").GetInt32());
        var verdict = Assert.Single(answer.Breakdown);
        Assert.Equal((Verdict.PartlyMet, 4.0, "CS01", true), (verdict.Outcome, verdict.Weight, verdict.Category, verdict.Evidence.GetProperty("found").GetBoolean()));
        Assert.Equal((0.25, 1, 0.4), (answer.EpisodeReward.SeverityWeighted, answer.EpisodeReward.JudgedSteps, answer.EpisodeReward.Cap));
    }

    [Fact]
    public async Task OpenEpisode_NumbersItsSteps()
    {
        using var sender = new ScriptedSender(Json(Samples.Created), Json(Samples.Step), Json(Samples.Conflict, HttpStatusCode.Conflict), Json(Samples.Step));
        using var client = Samples.Client(sender);
        var episode = await client.Episodes.StartAsync(new CreateEpisode("corridor") { Seed = 1 });
        await episode.StepAsync(AgentAction.Call("wait"));
        await Assert.ThrowsAsync<RequestRefusedException>(() => episode.StepAsync(AgentAction.Call("wait")));
        await episode.StepAsync(AgentAction.Call("wait"));
        Assert.Equal([1, 2, 2], sender.Requests.Skip(1).Select(request => JsonNode.Parse(request.Body)!["step"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Observation_GoesBackToWhatCame()
    {
        using var client = Samples.Client(new ScriptedSender(Json(Samples.Step)));
        var answer = await client.Episodes.StepAsync("ep_a", 1, AgentAction.Call("wait"));
        Assert.Equal("""{"text":"Place 4.","data":{"position":4},"time_minutes":2}""", answer.Observation.ToElement().GetRawText());
    }

    [Fact]
    public async Task List_ReadsPageAfterPage()
    {
        static string Page(string id, string next) =>
            $$"""{"items":[{"episode":"{{id}}","environment":"corridor","version":"1.0.0","split":"train","difficulty":"easy","labels":{"run":"7"},"status":"running","steps":0,"created":"2026-01-02T03:04:05Z","parent":null}],"next":{{next}}}""";
        using var sender = new ScriptedSender(Json(Page("ep_a", "\"c/1\"")), Json(Page("ep_b", "null")));
        using var client = Samples.Client(sender);
        List<string> ids = [];
        await foreach (var episode in client.Episodes.ListAsync("corridor", "run=7"))
            ids.Add(episode.Episode);
        Assert.Equal(["ep_a", "ep_b"], ids);
        Assert.Equal("?limit=100&environment=corridor&label=run%3D7", sender.Requests[0].Address.Query);
        Assert.Equal("?limit=100&environment=corridor&label=run%3D7&cursor=c%2F1", sender.Requests[1].Address.Query);
    }

    [Fact]
    public async Task Id_CannotLeaveItsPlaceInThePath()
    {
        using var sender = new ScriptedSender(Json(Samples.Conflict, HttpStatusCode.NotFound));
        using var client = Samples.Client(sender);
        await Assert.ThrowsAsync<RequestRefusedException>(() => client.Episodes.GetAsync("../keys?x=1#"));
        Assert.Equal("http://service.test/prefix/v1/episodes/..%2Fkeys%3Fx%3D1%23", Assert.Single(sender.Requests).Address.AbsoluteUri);
    }

    [Fact]
    public async Task Batch_GivesEachItemItsOwnOutcome()
    {
        using var sender = new ScriptedSender(Json("{\"items\":[{\"status\":200,\"body\":" + Samples.Step + "},{\"status\":409,\"problem\":" + Samples.Conflict + "}]}"));
        using var client = Samples.Client(sender);
        var outcomes = await client.Batch.StepAsync([new BatchStep("ep_a", 1, AgentAction.Call("wait")), new BatchStep("ep_b", 1, AgentAction.Call("wait"))]);
        Assert.Equal("ep_a", outcomes[0].Require().Episode);
        Assert.Equal("conflict", Assert.Throws<RequestRefusedException>(outcomes[1].Require).Problem.Slug);
    }

    [Fact]
    public async Task Batch_IsBounded_AndSendsNothingForNothing()
    {
        using var sender = new ScriptedSender(Json("{}"));
        using var client = Samples.Client(sender);
        Assert.Empty(await client.Batch.StepAsync([]));
        var tooMany = Enumerable.Repeat(new CreateEpisode("corridor") { Seed = 1 }, BatchClient.MaxItems + 1).ToList();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Batch.CreateAsync(tooMany));
        Assert.Empty(sender.Requests);
    }
}
