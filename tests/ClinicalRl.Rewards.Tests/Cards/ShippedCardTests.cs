using System.Runtime.CompilerServices;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Tests.Cards;

/// <summary>
/// The cards of shipped documents as they were last read and approved, so that a change of wording is seen in review. To approve a new one:
/// <c>clinicalrl reward card ID --markdown > tests/ClinicalRl.Rewards.Tests/Cards/Approved/ID.md</c>.
/// </summary>
public sealed class ShippedCardTests
{
    private static readonly EnvironmentCatalogue Catalogue = ShippedEnvironments.Load();

    public static TheoryData<string> Shipped => [.. RewardLibrary.Shipped(Catalogue).Functions.Select(function => function.Id)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Card_ReadsAsApproved(string id)
    {
        var function = RewardLibrary.Shipped(Catalogue).Find(id)!;
        var card = RewardCard.Render(RewardCardContent.Of(function, Catalogue.Find(function.Document.Environment.Value)!));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Folder(), "Approved", id + ".md")), card);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Document_CouldBeSigned_AsFarAsItsPoliciesGo(string id)
    {
        var function = RewardLibrary.Shipped(Catalogue).Find(id)!;
        var environment = Catalogue.Find(function.Document.Environment.Value)!;
        var scores = PolicyScoreSheet.For(function, environment.Spec);
        Assert.True(scores is not null, "The score sheet is of another document or content: run 'clinicalrl scores'.");
        Assert.Empty(CeilingChecks.Check(function.Document, environment.Policies, scores));
        var shown = scores.Examples.Select(example => example.Criterion).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(function.Document.Criteria.Where(criterion => !shown.Contains(criterion.Id)).Select(criterion => criterion.Id));
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
