using System.Security.Cryptography;
using ClinicalRl.Cli.Hazards;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Cli.Tests.Hazards;

public sealed class HazardsCommandTests
{
    [Fact]
    public async Task Table_ShowsEveryCategory()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("hazards", "--environment", "corridor"));
        Assert.All(SafetyCategories.All, category => Assert.Contains(category.Title(), run.Console.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_CountsHazardsAndFirstSights()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("hazards", "--environment", "corridor", "--distinct", "200", "--json"));
        var corridor = Assert.Single(run.Json.GetProperty("environments").EnumerateArray());
        Assert.Equal(1, corridor.GetProperty("cells").GetProperty("CS01").GetProperty("hazards").GetInt32());
        var train = corridor.GetProperty("splits").GetProperty("train");
        Assert.Equal(FirstTexts(Split.Train).Count, train.GetProperty("distinct").GetInt32());
        Assert.Equal(
            FirstTexts(Split.Validation).Intersect(FirstTexts(Split.Train)).Count(),
            corridor.GetProperty("splits").GetProperty("validation").GetProperty("sharedWithTrain").GetInt32());
    }

    [Fact]
    public async Task Log_IsWrittenInEveryForm_AndContinued()
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-").FullName;
        try
        {
            for (var seed = 1UL; seed <= 5; seed++)
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{seed}.jsonl"), RecordedEpisode.Whole(seed).Log, TestContext.Current.CancellationToken);
            var (page, table, first) = (Path.Combine(folder, "hazards.html"), Path.Combine(folder, "hazards.csv"), Path.Combine(folder, "hazards.json"));
            using var run = new CliRun();
            Assert.Equal(ExitCodes.Success, await run.RunAsync("hazards", "log", folder, "--html", page, "--csv", table, "--json"));
            Assert.Equal(5, run.Json.GetProperty("evidence").GetProperty("episodes").GetInt32());
            Assert.Contains("not assigned", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(1 + run.Json.GetProperty("rows").GetArrayLength(), (await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken)).Length);
            await File.WriteAllTextAsync(first, run.Output, TestContext.Current.CancellationToken);

            using var next = new CliRun();
            Assert.Equal(ExitCodes.Success, await next.RunAsync("hazards", "log", folder, "--previous", first, "--json"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken))), next.Json.GetProperty("previousSha256").GetString());
            using var shown = new CliRun();
            Assert.Equal(ExitCodes.Success, await shown.RunAsync("hazards", "log", folder, "--label", "run=none"));
            Assert.Contains("not measured", shown.Console.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Log_SaysWhatIsWrong_WithTheLogBefore()
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-").FullName;
        try
        {
            var log = Path.Combine(folder, "1.jsonl");
            await File.WriteAllBytesAsync(log, RecordedEpisode.Whole(1).Log, TestContext.Current.CancellationToken);
            using var wrong = new CliRun();
            Assert.Equal(ExitCodes.Refused, await wrong.RunAsync("hazards", "log", log, "--previous", log));
            Assert.Contains("not a hazard log as this product exports it", wrong.Errors, StringComparison.Ordinal);
            using var nothing = new CliRun();
            Assert.Equal(ExitCodes.Refused, await nothing.RunAsync("hazards", "log", log, "--previous", Path.Combine(folder, "none.json")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Minimums_AreThoseOfTheCoverageMatrix()
    {
        Assert.Equal([3, 3, 3, 2, 2, 2, 3, 2, 3, 2], SafetyCategories.All.Select(category => CellMinimums.Of("triage-queue", category)));
        Assert.Equal(5, CellMinimums.Of("ed-handover", SafetyCategory.CS07));
        Assert.Equal(0, CellMinimums.Of("corridor", SafetyCategory.CS01));
    }

    private static HashSet<string> FirstTexts(Split split) =>
    [
        .. Enumerable.Range(1, 200).Select(seed =>
            CorridorReward.Catalogue.Environments[0].Reset(new ScenarioKey(split, (ulong)seed, Difficulty.Standard)).Observation.Text),
    ];
}
