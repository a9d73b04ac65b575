using System.Text;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Rewards.Tests.Linting;

public sealed class CeilingChecksTests
{
    private static readonly RewardDocument Document = RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(Ward.Text(Ward.Prompt)));   // its ceiling is 0.4

    private static readonly PolicyDefinition Lazy = new("inaction", "Does nothing.", IsDegenerate: true, _ => throw new InvalidOperationException());

    private static readonly PolicyDefinition Good = new("guideline", "Good practice.", IsDegenerate: false, _ => throw new InvalidOperationException());

    [Theory]
    [InlineData(0.30, 0.35)]
    [InlineData(0.39, 0.40)]
    public void Check_FindsNothing_UnderTheCeiling(double mean, double high) => Assert.Empty(CeilingChecks.Check(Document, [Lazy, Good], Sheet(mean, high)));

    [Theory]
    [InlineData(0.45, 0.50)]
    [InlineData(0.39, 0.41)]   // the interval reaches above: not shown to be below
    public void Check_FindsThePolicy_AboveTheCeiling(double mean, double high)
    {
        var finding = Assert.Single(CeilingChecks.Check(Document, [Lazy, Good], Sheet(mean, high)));
        Assert.Equal(("ceiling-exceeded", FindingLevel.Error, 9, 17), (finding.Code, finding.Level, finding.Line, finding.Column));
        Assert.Contains("'inaction'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Says_WhenThereIsNothingToRun()
    {
        Assert.Equal("policies-not-run", Assert.Single(CeilingChecks.Check(Document, [Good], Sheet(0.1, 0.2))).Code);
        Assert.Equal("policies-not-run", Assert.Single(CeilingChecks.Check(Document, [Lazy, Good], Sheet(0.1, 0.2) with { Scores = [] })).Code);
    }

    private static PolicyScoreSheet Sheet(double mean, double high) => new()
    {
        Environment = "ward", EnvironmentVersion = "1.2.0", ContentHash = "", RewardFunction = "ward-reward", RewardFunctionVersion = "1.0.0", RewardFunctionHash = Document.Hash,
        Split = "train", FirstSeed = 1, Episodes = 50,
        Scores = [new PolicyScore("guideline", 0.9, 0.85, 0.95, 1), new PolicyScore("inaction", mean, mean - (high - mean), high, 0)],
    };
}
