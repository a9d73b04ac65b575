namespace ClinicalRl.Service.Access;

/// <summary>On a route: it gives out records, and nothing of them leaves before it is durable who asked.</summary>
/// <param name="kind">What it gives out, as events name it.</param>
public sealed class Recorded(string kind)
{
    /// <summary>What it gives out, as events name it.</summary>
    public string Kind => kind;
}

/// <summary>How routes say that they give out records.</summary>
internal static class RecordedRoutes
{
    /// <summary>Records each request in the tenant's access ledger before its answer. For handlers that return results; a test calls every such route.</summary>
    public static RouteHandlerBuilder Recorded(this RouteHandlerBuilder route, string kind) =>
        route.WithMetadata(new Recorded(kind)).AddEndpointFilter(static async (invocation, next) =>
        {
            var result = await next(invocation);
            var context = invocation.HttpContext;
            return await context.RequestServices.GetRequiredService<AccessRecorder>().RecordAsync(context, result);
        });
}
