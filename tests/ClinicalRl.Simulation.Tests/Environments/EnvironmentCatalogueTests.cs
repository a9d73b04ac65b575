using ClinicalRl.Simulation.Environments;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Simulation.Tests.Environments;

public sealed class EnvironmentCatalogueTests
{
    private static readonly EnvironmentCatalogue Catalogue = new(new CorridorEnvironment());

    [Theory]
    [InlineData("corridor")]
    [InlineData("corridor@1")]
    [InlineData("corridor@1.0.0")]
    public void Find_FindsByIdAndVersion(string reference) => Assert.Equal("corridor", Catalogue.Find(reference)?.Spec.Id);

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("Corridor")]
    [InlineData("corridor@")]
    [InlineData("corridor@2")]
    [InlineData("corridor@1.0")]
    [InlineData("corridor@1.0.1")]
    [InlineData("corridor@01.0.0")]
    [InlineData("corridor@1@1")]
    public void Find_FindsNothingElse(string reference) => Assert.Null(Catalogue.Find(reference));

    [Fact]
    public void Catalogue_Refuses_TwoOfOneId() => Assert.Throws<ArgumentException>(() => new EnvironmentCatalogue(new CorridorEnvironment(), new CorridorEnvironment()));

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("0.0.0", true)]
    [InlineData("10.20.30", true)]
    [InlineData("1.2", false)]
    [InlineData("1.2.3.4", false)]
    [InlineData("01.2.3", false)]
    [InlineData("1.2.-3", false)]
    [InlineData(" 1.2.3", false)]
    [InlineData("1.2.99999999999", false)]
    [InlineData("a.b.c", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Version_ReadsThreeNumbers(string? text, bool valid)
    {
        Assert.Equal(valid, SemanticVersion.TryParse(text, out var version));
        if (valid)
            Assert.Equal(text, version.ToString());
    }

    [Fact]
    public void Version_IsOrderedByItsNumbers()
    {
        string[] ordered = ["0.9.9", "1.0.0", "1.0.10", "1.2.0", "1.10.0", "2.0.0"];
        var versions = ordered.Select(text => SemanticVersion.TryParse(text, out var version) ? version : default).ToArray();
        Assert.Equal(versions, versions.Reverse().Order());
        Assert.True(versions[0] < versions[1] && versions[1] <= versions[1] && versions[2] > versions[1] && versions[2] >= versions[2]);
    }

    [Fact]
    public void ScenarioWords_AreReadBack()
    {
        Assert.All(Enum.GetValues<Split>(), split => Assert.True(ScenarioWords.TryParseSplit(split.Word(), out var read) && read == split));
        Assert.All(Enum.GetValues<Difficulty>(), level => Assert.True(ScenarioWords.TryParseDifficulty(level.Word(), out var read) && read == level));
        Assert.False(ScenarioWords.TryParseSplit("Train", out _));
        Assert.False(ScenarioWords.TryParseSplit(null, out _));
        Assert.False(ScenarioWords.TryParseDifficulty("medium", out _));
        Assert.Equal((3, 3), (ScenarioWords.Splits.Count, ScenarioWords.Difficulties.Count));
    }
}
