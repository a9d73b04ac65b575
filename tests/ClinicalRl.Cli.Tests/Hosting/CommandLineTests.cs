using ClinicalRl.Cli.Hosting;

namespace ClinicalRl.Cli.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("rollout")]
    [InlineData("play")]
    [InlineData("verify")]
    [InlineData("bench")]
    [InlineData("hazards")]
    [InlineData("coverage")]
    [InlineData("reward")]
    [InlineData("scores")]
    public async Task Help_NamesEveryCommand(string command)
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("--help"));
        Assert.Contains(command, run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await run.RunAsync(command, "--help"));
    }

    [Theory]
    [InlineData("no command 'danse' exists", "danse")]
    [InlineData("an option is unknown", "rollout", "--environment", "corridor", "--policy", "random", "--frobnicate")]
    [InlineData("the policy is missing", "rollout", "--environment", "corridor")]
    [InlineData("a number is no number", "rollout", "--environment", "corridor", "--policy", "random", "--episodes", "many")]
    [InlineData("a number is too small", "rollout", "--environment", "corridor", "--policy", "random", "--episodes", "0")]
    [InlineData("a number is too large", "rollout", "--environment", "corridor", "--policy", "random", "--parallel", "100000")]
    [InlineData("a word is not one of a list", "rollout", "--environment", "corridor", "--policy", "random", "--split", "test")]
    [InlineData("an address is none", "rollout", "--environment", "corridor", "--policy", "random", "--url", "nowhere")]
    [InlineData("options exclude each other", "rollout", "--environment", "corridor", "--policy", "random", "--engine", "--out", "logs")]
    [InlineData("no file is named", "verify")]
    public async Task Run_IsRefused_WhenOptionsAreBad(string because, params string[] args)
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Refused, await run.RunAsync(args));
        Assert.True(run.Errors.Length > 0, because);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--environment", "rollout", "--environment", "ward", "--policy", "random")]
    [InlineData("--environment", "play", "--environment", "ward")]
    [InlineData("--environment", "hazards", "--environment", "corridor@9")]
    [InlineData("--policy", "rollout", "--environment", "corridor", "--policy", "clever", "--engine")]
    [InlineData("--reward-function", "rollout", "--environment", "corridor", "--policy", "random", "--engine", "--reward-function", "kindness")]
    [InlineData("FILE", "verify", "no-such-log.jsonl")]
    [InlineData("held-out", "rollout", "--environment", "corridor", "--policy", "random", "--engine", "--split", "heldout")]
    public async Task Run_SaysWhatToChange_WhenSomethingDoesNotExist(string named, params string[] args)
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Refused, await run.RunAsync(args));
        Assert.StartsWith("clinicalrl: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
