using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Episodes;
using ClinicalRl.Testing.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ClinicalRl.Grains.Tests.Episodes;

/// <summary>Real grains over a journal that fails by chance; a failing seed becomes a case here.</summary>
public sealed class EpisodeFaultTests : IDisposable
{
    private const int Episodes = 12;
    private const int StepsEach = 12;
    private const int MaxTries = 200;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261122)]
    public async Task EveryAnsweredStep_IsRecordedOnce_WhateverTheJournalDoes(ulong seed)
    {
        using var sqlite = new SqliteJournal(Path.Combine(folder.Path, "journal.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        var journal = new FailingJournal(sqlite, seed, perMille: 300);
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IJournal>(journal));
        var answers = await Task.WhenAll(Enumerable.Range(0, Episodes).Select(i => PlayAsync(cluster, i, seed))).WaitAsync(GrainCluster.Limit);
        Assert.True(journal.Failures > Episodes, $"seed {seed}: only {journal.Failures} failures");

        journal.IsFailing = false;
        for (var i = 0; i < Episodes; i++)
        {
            var episode = cluster.Episode($"ep_{i}");
            for (var step = 1; step <= answers[i].Count; step++)
            {
                var (action, answer) = answers[i][step - 1];
                var again = await episode.StepAsync(EpisodeRequests.Step(step, action));
                Assert.True(again.Outcome == EpisodeOutcome.Replayed && again.Text() == answer, $"seed {seed}: step {step} of episode {i} differs");
            }

            var lines = await sqlite.ReadAsync(new EpisodeKey("t1", $"ep_{i}"));
            Assert.Equal(StepsEach + 2, lines.Length);   // header, steps, seal
            Assert.Equal("verified", (await episode.VerifyAsync()).Json().GetProperty("verdict").GetString());
        }
    }

    [Fact]
    public async Task AStepWithoutIndex_IsSaidToBeUnknown_WhenTheJournalDoesNotAnswer()
    {
        var journal = new FailingJournal(new MemoryJournal(), seed: 1, perMille: 1_000) { IsFailing = false };
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IJournal>(journal));
        var episode = cluster.Episode("ep_unknown");
        for (var step = 1; step <= 8; step++)
        {
            await UntilAsync(() => episode.CreateAsync(EpisodeRequests.Create()));   // and so it is in memory
            journal.IsFailing = true;
            var reply = await episode.StepAsync(EpisodeRequests.Move(null));
            journal.IsFailing = false;
            Assert.Equal(EpisodeOutcome.Unavailable, reply.Outcome);
            Assert.Contains("unknown whether the step was taken", reply.Detail, StringComparison.Ordinal);
            Assert.Contains("send the step with its index", reply.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ASealedEpisode_LeavesMemory_AndComesBackFromTheJournal()
    {
        var journal = new FailingJournal(new MemoryJournal(), seed: 1, perMille: 1_000) { IsFailing = false };
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IJournal>(journal));
        var episode = cluster.Episode("ep_sealed");
        await episode.CreateAsync(EpisodeRequests.Create());
        var last = await episode.StepAsync(EpisodeRequests.Finish(1));
        journal.IsFailing = true;
        Assert.Equal(EpisodeOutcome.Unavailable, (await episode.StepAsync(EpisodeRequests.Finish(1))).Outcome);
        journal.IsFailing = false;
        var again = await episode.StepAsync(EpisodeRequests.Finish(1));
        Assert.Equal((EpisodeOutcome.Replayed, last.Text()), (again.Outcome, again.Text()));
    }

    [Fact]
    public async Task AnIdleEpisode_LeavesMemory_AfterTheConfiguredTime()
    {
        await using var cluster = await GrainCluster.StartAsync(
            folder.Path, services => services.Configure<GrainsOptions>(options => options.EpisodeIdleMinutes = 7));
        var ages = cluster.Services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value.ClassSpecificCollectionAge;
        Assert.Equal(TimeSpan.FromMinutes(7), ages[typeof(EpisodeGrain).FullName!]);
        Assert.Equal(2, new GrainsOptions().EpisodeIdleMinutes);
    }

    private static async Task<List<(string Action, string Answer)>> PlayAsync(GrainCluster cluster, int number, ulong seed)
    {
        var random = RandomStream.Named(seed, "actions", (ulong)number);
        var episode = cluster.Episode($"ep_{number}");
        await UntilAsync(() => episode.CreateAsync(EpisodeRequests.Create(seed: (ulong)number)));
        var answers = new List<(string, string)>();
        for (var step = 1; step <= StepsEach; step++)
        {
            var action = step == StepsEach ? """{"tool":"finish"}"""
                : random.Chance(500) ? """{"tool":"move","arguments":{"direction":"left"}}""" : """{"tool":"move","arguments":{"direction":"right"}}""";
            var now = step;
            var reply = await UntilAsync(() => episode.StepAsync(EpisodeRequests.Step(now, action)));
            answers.Add((action, reply.Text()));
        }

        return answers;
    }

    /// <summary>Repeats a request, as any client may, until the journal lets it through.</summary>
    private static async Task<EpisodeReply> UntilAsync(Func<ValueTask<EpisodeReply>> request)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var reply = await request();
            if (reply.Outcome is EpisodeOutcome.Done or EpisodeOutcome.Created or EpisodeOutcome.Replayed)
                return reply;
            Assert.Equal(EpisodeOutcome.Unavailable, reply.Outcome);
        }

        throw new InvalidOperationException("The request never got through.");
    }
}
