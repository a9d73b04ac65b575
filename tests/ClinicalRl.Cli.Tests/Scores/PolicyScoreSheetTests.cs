using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Scores;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Tests.Scores;

/// <summary>The shipped score sheets are what the policies earn, and what they earn is what the reward promises.</summary>
public sealed class PolicyScoreSheetTests
{
    private static readonly CliContext Context = CliContext.OfProcess();

    public static TheoryData<string> Environments => [.. Context.Catalogue.Environments.Select(environment => environment.Spec.Id)];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Sheet_IsReproduced_WhenMeasuredAgain(string id)
    {
        var environment = Context.Environment(id);
        var shipped = Sheet(environment);
        var measured = await ScoresCommand.MeasureAsync(Context, environment, shipped.Episodes, shipped.FirstSeed, TestContext.Current.CancellationToken);
        Assert.Equal(measured.ToJson(), shipped.ToJson());
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Guideline_IsFarAboveEveryDegeneratePolicy(string id)
    {
        var environment = Context.Environment(id);
        var sheet = Sheet(environment);
        var ceiling = Context.RewardFunction(environment, null).Document.ExploitCeiling;
        var guideline = sheet.Scores.Single(score => score.Policy == "guideline");
        Assert.True(guideline.MeanReward >= 0.80, $"guideline earns {guideline.MeanReward}");
        foreach (var name in (string[])["random", "inaction", "escalate-all", "reassure-all", "verbose"])
        {
            var score = sheet.Scores.Single(score => score.Policy == name);
            Assert.True(score.MeanReward <= ceiling && score.High < guideline.Low, $"{name} earns {score.MeanReward}");
        }

        Assert.True(sheet.Scores.Single(score => score.Policy == "random").MeanReward <= 0.30);
        Assert.True(sheet.Scores.Single(score => score.Policy == "inaction").PaidShare <= 0.10);
        Assert.All(
            sheet.Scores.Where(score => score.Policy == "decide-on-complaint"), score => Assert.True(score.MeanReward <= guideline.MeanReward - 0.15));
    }

    private static PolicyScoreSheet Sheet(IEnvironment environment)
    {
        var sheet = PolicyScoreSheet.For(Context.RewardFunction(environment, null), environment.Spec);
        Assert.NotNull(sheet);
        return sheet;
    }
}
