using System.Net;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Quotas;

/// <summary>Short ways to work with quotas.</summary>
public static class QuotaCalls
{
    /// <summary>A client of a new tenant with these quotas.</summary>
    public static async Task<(HttpClient Client, string Key)> LimitedAsync(this RunningService service, string tenant, object quotas)
    {
        var key = await service.AddKeyAsync(tenant, KeyScopes.All);
        await service.LimitAsync(tenant, quotas);
        return (service.Client(key), key);
    }

    /// <summary>Sets quotas as the operator does.</summary>
    public static async Task LimitAsync(this RunningService service, string tenant, object quotas)
    {
        using var operating = service.Client(service.Shown.OperatorKeys[0]);
        var set = await operating.PostAsync($"/v1/tenants/{tenant}/quotas", quotas);
        Assert.True(set.Status == HttpStatusCode.OK, set.Text);
    }

    /// <summary>Checks that an answer is a refusal which names a quota.</summary>
    public static void MustBeOver(this Answer answer, string quota, int retryAfter)
    {
        Assert.True(answer.Status == HttpStatusCode.TooManyRequests, answer.Text);
        Assert.Equal("quota-exceeded", answer.Problem());
        Assert.Equal((quota, retryAfter), (answer.Json.GetProperty("quota").GetString(), answer.Json.GetProperty("retryAfterSeconds").GetInt32()));
        Assert.Equal(TimeSpan.FromSeconds(retryAfter), answer.Headers.RetryAfter?.Delta);
    }
}
