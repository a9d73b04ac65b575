using System.Net;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.Tenancy;

public sealed class AnonymousUseTests
{
    [Fact]
    public async Task Loopback_NeedsNoKey_InTheDevelopmentProfile()
    {
        await using var service = await RunningService.StartAsync(profile: "Development");
        using var client = service.Client(key: null);
        var id = await client.CreateAsync();
        using var owner = service.Client(service.Shown.Keys[0]);
        Assert.Equal(HttpStatusCode.OK, (await owner.ReadAsync($"/v1/episodes/{id}")).Status);

        using var wrongKey = service.Client("crl_dev_" + new string('a', 40));
        Assert.Equal(HttpStatusCode.Unauthorized, (await wrongKey.ReadAsync("/v1/environments")).Status);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/v1/environments") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.AskAsync(rebound)).Status);
    }

    [Fact]
    public async Task Development_NeedsAKey_WhenAnonymousUseIsSwitchedOff()
    {
        await using var service = await RunningService.StartAsync(profile: "Development", settings: ["--ClinicalRl:AllowAnonymous", "false"]);
        using var client = service.Client(key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.ReadAsync("/v1/environments")).Status);
    }

    [Theory]
    [InlineData("Production", "http://127.0.0.1:0")]
    [InlineData("Staging", "http://127.0.0.1:0")]
    [InlineData("Development", "http://0.0.0.0:0")]
    [InlineData("Development", "http://127.0.0.1:0;http://*:0")]
    public async Task Start_IsRefused_WhereAnonymousUseIsNotSafe(string profile, string urls)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => RunningService.StartAsync(profile: profile, settings: ["--ClinicalRl:AllowAnonymous", "true", "--urls", urls]));
        Assert.Contains("AllowAnonymous", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataFolder_ServesOneServiceAtATime()
    {
        await using var first = await RunningService.StartAsync();
        await Assert.ThrowsAsync<DataFolderUnavailableException>(() => RunningService.StartAsync(first.Data));
    }
}
