using System.Runtime.CompilerServices;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Rewards.Tests.Cards;

/// <summary>
/// The cards of shipped documents as they were last read and approved, so that a change of wording is seen in review. To approve a new one:
/// <c>clinicalrl reward card ID --markdown > tests/ClinicalRl.Rewards.Tests/Cards/Approved/ID.md</c>.
/// </summary>
public sealed class ShippedCardTests
{
    private static readonly EnvironmentCatalogue Catalogue = new(TriageQueueEnvironment.Load());

    public static TheoryData<string> Shipped => [.. RewardLibrary.Shipped(Catalogue).Functions.Select(function => function.Id)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Card_ReadsAsApproved(string id)
    {
        var function = RewardLibrary.Shipped(Catalogue).Find(id)!;
        var card = RewardCard.Render(RewardCardContent.Of(function, Catalogue.Find(function.Document.Environment.Value)!));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Folder(), "Approved", id + ".md")), card);
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
