using System.Globalization;
using System.Threading.RateLimiting;
using ClinicalRl.Service.Problems;
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

    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<RequestLimits>>().Value;
        return context.User is CallerPrincipal principal
            ? Bucket(principal.Caller.RateKey, limits.TenantRequestsPerSecond)
            : Bucket("address " + context.Connection.RemoteIpAddress, limits.AnonymousRequestsPerSecond);
    }

    private static RateLimitPartition<string> Bucket(string name, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(name, _ => PerSecond(perSecond));

    /// <summary>A bucket of so many a second, without a queue.</summary>
    public static TokenBucketRateLimiterOptions PerSecond(int count) => new()
    {
        TokenLimit = count,
        TokensPerPeriod = count,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await new Problem(ProblemKind.TooManyRequests, "The limit of requests a second is used up.").ExecuteAsync(rejected.HttpContext);
    }
}
