using ClinicalRl.Service.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicalRl.Service.Health;

/// <summary>Probes for whoever runs the service.</summary>
internal static class HealthApi
{
    /// <summary>Maps <c>/healthz</c> (the process answers) and <c>/readyz</c> (so does all it needs).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new HealthAnswer("ok"))).Public().ExcludeFromDescription();
        routes.MapGet("/readyz", ReadyAsync).Public().ExcludeFromDescription();
    }

    private static async Task<JsonHttpResult<ReadinessAnswer>> ReadyAsync(HttpContext context, Readiness readiness)
    {
        var answer = await readiness.AskAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(answer, statusCode: answer.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What a probe answers.</summary>
    internal sealed record HealthAnswer(string Status);
}
