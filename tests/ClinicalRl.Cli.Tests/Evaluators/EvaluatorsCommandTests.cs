using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;

namespace ClinicalRl.Cli.Tests.Evaluators;

public sealed class EvaluatorsCommandTests
{
    [Fact]
    public async Task Study_SaysWhatItRecovered()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("evaluators", "study", "--seeds", "1", "--json"));
        Assert.Equal(1, run.Json.GetProperty("seeds").GetInt32());
        Assert.InRange(run.Json.GetProperty("gain").GetDouble(), 0.25, 1);
    }

    [Fact]
    public async Task Bank_IsRefused_OfAnEnvironmentThatGivesTooFewItems()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Refused, await run.RunAsync("evaluators", "bank", "--environment", "corridor"));
        Assert.Contains("too few items of the type", run.Errors, StringComparison.Ordinal);
    }
}
