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

    [Fact]
    public async Task GuessingKeys_IsHeldUp_AndKnownKeysAreNot()
    {
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:Limits:AnonymousRequestsPerSecond", "5"]);
        using var known = service.Client(service.Shown.Keys[0]);
        Assert.Equal(HttpStatusCode.OK, (await known.ReadAsync("/v1/environments")).Status);
        var guesses = new List<Answer>();
        for (var i = 0; i < 40; i++)
        {
            using var guesser = service.Client($"crl_nobody{i}_" + new string('a', 40));
            guesses.Add(await guesser.ReadAsync("/v1/nothing"));
        }

        Assert.Contains(guesses, answer => answer.Problem() == "unauthenticated");
        var held = guesses.Where(answer => answer.Problem() == "too-many-requests").ToList();
        Assert.NotEmpty(held);
        Assert.All(held, answer => Assert.NotNull(answer.Headers.RetryAfter));
        Assert.Equal(HttpStatusCode.OK, (await known.ReadAsync("/v1/environments")).Status);
    }

    [Fact]
    public async Task LongBodies_ShareABoundedMemory_AndGiveItBack()
    {
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:Limits:LongMessagesMebibytes", "1"]);
        using var client = service.Client(service.Shown.Keys[0]);
        var padding = new string(' ', 700_000);
        for (var i = 0; i < 3; i++)
        {
            var refused = await client.PostTextAsync("/v1/episodes", "{\"environment\":\"corridor\",\"seed\":1}" + padding);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refused.Status, refused.Problem()));
            var taken = await client.PostTextAsync("/v1/episodes", "{\"environment\":\"corridor\",\"seed\":1}" + padding[..400_000]);
            Assert.Equal(HttpStatusCode.Created, taken.Status);
        }
    }
}
