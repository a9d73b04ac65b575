using System.Globalization;
using ClinicalRl.Cluster.Tests.Faults;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Testing.Database;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ClinicalRl.Cluster.Tests.Faults;

/// <summary>
/// Three silos as real processes over a real PostgreSQL, killed, stopped still, restarted and cut from the database while clients play. Clients only
/// wait. Short as it is; <c>CLINICALRL_FAULT_SECONDS</c> makes each test last about so long, with 300 clients.
/// </summary>
[Collection(OneDatabaseServer.Name)]
public sealed class FaultTests(FaultTests.ThreeSilos silos) : IClassFixture<FaultTests.ThreeSilos>
{
    private const int Seconds = 1;

    /// <summary>Longest that any client may wait for an answer. What is aimed at is 10 s; the machine may be doing other things.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private static readonly int Long = int.TryParse(Environment.GetEnvironmentVariable("CLINICALRL_FAULT_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    private static int Clients => Long > 0 ? 300 : 16;

    /// <summary>What an agent takes between two steps: the test is of faults, not of speed, and the machine shall have time to start processes.</summary>
    private static TimeSpan Thinking => TimeSpan.FromMilliseconds(Long > 0 ? 100 : 25);

    [Fact]
    public Task KilledSilos_LoseNothing_AndNewOnesTakeOver() => RunAsync(1_000_000, async cluster =>
    {
        await RepeatAsync(pause: 20, async round =>
        {
            var victim = round % ThreeSilos.Count;
            await cluster.KillAsync(victim);
            await Task.Delay(TimeSpan.FromSeconds(2));
            await Task.WhenAll(cluster.StartAsync(victim), round == 0 ? cluster.AddAsync(ThreeSilos.Count) : Task.CompletedTask);
        });
        await cluster.RemoveAsync(ThreeSilos.Count);
    });

    [Fact]
    public Task ASiloThatStoodStill_WritesNothingTwice_WhenItGoesOn() => RunAsync(2_000_000, async cluster =>
    {
        await RepeatAsync(pause: 20, async round =>
        {
            var victim = round % ThreeSilos.Count;
            cluster[victim].Pause();
            await Task.Delay(TimeSpan.FromSeconds(Long > 0 ? 60 : 7));
            cluster[victim].Resume();
            // The others have declared it dead: it learns so and ends, for whoever runs it to start it anew.
            Assert.True(await cluster[victim].EndsAsync(TimeSpan.FromSeconds(60)), "A silo that was declared dead goes on.");
            await cluster.StartAsync(victim);
        });
    });

    [Fact]
    public Task ARollingRestart_IsNotNoticed() => RunAsync(3_000_000, async cluster =>
    {
        await RepeatAsync(pause: 20, async _ =>
        {
            for (var number = Long > 0 ? 0 : 1; number < ThreeSilos.Count; number++)
            {
                var (code, said) = await cluster[number].StopAsync();
                Assert.True(code == 0, $"It ended with {code}: {said}");
                await cluster.StartAsync(number);
            }
        });
    });

    [Fact]
    public Task ADatabaseThatIsAway_LosesNothing() => RunAsync(4_000_000, async cluster =>
    {
        await RepeatAsync(pause: 30, async _ =>
        {
            await cluster.CutDatabaseAsync(TimeSpan.FromSeconds(Long > 0 ? 30 : 4), async () =>
            {
                var (status, text) = await cluster.ReadyAsync(0);
                Assert.True(status == 503 && text.Contains("\"journal\":\"failed\"", StringComparison.Ordinal), text);
            });
            for (var number = 0; number < ThreeSilos.Count; number++)
                Assert.Equal(200, (await cluster.ReadyAsync(number)).Status);
        });
    });

    private async Task RunAsync(ulong firstSeed, Func<SiloCluster, Task> faults)
    {
        var run = new FaultRun(silos.Cluster, firstSeed, Thinking);
        var begun = TimeProvider.System.GetTimestamp();
        await run.PlayAsync(Clients, async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(Seconds));
            await faults(silos.Cluster);
            await Task.Delay(TimeSpan.FromSeconds(Seconds));
        });
        var report = await run.CheckAsync();
        report = string.Create(CultureInfo.InvariantCulture, $"{report}; {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F0} s in all");
        Console.WriteLine($"{TestContext.Current.TestMethod?.MethodName}: {report}");
        Assert.Equal(default, await silos.Cluster.UncountedAsync());
        Assert.True(run.LongestStall < StallLimit + TimeSpan.FromSeconds(Long > 0 ? 30 : 0), report);
    }

    /// <summary>Once, or as often as fits into the long run.</summary>
    private static async Task RepeatAsync(int pause, Func<int, Task> fault)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var round = 0; ; round++)
        {
            await fault(round);
            if (TimeProvider.System.GetElapsedTime(begun).TotalSeconds + pause > Long)
                return;
            await Task.Delay(TimeSpan.FromSeconds(pause));
        }
    }

    /// <summary>The cluster that the tests share; each leaves it as it was.</summary>
    public sealed class ThreeSilos(PostgresServer server) : IAsyncLifetime
    {
        public const int Count = 3;

        private SiloCluster? cluster;

        internal SiloCluster Cluster => cluster!;

        public async ValueTask InitializeAsync() => cluster = await SiloCluster.StartAsync(server, Count);

        public async ValueTask DisposeAsync()
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
        }
    }
}
