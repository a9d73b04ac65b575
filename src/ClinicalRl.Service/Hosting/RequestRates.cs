using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Quotas;
using ClinicalRl.Service.Tenancy;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>How many requests a tenant, or an address without a key, may make per second.</summary>
internal static class RequestRates
{
    /// <summary>Name of the rate limiting policy.</summary>
    public const string Policy = "caller";

    public static void AddRequestRates(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = AnswerAsync;
        limiter.AddPolicy(Policy, PartitionOf);
    });

    /// <summary>What takes its turns piece by piece is only counted here; all else is one turn.</summary>
    private static RateLimitPartition<Asker> PartitionOf(HttpContext context)
    {
        if (context.User is not CallerPrincipal principal)
        {
            var limits = context.RequestServices.GetRequiredService<IOptions<RequestLimits>>().Value;
            return RateLimitPartition.GetTokenBucketLimiter(new Asker(default, false, context.Connection.RemoteIpAddress), _ => PerSecond(limits.AnonymousRequestsPerSecond));
        }

        var isPiecewise = context.WebSockets.IsWebSocketRequest || context.GetEndpoint()?.Metadata.GetMetadata<TakesTurns>() is not null;
        return RateLimitPartition.Get(new Asker(principal.Caller.Tenant, isPiecewise, null), key =>
        {
            var turns = context.RequestServices.GetRequiredService<FairTurns>().Of(key.Tenant);
            return key.IsPiecewise ? new RequestCount(turns) : turns;
        });
    }

    /// <summary>A bucket of so many a second, without a queue.</summary>
    public static TokenBucketRateLimiterOptions PerSecond(int count) => new()
    {
        TokenLimit = count,
        TokensPerPeriod = count,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };

    private readonly record struct Asker(TenantId Tenant, bool IsPiecewise, IPAddress? Address);

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await new Problem(ProblemKind.TooManyRequests, "The limit of requests a second is used up.").ExecuteAsync(rejected.HttpContext);
    }
}
