using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalRl.Service.Environments;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Rewards;

namespace ClinicalRl.Service.Tests.Hosting;

public sealed class ShippedContentTests
{
    [Fact]
    public async Task EveryShippedEnvironment_CanBeReadAndPlayed()
    {
        await using var service = await RunningService.StartShippedAsync();
        using var client = service.Client(service.Shown.Keys[0]);
        var environments = Wire.Read<EnvironmentList>((await client.ReadAsync("/v1/environments")).Text).Items;
        Assert.Contains(environments, environment => environment.Id == "triage-queue");
        foreach (var environment in environments)
        {
            var detail = Wire.Read<EnvironmentDetail>((await client.ReadAsync($"/v1/environments/{environment.Id}")).Text);
            Assert.NotEmpty(detail.Tools);
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync($"/v1/environments/{environment.Id}/card")).Status);
            Assert.Equal("draft", Wire.Read<RewardFunctionDetail>((await client.ReadAsync($"/v1/reward-functions/{environment.DefaultRewardFunction}")).Text).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync($"/v1/reward-functions/{environment.DefaultRewardFunction}/card")).Status);

            var created = await client.PostAsync("/v1/episodes", new { environment = environment.Id, seed = 1 });
            Assert.Equal(HttpStatusCode.Created, created.Status);
            var episode = Wire.Read<EpisodeAnswer>(created.Text);
            Assert.NotEmpty(episode.Observation.Text);
            var step = await client.PostAsync($"/v1/episodes/{episode.Episode}/steps", new { step = 1, action = new { tool = detail.Tools[0].Function.Name } });
            Assert.Equal(HttpStatusCode.OK, step.Status);
            Assert.Equal(1, Wire.Read<StepAnswer>(step.Text).Step);
        }
    }

    [Fact]
    public async Task EveryPublishedExample_IsTakenAsItIs()
    {
        await using var service = await RunningService.StartShippedAsync();
        using var client = service.Client(service.Shown.Keys[0]);
        var paths = (await client.ReadAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var examples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value))
        {
            if (operation.TryGetProperty("requestBody", out var body))
                examples.Add(operation.GetProperty("operationId").GetString()!, Example(body.GetProperty("content").EnumerateObject().Single().Value.GetProperty("example")));
        }

        var episode = Wire.Read<EpisodeAnswer>((await client.PostAsync("/v1/episodes", examples["createEpisode"])).Text).Episode;
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/v1/episodes/{episode}/steps", examples["stepEpisode"])).Status);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync($"/v1/episodes/{episode}/forks", examples["forkEpisode"])).Status);
        var created = (await client.PostAsync("/v1/batch/episodes", examples["createEpisodes"])).Json.GetProperty("items");
        Assert.All(created.EnumerateArray(), item => Assert.Equal(201, item.GetProperty("status").GetInt32()));
        var steps = (await client.PostAsync("/v1/batch/steps", examples["stepEpisodes"])).Json.GetProperty("items");
        Assert.All(steps.EnumerateArray(), item => Assert.Equal("/problems/not-found", item.GetProperty("problem").GetProperty("type").GetString()));

        Assert.Equal(0, (await client.PostBytesAsync("/v1/reward-functions/lint", Encoding.UTF8.GetBytes(examples["lintRewardFunction"]), "application/yaml")).Json.GetProperty("errors").GetInt32());
        Assert.Equal(HttpStatusCode.Created, (await client.PostBytesAsync("/v1/reward-functions", Encoding.UTF8.GetBytes(examples["uploadRewardFunction"]), "application/yaml")).Status);
        const string Own = "/v1/reward-functions/my-triage/";
        Assert.Equal("in-review", (await client.PostAsync(Own + "reviews", examples["submitRewardFunction"])).Json.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("/v1/clinicians/keys", examples["registerClinicianKey"])).Status);
        Assert.Equal("signature", (await client.PostAsync(Own + "sign-offs", examples["signRewardFunction"])).Field);   // nobody can sign for a reader of the documentation
        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync(Own + "rescore", examples["rescoreEpisodes"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/v1/clinicians/revocations", examples["revokeClinicianKey"])).Status);
        Assert.Equal("revoked", (await client.PostAsync(Own + "revocations", examples["revokeRewardFunction"])).Json.GetProperty("status").GetString());
    }

    private static string Example(JsonElement example) => example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();
}
