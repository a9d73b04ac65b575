using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Telemetry;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ClinicalRl.Service.Telemetry;

/// <summary>
/// Metrics and traces by OpenTelemetry. Prometheus is answered by OpenTelemetry's own exporter although it is still called beta: it is the one that is kept, and
/// nothing that is recorded of an episode goes through it. Without a place to send traces none is made.
/// </summary>
internal static class TelemetryWiring
{
    private const string Name = "clinicalrl";

    /// <summary>Meters whose labels are few and fixed.</summary>
    private static readonly string[] Meters = [EpisodeInstruments.MeterName, ServiceInstruments.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Registers what the configuration asks for.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        builder.AddMetricsPort();
        var options = TelemetryOptions.Of(builder.Configuration);
        if (!options.HasMetrics && !options.HasTraces)
            return;
        builder.Services.AddHostedService<ReadinessWatch>();
        builder.Services.AddHostedService<SiloWatch>();
        var version = new GrainsOptions().ServiceVersion;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(Name, serviceVersion: version));
        if (options.HasMetrics)
            telemetry.WithMetrics(metrics => Export(metrics.AddMeter(Meters).AddRuntimeInstrumentation(), options));
        if (options.HasTraces)
            telemetry.WithTracing(traces => Export(Watch(traces), options));
    }

    private static TracerProviderBuilder Watch(TracerProviderBuilder traces) => traces
        .AddSource(Traces.SourceName, "Microsoft.Orleans.Application")
        .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !IsPlumbing(context.Request.Path))
        .AddNpgsql();

    private static void Export(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        if (options.Metrics)
            metrics.AddPrometheusExporter();
        if (!string.IsNullOrEmpty(options.Otlp))
            metrics.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(options.Otlp));
        if (!string.IsNullOrEmpty(options.AzureMonitor))
            metrics.AddAzureMonitorMetricExporter(exporter => (exporter.ConnectionString, exporter.Credential) = (options.AzureMonitor, new DefaultAzureCredential()));
    }

    private static void Export(TracerProviderBuilder traces, TelemetryOptions options)
    {
        if (!string.IsNullOrEmpty(options.AzureMonitor))
            traces.AddAzureMonitorTraceExporter(exporter => (exporter.ConnectionString, exporter.Credential) = (options.AzureMonitor, new DefaultAzureCredential()));
        if (!string.IsNullOrEmpty(options.Otlp))
            traces.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(options.Otlp));
        traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)));   // last: Azure's exporter brings its own
    }

    private static bool IsPlumbing(PathString path) => path == "/metrics" || path == "/healthz" || path == "/readyz";
}
