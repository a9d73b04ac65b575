using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tenancy;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;

namespace ClinicalRl.Service.Hosting;

/// <summary>What every route must have: who may use it, how often, and how long a body may be. A test checks that every route has it.</summary>
public static class RouteGuards
{
    /// <summary>For callers whose key has at least one of <paramref name="anyOf"/>.</summary>
    public static TBuilder Guarded<TBuilder>(this TBuilder route, KeyScopes anyOf, int bodyBytes = RequestLimits.BodyBytes)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new ScopeNeeded(anyOf), new EnableRateLimitingAttribute(RequestRates.Policy), new BodyLimit(bodyBytes));

    /// <summary>For everybody; such a route tells nothing of any tenant and reads no body.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AllowAnonymousAttribute(), new EnableRateLimitingAttribute(RequestRates.Policy), new BodyLimit(0));
}

/// <summary>
/// Longest body a route takes, bytes. The connection lets somewhat more through, which is read and dropped, so that a caller who sends too
/// much can read why it was refused instead of seeing the connection break.
/// </summary>
public sealed class BodyLimit(int bytes) : IRequestSizeLimitMetadata
{
    /// <summary>Bytes.</summary>
    public int Bytes { get; } = bytes;

    /// <inheritdoc/>
    public long? MaxRequestBodySize => Bytes == 0 ? 0 : (long)Bytes + RequestLimits.DroppedBytes;
}
