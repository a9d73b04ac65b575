using ClinicalRl.Service.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Hosting;

public sealed class RouteGuardTests(ServiceFixture fixture)
{
    private static readonly string[] Open =
    [
        "/", "/healthz", "/readyz", "/problems/{slug}", "/v1/log-signing-key", "/.well-known/jwks.json", "/openapi/{documentName}.json", "/docs/{documentName?}", "/docs/scalar.js",
        "/docs/scalar.aspnetcore.js", "/docs/favicon.svg", "/v1/schemas/reward-function", "/v1/reference/reward-function", "/v1/invitations",
    ];

    private List<RouteEndpoint> Routes => [.. fixture.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [Fact]
    public void EveryRoute_HasAuthorizationARateLimitAndABodyLimit()
    {
        Assert.True(Routes.Count > 20, $"only {Routes.Count} routes were looked at");
        Assert.All(Routes, route =>
        {
            Assert.True(route.Metadata.GetMetadata<IAuthorizeData>() is not null || route.Metadata.GetMetadata<IAllowAnonymous>() is not null, route.DisplayName);
            Assert.Equal(RequestRates.Policy, route.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName);
            Assert.NotNull(route.Metadata.GetMetadata<BodyLimit>());
        });
    }

    [Fact]
    public void OnlyListedRoutes_AreOpenToEverybody()
    {
        var open = Routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(route => route.RoutePattern.RawText!);
        Assert.Equal(Open.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }
}
