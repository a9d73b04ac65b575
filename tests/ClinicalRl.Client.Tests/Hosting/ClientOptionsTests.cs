using ClinicalRl.Client.Hosting;
using ClinicalRl.Client.Tests.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Client.Tests.Hosting;

public sealed class ClientOptionsTests
{
    public static TheoryData<string, Action<ClinicalRlClientOptions>> Unusable => new()
    {
        { nameof(ClinicalRlClientOptions.BaseAddress), options => options.BaseAddress = new Uri("/v1", UriKind.Relative) },
        { nameof(ClinicalRlClientOptions.BaseAddress), options => options.BaseAddress = new Uri("ftp://service.test") },
        { nameof(ClinicalRlClientOptions.MaxAttempts), options => options.MaxAttempts = 0 },
        { nameof(ClinicalRlClientOptions.MaxAttempts), options => options.MaxAttempts = 51 },
        { nameof(ClinicalRlClientOptions.MaxDelay), options => options.MaxDelay = TimeSpan.Zero },
        { nameof(ClinicalRlClientOptions.AttemptTimeout), options => options.AttemptTimeout = TimeSpan.Zero },
        { nameof(ClinicalRlClientOptions.TotalTimeout), options => options.TotalTimeout = TimeSpan.FromDays(2) },
    };

    [Theory]
    [MemberData(nameof(Unusable), DisableDiscoveryEnumeration = true)]
    public void Options_AreRefused_WhenTheyCannotBeUsed(string name, Action<ClinicalRlClientOptions> spoil)
    {
        var options = new ClinicalRlClientOptions();
        options.Validate();
        spoil(options);
        Assert.Equal(name, Assert.Throws<ArgumentException>(options.Validate).ParamName);
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddClinicalRlClient(spoil));
    }

    [Fact]
    public async Task Registered_ClientRetriesAsTheStandAloneOneDoes()
    {
        using var sender = new ScriptedSender(ScriptedSender.Refuse, ScriptedSender.Json(Samples.Step));
        var services = new ServiceCollection();
        services.AddClinicalRlClient(options => (options.BaseAddress, options.ApiKey, options.FirstDelay) = (new Uri("http://service.test"), "crl_dev_x", TimeSpan.Zero))
            .ConfigurePrimaryHttpMessageHandler(() => sender);
        await using var provider = services.BuildServiceProvider();
        var answer = await provider.GetRequiredService<ClinicalRlClient>().Episodes.StepAsync("ep_a", 1, Client.Episodes.AgentAction.Call("wait"));
        Assert.Equal("ep_a", answer.Episode);
        Assert.Equal(["Bearer crl_dev_x", "Bearer crl_dev_x"], sender.Requests.Select(request => request.Authorization));
    }
}
