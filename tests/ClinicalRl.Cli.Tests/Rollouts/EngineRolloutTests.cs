using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;

namespace ClinicalRl.Cli.Tests.Rollouts;

public sealed class EngineRolloutTests
{
    [Fact]
    public async Task Json_HasTheDocumentedShape()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await RolloutAsync(run, "guideline", "--json"));
        var json = run.Json;
        Assert.Equal("corridor", json.GetProperty("environment").GetString());
        Assert.Equal("guideline", json.GetProperty("policy").GetString());
        Assert.Equal(40, json.GetProperty("episodes").GetInt32());
        var (mean, interval) = (json.GetProperty("meanReward").GetDouble(), json.GetProperty("interval"));
        Assert.InRange(mean, interval.GetProperty("low").GetDouble(), interval.GetProperty("high").GetDouble());
        Assert.InRange(json.GetProperty("inactionPaid").GetDouble(), 0, 1);
        Assert.True(json.GetProperty("stepsPerSecond").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("logs").ValueKind);
        Assert.Empty(run.Console.Output);
        Assert.Single(run.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Json_CountsVerdictsByCategory()
    {
        using var run = new CliRun();
        await RolloutAsync(run, "random", "--json");
        var categories = run.Json.GetProperty("categories");
        Assert.Equal(10, categories.GetPropertyCount());
        var ended = categories.GetProperty("CS01");
        Assert.Equal(40, ended.GetProperty("judged").GetInt32());
        Assert.InRange(ended.GetProperty("notMet").GetInt32(), 1, 40);
        Assert.Equal(0, categories.GetProperty("CS04").GetProperty("judged").GetInt32());
    }

    [Fact]
    public async Task Guideline_EarnsMoreThanRandom_WithIntervalsApart()
    {
        using var good = new CliRun();
        using var aimless = new CliRun();
        await RolloutAsync(good, "guideline", "--json");
        await RolloutAsync(aimless, "random", "--json");
        Assert.True(
            good.Json.GetProperty("interval").GetProperty("low").GetDouble() > aimless.Json.GetProperty("interval").GetProperty("high").GetDouble());
    }

    [Fact]
    public async Task Rewards_DoNotDependOnParallelism()
    {
        using var one = new CliRun();
        using var many = new CliRun();
        await RolloutAsync(one, "random", "--json", "--parallel", "1");
        await RolloutAsync(many, "random", "--json", "--parallel", "16");
        foreach (var name in new[] { "meanReward", "interval", "severityWeightedMean", "inactionPaid", "steps", "categories" })
            Assert.Equal(one.Json.GetProperty(name).GetRawText(), many.Json.GetProperty(name).GetRawText());
    }

    [Fact]
    public async Task Table_ShowsFiguresAndEveryCategory()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await RolloutAsync(run, "guideline"));
        foreach (var word in new[] { "Mean reward", "Severity-weighted mean", "40 of 40", "CS01", "CS10", "not judged" })
            Assert.Contains(word, run.Console.Output, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Table_SaysThatThereIsNoInterval_WhenOneEpisodeWasPlayed()
    {
        using var run = new CliRun();
        await run.RunAsync("rollout", "--environment", "corridor", "--policy", "guideline", "--episodes", "1", "--engine");
        Assert.Contains("no interval", run.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_SumsUpWhatEnded_WhenItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        using var run = new CliRun(new StoppingEnvironment(stop, afterResets: 20));
        var code = await run.RunAsync(
            stop.Token, "rollout", "--environment", "corridor", "--policy", "guideline", "--episodes", "500", "--parallel", "1", "--engine", "--json");
        Assert.Equal(ExitCodes.Cancelled, code);
        Assert.True(run.Json.GetProperty("stopped").GetBoolean());
        Assert.InRange(run.Json.GetProperty("episodes").GetInt32(), 10, 20);
        Assert.Equal(500, run.Json.GetProperty("requestedEpisodes").GetInt32());
    }

    private static Task<int> RolloutAsync(CliRun run, string policy, params string[] further) =>
        run.RunAsync(["rollout", "--environment", "corridor", "--policy", policy, "--episodes", "40", "--engine", .. further]);
}
