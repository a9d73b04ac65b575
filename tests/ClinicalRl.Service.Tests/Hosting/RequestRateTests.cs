using System.Net;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Service.Tests.Hosting;

public sealed class RequestRateTests
{
    [Fact]
    public async Task Tenant_IsToldToWait_WhenItsRateIsUsedUp_AndOthersAreNot()
    {
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:Limits:TenantRequestsPerSecond", "1"]);
        using var busy = service.Client(service.Shown.Keys[0]);
        using var calm = service.Client(await service.AddKeyAsync("calm", KeyScopes.Agent));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => busy.ReadAsync("/v1/environments")));
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.Equal("too-many-requests", answer.Problem());
            Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        });
        Assert.Equal(HttpStatusCode.OK, (await calm.ReadAsync("/v1/environments")).Status);
    }
}
