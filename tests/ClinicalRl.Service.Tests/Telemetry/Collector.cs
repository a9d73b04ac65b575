using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Service.Tests.Telemetry;

/// <summary>An OpenTelemetry collector as far as a sender can tell: takes every export over gRPC and keeps its bytes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    private Collector(WebApplication host) => this.host = host;

    public string Address => host.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>Everything that came for <c>traces</c> or <c>metrics</c>, as text: names and values stand in a protobuf message as they are.</summary>
    public string Received(string signal) =>
        string.Concat(received.Where(one => one.Path.Contains(signal, StringComparison.OrdinalIgnoreCase)).Select(one => Encoding.UTF8.GetString(one.Body)));

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path.Value!, body.ToArray()));
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[5]);   // an empty message
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
