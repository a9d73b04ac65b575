using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Playing;
using ClinicalRl.Cli.Tests.Hosting;
using Spectre.Console.Testing;

namespace ClinicalRl.Cli.Tests.Playing;

/// <summary>A person plays through a scripted terminal. The tools come in the order move, wait, finish; then Quit.</summary>
public sealed class PlayCommandTests
{
    [Fact]
    public async Task Play_ShowsObservationRewardReasonsAndTotal()
    {
        using var run = Terminal();
        Choose(run, 0);          // move
        Choose(run, 1);          // right
        Type(run, "");           // no words
        Choose(run, 2);          // finish
        Type(run, "Goodbye");
        Assert.Equal(ExitCodes.Success, await PlayAsync(run));
        var shown = run.Console.Output;
        foreach (var word in new[] { "You stand in a dark corridor", "Reward", "Each move leads closer to the door", "toward door", "The episode has ended", "corridor-reward 1.0.0, draft" })
            Assert.Contains(word, shown, StringComparison.Ordinal);
        Assert.Contains("2, ", Line(shown, "Steps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_EndsWithTheTotal_WhenThePersonQuits()
    {
        using var run = Terminal();
        Choose(run, 3);
        Assert.Equal(ExitCodes.Success, await PlayAsync(run));
        Assert.Contains("You left the episode", run.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_AsksAgain_WhenANumberIsOutOfRange()
    {
        using var run = Terminal();
        Choose(run, 1);          // wait
        Type(run, "soon");
        Type(run, "31");
        Type(run, "5");
        Type(run, "");
        Choose(run, 3);
        Assert.Equal(ExitCodes.Success, await PlayAsync(run));
        Assert.Equal(2, Occurrences(run.Console.Output, "whole number from 1 to 30"));
        Assert.Contains("minute 5", run.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_IsRefused_WhenNobodyCanAnswer()
    {
        using var run = new CliRun();
        run.Console.Profile.Capabilities.Interactive = false;
        Assert.Equal(ExitCodes.Refused, await PlayAsync(run));
        Assert.Contains("terminal", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TypedLines_AreActions_OrSayWhyNot()
    {
        var spec = CliContext.OfProcess().Environment("patient-conversation").Spec;
        var refused = new List<string>();
        var lines = new TypedActions(new StringReader("\nHow are you?\n/refer {\"to\":\"self_care\"}\n/refer {to\n/end\n"), spec);
        Assert.Equal("say", lines.Next(refused.Add)!.Tool);
        Assert.Equal("self_care", lines.Next(refused.Add)!.Arguments.GetProperty("to").GetString());
        Assert.Empty(refused);
        Assert.Equal("end", lines.Next(refused.Add)!.Tool);
        Assert.Contains("not JSON", Assert.Single(refused), StringComparison.Ordinal);
        Assert.Null(lines.Next(refused.Add));
    }

    private static CliRun Terminal()
    {
        var run = new CliRun();
        run.Console.Interactive();
        run.Console.EmitAnsiSequences = false;
        return run;
    }

    private static Task<int> PlayAsync(CliRun run) => run.RunAsync("play", "--environment", "corridor", "--seed", "3");

    private static void Choose(CliRun run, int index)
    {
        for (var i = 0; i < index; i++)
            run.Console.Input.PushKey(ConsoleKey.DownArrow);
        run.Console.Input.PushKey(ConsoleKey.Enter);
    }

    private static void Type(CliRun run, string text) => run.Console.Input.PushTextWithEnter(text);

    private static string Line(string shown, string word) => shown.Split('\n').Last(line => line.Contains(word, StringComparison.Ordinal));

    private static int Occurrences(string shown, string word) => shown.Split(word).Length - 1;
}
