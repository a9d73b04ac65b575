using System.Net;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Telemetry;

/// <summary>
/// Who may read <c>/metrics</c>. It tells nothing of any tenant, but how busy the service is, so not everybody: who asks from this very machine, and who reaches
/// a port that is open for nothing else. A proxy on the machine asks for somebody else, and says so in a header.
/// </summary>
internal static class MetricsPage
{
    private const string Path = "/metrics";

    /// <summary>Listens on the metrics' port too.</summary>
    public static void AddMetricsPort(this WebApplicationBuilder builder)
    {
        var port = TelemetryOptions.Of(builder.Configuration).MetricsPort;
        if (port is 0 or > 65_535 or < 0 || AddressesAreElsewhere(builder.Configuration))
            return;
        var host = builder.Environment.IsDevelopment() ? IPAddress.Loopback.ToString() : "*";
        builder.WebHost.UseUrls([.. (builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? Hosting.ServiceOptions.DefaultUrl).Split(';'), FormattableString.Invariant($"http://{host}:{port}")]);
    }

    /// <summary>Answers <c>/metrics</c>, and on the metrics' port nothing else but the probes.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        if (!options.Metrics)
            return;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path.Equals(Path, StringComparison.Ordinal) && HttpMethods.IsGet(context.Request.Method) && MayRead(context, options.MetricsPort));
        if (options.MetricsPort > 0)
            app.MapWhen(context => context.Connection.LocalPort == options.MetricsPort && !IsProbe(context.Request.Path), elsewhere => elsewhere.Run(Nothing));
    }

    /// <summary>Whether the addresses to listen on are not given as URLs, to which one could be added.</summary>
    public static bool AddressesAreElsewhere(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        && (!string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey]) || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey]) || configuration.GetSection("Kestrel:Endpoints").Exists());

    private static bool MayRead(HttpContext context, int port)
    {
        var connection = context.Connection;
        return (port > 0 && connection.LocalPort == port)
            || (connection is { LocalIpAddress: { } here, RemoteIpAddress: { } there } && IPAddress.IsLoopback(here) && IPAddress.IsLoopback(there)
                && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded"));
    }

    private static bool IsProbe(PathString path) => path == "/healthz" || path == "/readyz";

    private static Task Nothing(HttpContext context) => Problems.Problem.NotFound("route").ExecuteAsync(context);
}
