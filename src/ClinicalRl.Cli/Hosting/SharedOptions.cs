using System.CommandLine;
using System.Globalization;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Hosting;

/// <summary>Options that several commands have; a new one each time, since an option belongs to one command.</summary>
internal static class SharedOptions
{
    public static Option<string> Environment() => new("--environment", "-e")
    {
        Description = "What to play: id, id@1 or id@1.2.3.", DefaultValueFactory = _ => "triage-queue",
    };

    public static Option<ulong> Seed() => new("--seed") { Description = "Seed of the (first) scenario, any 64-bit number.", DefaultValueFactory = _ => 1 };

    public static Option<string> Split()
    {
        var option = new Option<string>("--split") { Description = "Scenario space.", DefaultValueFactory = _ => "train" };
        return option.AcceptOnlyFromAmong([.. Enum.GetValues<Split>().Select(split => split.Word())]);
    }

    public static Option<string> Difficulty()
    {
        var option = new Option<string>("--difficulty") { Description = "How hard.", DefaultValueFactory = _ => "standard" };
        return option.AcceptOnlyFromAmong([.. ScenarioWords.Difficulties]);
    }

    public static Option<string?> RewardFunction() => new("--reward-function") { Description = "Id or id@version; the environment's own by default." };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object and nothing else." };

    /// <summary>Refuses numbers outside the range, both ends included.</summary>
    public static Option<int> Between(this Option<int> option, int low, int high)
    {
        option.Validators.Add(result =>
        {
            // What is no number at all is refused by the parser itself.
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, out var value) && (value < low || value > high))
                result.AddError($"{option.Name} must be a whole number from {low} to {high}.");
        });
        return option;
    }

    public static Split ReadSplit(string word) =>
        ScenarioWords.TryParseSplit(word, out var split) ? split : throw new CommandRefusedException($"--split: '{word}' is none.");

    public static Difficulty ReadDifficulty(string word) =>
        ScenarioWords.TryParseDifficulty(word, out var difficulty) ? difficulty : throw new CommandRefusedException($"--difficulty: '{word}' is none.");

    /// <summary>The address of a service, http or https.</summary>
    public static Option<Uri?> Url(string description) => new("--url") { Description = description, CustomParser = ReadUrl };

    private static Uri? ReadUrl(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        result.AddError("--url must be an absolute http or https address.");
        return null;
    }
}
