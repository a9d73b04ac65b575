using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Access;

/// <summary>Every route that gives out records has it recorded who asked; which do not is written down here, with the reason.</summary>
public sealed class RecordedRouteTests(ServiceFixture fixture)
{
    private static readonly Dictionary<string, string> NoRecords = new(StringComparer.Ordinal)
    {
        ["GET /v1/episodes/{id}"] = "an agent's own view of where it stands, which stepping gave it",
        ["GET /v1/ledger/checkpoint"] = "hashes",
        ["GET /v1/ledger/proofs/inclusion"] = "hashes, of an episode that the caller names",
        ["GET /v1/ledger/proofs/consistency"] = "hashes",
        ["GET /v1/access-events/checkpoint"] = "hashes",
        ["GET /v1/access-events/proofs/consistency"] = "hashes",
        ["GET /v1/reports/checkpoint"] = "hashes",
        ["GET /v1/reports/proofs/consistency"] = "hashes",
        ["GET /v1/retention"] = "a decision about records",
        ["GET /v1/legal-holds"] = "decisions about records",
        ["GET /v1/bundles/{bundle}"] = "progress, size and hash of a bundle",
        ["DELETE /v1/bundles/{bundle}"] = "the same",
        ["GET /v1/environments"] = "what is published of environments",
        ["GET /v1/environments/{id}"] = "what is published of environments",
        ["GET /v1/environments/{id}/card"] = "what is published of environments",
        ["GET /v1/reward-functions"] = "documents that judge, not what was judged",
        ["GET /v1/reward-functions/{id}"] = "documents that judge, not what was judged",
        ["GET /v1/reward-functions/{id}/card"] = "documents that judge, not what was judged",
        ["GET /v1/reward-functions/{id}/versions"] = "documents that judge, not what was judged",
        ["GET /v1/reward-functions/{id}/diff"] = "documents that judge, not what was judged",
        ["GET /v1/reward-functions/{id}/sign-offs"] = "what clinicians published of themselves by signing",
        ["GET /v1/clinicians/keys"] = "public keys",
        ["GET /v1/keys"] = "who may ask, not what was recorded",
        ["GET /v1/admin-events"] = "what was done to tenant and keys, not what was recorded",
        ["GET /v1/usage"] = "counts of records",
        ["GET /v1/tenants"] = "who may ask, not what was recorded",
        ["GET /v1/tenants/{tenant}"] = "who may ask, not what was recorded",
        ["GET /v1/tenants/{tenant}/admin-events"] = "what was done to tenant and keys, not what was recorded",
        ["GET /v1/tenants/{tenant}/usage"] = "counts of records",
    };

    private List<RouteEndpoint> Routes =>
    [
        .. fixture.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal) && route.Metadata.GetMetadata<ScopeNeeded>() is not null),
    ];

    [Fact]
    public void EveryRouteThatAnswersWithRecords_IsRecorded()
    {
        var looked = Routes.Where(route => MethodOf(route) == "GET" || route.Metadata.GetMetadata<RouteDescription>()?.Answer == typeof(JobAnswer)).ToList();
        Assert.True(looked.Count > 30, $"only {looked.Count} routes were looked at");
        Assert.Equal(NoRecords.Keys.Order(StringComparer.Ordinal), looked.Where(route => route.Metadata.GetMetadata<Recorded>() is null).Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryRecordedRoute_LeavesAnEventOfItsKind()
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("recorded-routes", KeyScopes.All));
        var recorded = Routes.Where(route => route.Metadata.GetMetadata<Recorded>() is not null).ToList();
        Assert.True(recorded.Count > 25, $"only {recorded.Count} routes are recorded");
        foreach (var route in recorded)
        {
            var kind = route.Metadata.GetMetadata<Recorded>()!.Kind;
            var before = await CountAsync(client, kind);
            var path = string.Concat(route.RoutePattern.RawText!.Split('{').Select((part, i) => i == 0 ? part : "xx_none" + part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..]));
            using var request = new HttpRequestMessage(new HttpMethod(MethodOf(route)), path) { Content = MethodOf(route) is "POST" or "PUT" ? new StringContent("{}", null, "application/json") : null };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var more = kind == "access-events" ? 2 : 1;   // looking is one, too
            Assert.True(await CountAsync(client, kind) == before + more, $"{Name(route)} left no event ({(int)answer.StatusCode})");
        }
    }

    private static async Task<int> CountAsync(HttpClient client, string kind) => Wire.Read<AccessPage>((await client.ReadAsync($"/v1/access-events?limit=100&kind={kind}")).Text).Items.Count;

    private static string Name(RouteEndpoint route) => $"{MethodOf(route)} {route.RoutePattern.RawText!.TrimEnd('/')}";

    private static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();
}
