using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Pages;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Environments;

/// <summary>What the environments are.</summary>
internal static class EnvironmentsApi
{
    private const string Missing = "environment";

    private static readonly RouteDescription List = new()
    {
        Id = "listEnvironments",
        Summary = "List environments",
        Text = "All environments in brief.",
        Answer = typeof(EnvironmentList),
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    private static readonly RouteDescription Detail = new()
    {
        Id = "getEnvironment",
        Summary = "Get an environment",
        Text = "Tools as function definitions for language models, the fact schema, hazards, the observation schema, policies, what is unverified, and history.",
        Answer = typeof(EnvironmentDetail),
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    private static readonly RouteDescription Card = new()
    {
        Id = "getEnvironmentCard",
        Summary = "Read an environment's card",
        Text = "The environment for a clinician to read: HTML for a browser (Accept: text/html), Markdown otherwise.",
        AnswerType = "text/markdown",
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    /// <summary>Maps <c>/v1/environments</c>.</summary>
    public static void MapEnvironments(this IEndpointRouteBuilder routes)
    {
        var environments = routes.MapGroup("/v1/environments").WithTags("Environments");
        environments.MapGet("/", (EnvironmentDocuments documents) => documents.List).Guarded(KeyScopes.All).Describe(List);
        environments.MapGet("/{id}", IResult (string id, EnvironmentDocuments documents) => Or404(documents.Find(id)?.Detail)).Guarded(KeyScopes.All).Describe(Detail);
        environments.MapGet("/{id}/card", ReadCard).Guarded(KeyScopes.All).Describe(Card);
    }

    private static IResult ReadCard(string id, HttpRequest request, EnvironmentDocuments documents) =>
        documents.Find(id) is { } found ? CardAnswer.Of(request, found.Card) : Problem.NotFound(Missing);

    private static IResult Or404(IResult? document) => document ?? Problem.NotFound(Missing);
}
