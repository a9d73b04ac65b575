using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Cluster;

/// <summary>On a route: it begins episodes, always or for requests that <paramref name="when"/> says.</summary>
internal sealed class BeginsEpisodes(Func<HttpContext, bool>? when = null)
{
    /// <summary>Whether this request would begin one.</summary>
    public bool IsSoFor(HttpContext context) => when is null || when(context);
}

/// <summary>While the process drains: refuses to begin episodes, and ends each connection with its answer, so that its client opens the next one elsewhere.</summary>
internal sealed class DrainGate(RequestDelegate next, Drain drain)
{
    private static readonly Problem Stopping = new(ProblemKind.Unavailable, "This part of the service is about to stop and begins no episodes; the same request may be repeated.");

    public Task InvokeAsync(HttpContext context)
    {
        if (!drain.IsDraining)
            return next(context);
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return context.GetEndpoint()?.Metadata.GetMetadata<BeginsEpisodes>() is { } begins && begins.IsSoFor(context) ? Stopping.ExecuteAsync(context) : next(context);
    }
}
