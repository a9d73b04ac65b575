using ClinicalRl.Cli.Hazards;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Testing.Corridor;

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
