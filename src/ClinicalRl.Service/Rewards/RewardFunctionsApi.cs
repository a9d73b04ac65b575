using System.Text.Json;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Pages;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Rewards;

/// <summary>What the reward functions are.</summary>
internal static class RewardFunctionsApi
{
    private static readonly RouteDescription List = new()
    {
        Id = "listRewardFunctions",
        Summary = "List reward functions",
        Text = "Every version of every reward function the tenant can use, in brief: those shipped, then its own.",
        Answer = typeof(RewardFunctionList),
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    private static readonly RouteDescription Detail = new()
    {
        Id = "getRewardFunction",
        Summary = "Get a reward function",
        Text = "Status, hash and criteria, and the document itself: as a member of the JSON, or alone with Accept: application/yaml.",
        Answer = typeof(RewardFunctionDetail),
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    private static readonly RouteDescription Card = new()
    {
        Id = "getRewardFunctionCard",
        Summary = "Read a reward function's card",
        Text = "The reward function in plain English for a clinician to read: HTML for a browser (Accept: text/html), Markdown otherwise.",
        AnswerType = "text/markdown",
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    /// <summary>Maps <c>/v1/reward-functions</c>.</summary>
    public static void MapRewardFunctions(this IEndpointRouteBuilder routes)
    {
        var functions = routes.MapGroup("/v1/reward-functions").WithTags("Reward functions");
        functions.MapGet("/", ReadListAsync).Guarded(KeyScopes.All).Describe(List);
        functions.MapGet("/{id}", ReadOneAsync).Guarded(KeyScopes.All).Describe(Detail);
        functions.MapGet("/{id}/card", ReadCardAsync).Guarded(KeyScopes.All).Describe(Card);
    }

    private static async Task<TaggedDocument> ReadListAsync(HttpContext context, RewardLibrary library, TenantRewards rewards)
    {
        var own = (await rewards.ListAsync(context.Caller().Tenant)).Select(item => RewardFunctionDetails.Brief(item.Id, item.Version, item.Status));
        return Json(new RewardFunctionList { Items = [.. library.Functions.Select(RewardFunctionDetails.Brief), .. own] });
    }

    private static async Task<IResult> ReadOneAsync(string id, HttpRequest request, TenantRewardFunctions functions)
    {
        if (id.Length > RequestLimits.ReferenceLength || await functions.FindAsync(request.HttpContext.Caller().Tenant.Text, id) is not { } function)
            return Problem.NotFound("reward function");
        request.HttpContext.Response.Headers.Vary = "Accept";
        return Negotiation.Wants(request, "application/yaml")
            ? new TaggedDocument(function.Document.Bytes, "application/yaml")
            : Json(RewardFunctionDetails.Of(function));
    }

    private static async Task<IResult> ReadCardAsync(string id, HttpRequest request, RewardLibrary library, EnvironmentCatalogue catalogue, TenantRewards rewards)
    {
        var tenant = request.HttpContext.Caller().Tenant;
        if (library.Find(id) is { } shipped && catalogue.Find(shipped.Document.Environment.Value) is { } environment)
            return RewardCardAnswer.Of(request, RewardCardContent.Of(shipped, environment));
        return id.Length <= RequestLimits.ReferenceLength && await rewards.FindAsync(tenant, id) is { } found
            ? RewardCardAnswer.Of(request, await rewards.CardAsync(tenant, found))
            : Problem.NotFound("reward function");
    }

    private static TaggedDocument Json<T>(T document) => new(JsonSerializer.SerializeToUtf8Bytes(document, JsonSerializerOptions.Web), JsonBytes.Json);
}
