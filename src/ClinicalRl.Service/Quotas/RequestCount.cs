using System.Threading.RateLimiting;

namespace ClinicalRl.Service.Quotas;

/// <summary>On a route: its handler takes a turn for each piece of its work.</summary>
internal sealed class TakesTurns;

/// <summary>Counts a tenant's requests without giving them a turn.</summary>
internal sealed class RequestCount(TenantTurns turns) : RateLimiter
{
    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => turns.CountRequest();

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => ValueTask.FromResult(turns.CountRequest());
}
