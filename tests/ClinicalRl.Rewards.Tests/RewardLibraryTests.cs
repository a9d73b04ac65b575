using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Rewards.Tests;

public sealed class RewardLibraryTests
{
    private static readonly RewardLibrary Library = new(Version("1.0.0"), Version("2.0.0"), Version("1.10.0"), Version("1.9.0"));

    [Theory]
    [InlineData("ward-reward", "2.0.0")]
    [InlineData("ward-reward@1", "1.10.0")]
    [InlineData("ward-reward@1.9.0", "1.9.0")]
    public void Find_GivesTheHighestVersion_AskedFor(string reference, string version) =>
        Assert.Equal(version, Library.Find(reference)!.Version.ToString());

    [Theory]
    [InlineData("ward")]
    [InlineData("ward-reward@3")]
    [InlineData("ward-reward@1.9")]
    [InlineData("ward-reward@")]
    [InlineData("")]
    public void Find_GivesNothing_WhenThereIsNone(string reference) => Assert.Null(Library.Find(reference));

    [Fact]
    public void Library_Refuses_TheSameVersionTwice() => Assert.Throws<ArgumentException>(() => new RewardLibrary(Version("1.0.0"), Version("1.0.0")));

    [Fact]
    public void Shipped_LeavesOutDocuments_OfOtherEnvironments() =>
        Assert.Empty(RewardLibrary.Shipped(new EnvironmentCatalogue(new CorridorEnvironment())).Functions);

    [Fact]
    public void ShippedDocuments_AreWellFormed_AndNamedByTheirId()
    {
        var names = typeof(RewardLibrary).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Documents/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(names, RewardLibrary.ShippedDocuments().Select(document => $"Documents/{document.Id}.yaml"));
    }

    [Fact]
    public void Shipped_FitTheirEnvironments_WithoutFinding()
    {
        var catalogue = ShippedEnvironments.Load();
        var library = RewardLibrary.Shipped(catalogue);
        foreach (var environment in catalogue.Environments)
        {
            var spec = environment.Spec;
            var function = library.Find(spec.DefaultRewardFunction);
            Assert.NotNull(function);
            var findings = RewardLinter.Lint(function.Document, spec);
            // Drafts, and honest about it; a failure may be graded by two criteria on purpose.
            Assert.All(findings, finding => Assert.Contains(finding.Code, (string[])["unverified-source", "counted-twice-in-part"]));
            Assert.Equal(function.Document.Sources.Count(source => !source.Verified), findings.Count(finding => finding.Code == "unverified-source"));
            Assert.Contains($"# {function.Document.Title}", RewardCard.Render(RewardCardContent.Of(function, environment)), StringComparison.Ordinal);
        }
    }

    private static RewardFunction Version(string version) => Ward.Compile(Ward.Text(Ward.Prompt).Replace("version: 1.0.0", $"version: {version}", StringComparison.Ordinal));
}
