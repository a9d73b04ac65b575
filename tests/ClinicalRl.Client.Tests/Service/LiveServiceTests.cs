using System.Text.Json.Nodes;
using ClinicalRl.Client.Batches;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Problems;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Testing.Corridor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Client.Tests.Service;

/// <summary>Every call against the real service over real HTTP.</summary>
public sealed class LiveServiceTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;
    private WebApplication? service;
    private ClinicalRlClient? client;

    private ClinicalRlClient Client => client ?? throw new InvalidOperationException("The service was not started.");

    public async ValueTask InitializeAsync()
    {
        service = ServiceHost.Build(
            ["--urls=http://127.0.0.1:0", $"--ClinicalRl:Data={folder}", "--environment=Development"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton(CorridorReward.Catalogue).AddSingleton(CorridorReward.Library);
            });
        await service.StartAsync();
        client = ClinicalRlClient.Create(new Uri(service.Urls.Single()));
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (service is not null)
            await service.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task EveryCall_WorksOnOneEpisode()
    {
        var environment = Assert.Single(await Client.Environments.ListAsync());
        var described = await Client.Environments.GetAsync(environment.Id);
        Assert.Equal(["move", "wait", "finish"], described.Tools!.Select(tool => tool.Function.Name));
        Assert.True(described.Further.ContainsKey("hazards"));

        var create = new CreateEpisode("corridor@1") { Seed = 7, Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["run"] = "live" } };
        var episode = await Client.Episodes.StartAsync(create, "live-1");
        Assert.Equal(episode.Id, (await Client.Episodes.CreateAsync(create, "live-1")).Episode);
        var first = await episode.StepAsync(Right());
        Assert.Equal(first.State, (await Client.Episodes.StepAsync(episode.Id, 1, Right())).State);
        var conflict = await Assert.ThrowsAsync<RequestRefusedException>(() => Client.Episodes.StepAsync(episode.Id, 1, AgentAction.Call("finish")));
        Assert.Equal("conflict", conflict.Problem.Slug);

        var forks = await Client.Episodes.ForkAsync(episode.Id, 1, 2, "live-forks");
        Assert.All(forks, fork => Assert.Equal(new ForkParent(episode.Id, 1), fork.Parent));
        Assert.Equal(forks.Select(fork => fork.Episode), (await Client.Episodes.ForkAsync(episode.Id, 1, 2, "live-forks")).Select(fork => fork.Episode));

        await episode.StepAsync(AgentAction.Call("finish"));
        Assert.True(episode.Ended);
        var ended = await Assert.ThrowsAsync<RequestRefusedException>(() => episode.StepAsync(Right()));
        Assert.Equal("episode-ended", ended.Problem.Slug);
        Assert.Equal(("terminated", 2), (await Status(episode.Id), (await Client.Episodes.TrajectoryAsync(episode.Id)).Steps.Count));
        await Client.Episodes.AbortAsync(forks[0].Episode);
        Assert.Equal("aborted", await Status(forks[0].Episode));
        await CheckRecordsAsync(episode.Id);
    }

    [Fact]
    public async Task Batches_CreateAndStep_AndAreSafeToRepeat()
    {
        var wanted = Enumerable.Range(1, 20).Select(seed => new CreateEpisode("corridor") { Seed = (ulong)seed }).Append(new CreateEpisode("nowhere") { Seed = 1 }).ToList();
        var made = await Client.Batch.CreateAsync(wanted, "batch-1");
        Assert.Equal(made.Select(item => item.Answer?.Episode), (await Client.Batch.CreateAsync(wanted, "batch-1")).Select(item => item.Answer?.Episode));
        Assert.Equal(20, made.Count(item => item.Answer is not null));
        Assert.InRange(made[^1].Problem!.Status, 400, 404);
        var steps = made.Take(20).Select(item => new BatchStep(item.Require().Episode, 1, Right())).ToList();
        var answers = await Client.Batch.StepAsync(steps);
        var repeated = await Client.Batch.StepAsync(steps);
        Assert.Equal(answers.Select(item => item.Require().State), repeated.Select(item => item.Require().State));
    }

    private static AgentAction Right() => AgentAction.Call("move", new JsonObject { ["direction"] = "right" });

    private async Task<string> Status(string episode) => (await Client.Episodes.GetAsync(episode)).Status;

    private async Task CheckRecordsAsync(string episode)
    {
        Assert.True((await Client.Episodes.VerificationAsync(episode)).GetProperty("replay").GetProperty("identical").GetBoolean());
        await using var log = await Client.Episodes.OpenLogAsync(episode);
        using var reader = new StreamReader(log);
        Assert.Contains("\"record\":\"seal\"", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        List<string> listed = [];
        await foreach (var item in Client.Episodes.ListAsync("corridor", "run=live"))
            listed.Add(item.Episode);
        Assert.Contains(episode, listed);
    }
}
