using System.Net;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClinicalRl.Service.Tests.Cluster;

public sealed class DrainTests
{
    [Fact]
    public async Task WhileItDrains_NothingBegins_AndEverythingElseIsAnswered()
    {
        await using var service = await RunningService.StartAsync();
        using var client = service.Client(service.Shown.Keys.Single());
        var episode = await client.CreateAsync();
        await client.MoveAsync(episode, 1);
        Assert.Equal("ready", (await client.ReadAsync("/readyz")).Json.GetProperty("status").GetString());

        service.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var ready = await client.ReadAsync("/readyz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping"), (ready.Status, ready.Json.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/healthz")).Status);
        Answer[] refused =
        [
            await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 2 }),
            await client.PostAsync("/v1/batch/episodes", new { items = new[] { new { environment = "corridor", seed = 2 } } }),
            await client.PostAsync($"/v1/episodes/{episode}/forks", new { step = 1, count = 2 }),
            await client.PostAsync("/openenv/corridor/reset", new { seed = 2 }),
        ];
        Assert.All(refused, answer =>
        {
            Assert.Equal("unavailable", answer.Problem());
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        });
        var step = await client.MoveAsync(episode, 2);
        Assert.Equal(HttpStatusCode.OK, step.Status);
        Assert.True(step.Headers.ConnectionClose);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/v1/episodes/{episode}/abort", "")).Status);
        Assert.Equal(1, (await client.ReadAsync("/v1/episodes")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task AStop_WaitsForTheDrain_AndAnswersMeanwhile()
    {
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:DrainSeconds=2"]);
        using var client = service.Client(service.Shown.Keys.Single());
        var episode = await client.CreateAsync();
        var stopping = service.StopAsync();
        for (var step = 1; step <= 5; step++)
            Assert.Equal(HttpStatusCode.OK, (await client.MoveAsync(episode, step)).Status);
        Assert.False(stopping.IsCompleted);
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.ReadAsync("/healthz"));
    }
}
