using System.Globalization;
using System.Net;
using ClinicalRl.Service.Tests.Cluster;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Database;

namespace ClinicalRl.Service.Tests.Quotas;

/// <summary>A quota is the tenant's, however many silos it asks and however unevenly.</summary>
public sealed class SharedQuotaTests(PostgresServer server, ITestOutputHelper output)
{
    private const int PerSecond = 60;

    [Fact]
    public async Task StepsPerSecond_HoldOverTwoSilos_AlsoWhenOneIsAskedMore()
    {
        var database = "--ClinicalRl:Database=" + await server.CreateDatabaseAsync();
        var data = TestFolders.Create();
        await using var first = await RunningService.StartAsync(data, "Production", [database, .. DatabaseTests.Silo()]);
        await using var second = await RunningService.StartAsync(data, "Production", [database, .. DatabaseTests.Silo()]);
        var (here, key) = await first.LimitedAsync("spread", new { stepsPerSecond = PerSecond });
        using var there = second.Client(key);
        using var client = here;
        var taken = new int[2];
        var begun = TimeProvider.System.GetTimestamp();
        // Five agents on the one and one on the other: together they ask for many times the quota.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(agent => PlayAsync(agent < 5 ? client : there, agent < 5 ? 0 : 1)));
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{PerSecond} steps a second allowed: {taken.Sum() / seconds:F1} a second taken over {seconds:F0} s, {taken[0]} on the one silo and {taken[1]} on the other"));
        Assert.InRange(taken.Sum() / seconds, PerSecond * 0.5, PerSecond * 1.5);
        Assert.True(taken[1] > 0);

        async Task PlayAsync(HttpClient silo, int number)
        {
            var episode = await silo.CreateAsync((ulong)number + 1);
            for (var step = 1; TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(8);)
            {
                var answer = await silo.MoveAsync(episode);
                if (answer.Status == HttpStatusCode.TooManyRequests)
                {
                    await Task.Delay(5);   // an agent that asks again much too soon
                    continue;
                }

                Interlocked.Increment(ref taken[number]);
                step++;
                if (answer.Status == HttpStatusCode.Conflict || answer.Json.GetProperty("terminated").GetBoolean() || answer.Json.GetProperty("truncated").GetBoolean())
                    episode = await silo.CreateAsync((ulong)step);
            }
        }
    }
}
