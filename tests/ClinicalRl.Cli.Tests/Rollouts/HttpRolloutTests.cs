using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;

namespace ClinicalRl.Cli.Tests.Rollouts;

public sealed class HttpRolloutTests
{
    [Fact]
    public async Task Rewards_AreThoseOfTheEngine_AndSealedLogsVerify()
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;
        try
        {
            using var engine = new CliRun();
            using var http = new CliRun();
            using var verify = new CliRun();
            Assert.Equal(ExitCodes.Success, await engine.RunAsync([.. Arguments("random"), "--engine"]));
            Assert.True(await http.RunAsync([.. Arguments("random"), "--out", folder]) == ExitCodes.Success, http.Errors);
            foreach (var name in new[] { "meanReward", "interval", "severityWeightedMean", "inactionPaid", "steps", "categories" })
                Assert.Equal(engine.Json.GetProperty(name).GetRawText(), http.Json.GetProperty(name).GetRawText());
            Assert.Equal(folder, http.Json.GetProperty("logs").GetString());
            Assert.Equal(24, Directory.GetFiles(folder, "ep_*.jsonl").Length);
            Assert.Equal(ExitCodes.Success, await verify.RunAsync("verify", folder, "--json"));
            Assert.True(verify.Json.GetProperty("verified").GetBoolean());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Rollout_SaysSo_WhenNothingListens()
    {
        using var run = new CliRun();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var code = await run.RunAsync(stop.Token, [.. Arguments("random"), "--url", "http://127.0.0.1:1"]);
        Assert.Equal(ExitCodes.Cancelled, code);
        Assert.Equal(0, run.Json.GetProperty("episodes").GetInt32());
    }

    private static string[] Arguments(string policy) =>
        ["rollout", "--environment", "corridor", "--policy", policy, "--episodes", "24", "--seed", "100", "--parallel", "8", "--json"];
}
