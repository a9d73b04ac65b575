using System.Text;
using ClinicalRl.Rewards.Schema;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;

namespace ClinicalRl.Service.Rewards;

/// <summary>The format of reward documents, for editors and for people.</summary>
internal static class RewardSchemaApi
{
    private static readonly TaggedDocument Schema = new(RewardDocumentSchema.Json, "application/schema+json");

    private static readonly TaggedDocument Reference = new(Encoding.UTF8.GetBytes(ReferencePage.Html), "text/html; charset=utf-8");

    private static readonly RouteDescription GetSchema = new()
    {
        Id = "getRewardFunctionSchema",
        Summary = "Get the JSON Schema of reward documents",
        Text = "JSON Schema 2020-12 of the YAML document, for editors. Needs no API key. POST a document to /v1/reward-functions/lint for what a schema cannot know.",
        AnswerType = "application/schema+json",
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    private static readonly RouteDescription GetReference = new()
    {
        Id = "getRewardFunctionReference",
        Summary = "Read the reference of reward documents",
        Text = "Every key, the language of conditions and every lint rule, as one HTML page. Needs no API key.",
        AnswerType = "text/html",
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    /// <summary>Maps <c>/v1/schemas/reward-function</c> and <c>/v1/reference/reward-function</c>.</summary>
    public static void MapRewardSchema(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/schemas/reward-function", () => Schema).Public().WithTags("Reward functions").Describe(GetSchema);
        routes.MapGet("/v1/reference/reward-function", () => Reference).Public().WithTags("Reward functions").Describe(GetReference);
    }
}
