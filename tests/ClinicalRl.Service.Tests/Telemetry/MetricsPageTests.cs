using System.Net;
using System.Net.Sockets;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.Telemetry;

public sealed class MetricsPageTests
{
    [Fact]
    public async Task ThisMachine_ReadsMetrics_AndWhoComesThroughAProxyDoesNot()
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Client(key: null);
        Assert.Contains("# TYPE clinicalrl_queue_depth gauge", await anybody.GetStringAsync("/metrics"), StringComparison.Ordinal);
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded" })
        {
            using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { header, "for=203.0.113.7" } } };
            Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.AskAsync(forwarded)).Status);   // as of any route that is none
        }

        using var posted = new HttpRequestMessage(HttpMethod.Post, "/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.AskAsync(posted)).Status);
    }

    [Fact]
    public async Task APortOfItsOwn_AnswersMetricsAndProbes_AndNothingElse()
    {
        var port = FreePort();
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:Telemetry:MetricsPort=" + port]);
        using var inside = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:" + port) };
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "X-Forwarded-For", "203.0.113.7" } } };
        Assert.Equal(HttpStatusCode.OK, (await inside.SendAsync(forwarded)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await inside.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
        foreach (var path in new[] { "/v1/environments", "/docs", "/openenv/corridor/state" })
            Assert.Equal(HttpStatusCode.NotFound, (await inside.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Metrics_AreNotThere_WhenTheyAreOff()
    {
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:Telemetry:Metrics=false"]);
        using var anybody = service.Client(key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.ReadAsync("/metrics")).Status);
        using var owner = service.Client(service.Shown.Keys.Single());
        Assert.Equal(HttpStatusCode.NotFound, (await owner.ReadAsync("/metrics")).Status);
    }

    [Theory]
    [InlineData("ClinicalRl:Telemetry:MetricsPort must be 0 to 65,535.", "--ClinicalRl:Telemetry:MetricsPort=70000")]
    [InlineData("ClinicalRl:Telemetry:MetricsPort needs ClinicalRl:Telemetry:Metrics=true.", "--ClinicalRl:Telemetry:MetricsPort=9464", "--ClinicalRl:Telemetry:Metrics=false")]
    [InlineData("ClinicalRl:Telemetry:TraceRatio must be 0 to 1.", "--ClinicalRl:Telemetry:TraceRatio=1.5")]
    [InlineData("ClinicalRl:Telemetry:Otlp must be the http or https address of a collector, such as http://collector:4317.", "--ClinicalRl:Telemetry:Otlp=collector:4317")]
    [InlineData("ClinicalRl:Telemetry:AzureMonitor must be the connection string of an Application Insights resource.", "--ClinicalRl:Telemetry:AzureMonitor=secret")]
    public async Task ASettingThatCannotWork_IsRefused(string refusal, params string[] settings)
    {
        var failure = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => RunningService.StartAsync(settings: settings));
        Assert.Equal([refusal], failure.Failures);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
