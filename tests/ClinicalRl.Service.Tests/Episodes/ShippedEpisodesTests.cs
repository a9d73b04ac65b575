using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.OpenEnv;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Episodes;

/// <summary>Every environment shipped is served whole: good practice plays an episode over the wire to its sealed, verified end, twice alike.</summary>
public sealed class ShippedEpisodesTests
{
    [Fact]
    public async Task EveryEnvironment_IsPlayedSealedVerifiedAndPlayedAgainAlike()
    {
        await using var service = await RunningService.StartShippedAsync();
        using var client = service.Client(service.Shown.Keys[0]);
        foreach (var environment in service.Services.GetRequiredService<EnvironmentCatalogue>().Environments)
        {
            var (first, actions) = await PlayAsync(client, environment, null);
            var verification = (await client.ReadAsync($"/v1/episodes/{first}/verification")).Json;
            Assert.Equal("verified", verification.GetProperty("verdict").GetString());
            Assert.True(verification.GetProperty("sealed").GetBoolean());
            Assert.True(verification.GetProperty("replay").GetProperty("identical").GetBoolean());

            var (again, _) = await PlayAsync(client, environment, actions);
            Assert.Equal(await StepsAsync(client, first), await StepsAsync(client, again));
        }
    }

    [Fact]
    public async Task EveryEnvironment_IsServedToOpenEnv()
    {
        await using var service = await RunningService.StartShippedAsync();
        foreach (var environment in service.Services.GetRequiredService<EnvironmentCatalogue>().Environments)
        {
            using var socket = await PlayingSocket.ConnectAsync(service, $"/openenv/{environment.Spec.Id}/ws", service.Shown.Keys[0]);
            Assert.Contains("\"text\":\"", (await socket.ResetAsync("""{"seed":7}""")).GetRawText(), StringComparison.Ordinal);
            Assert.Contains("elixir", (await socket.StepAsync("""{"tool":"elixir","arguments":{}}""")).GetRawText(), StringComparison.Ordinal);
        }
    }

    private static async Task<(string Episode, List<string> Actions)> PlayAsync(HttpClient client, IEnvironment environment, List<string>? recorded)
    {
        var created = await client.PostAsync("/v1/episodes", new { environment = environment.Spec.Id, seed = 3 });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var episode = created.Json.GetProperty("episode").GetString()!;
        var agent = environment.Policies.Single(policy => policy.Name == "guideline").Create(3);
        var seen = created.Json.GetProperty("observation");
        var actions = new List<string>();
        for (var ended = false; !ended;)
        {
            actions.Add(recorded is null ? Written(agent.Act(seen)) : recorded[actions.Count]);
            var step = await client.PostAsync($"/v1/episodes/{episode}/steps", $$"""{"step":{{actions.Count}},"action":{{actions[^1]}}}""");
            Assert.Equal(HttpStatusCode.OK, step.Status);
            seen = step.Json.GetProperty("observation");
            ended = step.Json.GetProperty("terminated").GetBoolean() || step.Json.GetProperty("truncated").GetBoolean();
        }

        return (episode, actions);
    }

    private static string Written(AgentAction action)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            action.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>All that the environment and the reward function said, step by step, without times and hashes.</summary>
    private static async Task<string[]> StepsAsync(HttpClient client, string episode)
    {
        var trajectory = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{episode}/trajectory")).Text);
        Assert.NotEmpty(trajectory.Steps);
        return [.. trajectory.Steps.Select(step => string.Join('\n', step.EnumerateObject().Where(part => part.Name is not ("time" or "previous" or "prev" or "hash" or "episode")).Select(part => part.Name + part.Value.GetRawText())))];
    }
}
