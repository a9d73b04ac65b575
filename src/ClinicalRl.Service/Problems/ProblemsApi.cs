using System.Net;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Service.Problems;

/// <summary>What the <c>type</c> of a problem links to.</summary>
internal static class ProblemsApi
{
    /// <summary>Maps <c>/problems/{slug}</c>.</summary>
    public static void MapProblems(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/problems/{slug}", Explain).Public().ExcludeFromDescription();

    private static IResult Explain(string slug)
    {
        var kind = ProblemKind.All.FirstOrDefault(kind => kind.Slug == slug);
        return kind is null
            ? Problem.NotFound("problem")
            : TypedResults.Content(
                $"<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><title>{kind.Title}</title><h1>{kind.Status} {kind.Title}</h1><p>{WebUtility.HtmlEncode(kind.Meaning)}</p></html>",
                "text/html; charset=utf-8");
    }
}
