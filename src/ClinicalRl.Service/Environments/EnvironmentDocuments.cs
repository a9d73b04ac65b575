using System.Text.Json;
using ClinicalRl.Reports.Environments;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Service.Answers;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Environments;

/// <summary>What is published of the environments, rendered once: an environment never changes while the service runs.</summary>
internal sealed class EnvironmentDocuments
{
    private readonly EnvironmentCatalogue catalogue;

    private readonly Dictionary<string, Documents> byId;

    public EnvironmentDocuments(EnvironmentCatalogue catalogue, RewardLibrary rewards)
    {
        this.catalogue = catalogue;
        byId = catalogue.Environments.ToDictionary(environment => environment.Spec.Id, environment => Documents.Of(environment, Scores(environment, rewards)), StringComparer.Ordinal);
        List = Json(JsonSerializer.SerializeToUtf8Bytes(new EnvironmentList { Items = [.. catalogue.Environments.Select(EnvironmentDetails.Brief)] }, JsonSerializerOptions.Web));
    }

    /// <summary>All environments in brief.</summary>
    public TaggedDocument List { get; }

    /// <summary>The documents of the environment that <paramref name="reference"/> asks for, or null.</summary>
    public Documents? Find(string reference) => catalogue.Find(reference) is { } environment ? byId[environment.Spec.Id] : null;

    private static PolicyScoreSheet? Scores(IEnvironment environment, RewardLibrary rewards) =>
        rewards.Find(environment.Spec.DefaultRewardFunction) is { } function ? PolicyScoreSheet.For(function, environment.Spec) : null;

    private static TaggedDocument Json(byte[] bytes) => new(bytes, JsonBytes.Json);

    /// <summary>What is published of one environment; the card is Markdown.</summary>
    public sealed record Documents(TaggedDocument Detail, string Card)
    {
        public static Documents Of(IEnvironment environment, PolicyScoreSheet? scores) => new(
            Json(JsonSerializer.SerializeToUtf8Bytes(EnvironmentDetails.Of(environment), JsonSerializerOptions.Web)), EnvironmentCard.Of(environment, scores));
    }
}
