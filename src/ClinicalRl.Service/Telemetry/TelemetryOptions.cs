using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Telemetry;

/// <summary>What is told of the service's work, and to whom, section <c>ClinicalRl:Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = ServiceOptions.Section + ":Telemetry";

    /// <summary>Whether <c>/metrics</c> answers Prometheus: callers on this very machine at every address, and everybody at <see cref="MetricsPort"/>.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>A port of its own for <c>/metrics</c>, 1 to 65,535, open to all who can reach it: keep it inside the network. 0 for none.</summary>
    public int MetricsPort { get; set; }

    /// <summary>Address of an OpenTelemetry collector (gRPC), such as <c>http://collector:4317</c>, that metrics and traces are sent to.</summary>
    public string? Otlp { get; set; }

    /// <summary>Connection string of an Application Insights resource, to which the process's own identity must be allowed to publish. It names the resource and opens nothing.</summary>
    public string? AzureMonitor { get; set; }

    /// <summary>Share of requests that are traced when there is somewhere to send traces, 0 to 1. A caller that traces its own request decides for it.</summary>
    public double TraceRatio { get; set; } = 0.01;

    /// <summary>Whether requests are traced at all.</summary>
    internal bool HasTraces => TraceRatio > 0 && (!string.IsNullOrEmpty(Otlp) || !string.IsNullOrEmpty(AzureMonitor));

    /// <summary>Whether anybody is told of metrics.</summary>
    internal bool HasMetrics => Metrics || !string.IsNullOrEmpty(Otlp) || !string.IsNullOrEmpty(AzureMonitor);

    internal static TelemetryOptions Of(IConfiguration configuration) => configuration.GetSection(Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class TelemetryOptionsValidator(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        if (options.MetricsPort is < 0 or > 65_535)
            return ValidateOptionsResult.Fail("ClinicalRl:Telemetry:MetricsPort must be 0 to 65,535.");
        if (options is { MetricsPort: > 0, Metrics: false })
            return ValidateOptionsResult.Fail("ClinicalRl:Telemetry:MetricsPort needs ClinicalRl:Telemetry:Metrics=true.");
        if (options.MetricsPort > 0 && MetricsPage.AddressesAreElsewhere(configuration))
            return ValidateOptionsResult.Fail("ClinicalRl:Telemetry:MetricsPort needs the addresses to listen on as --urls, not as ports or endpoints.");
        if (!(options.TraceRatio is >= 0 and <= 1))
            return ValidateOptionsResult.Fail("ClinicalRl:Telemetry:TraceRatio must be 0 to 1.");
        if (!string.IsNullOrEmpty(options.Otlp) && (!Uri.TryCreate(options.Otlp, UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https")))
            return ValidateOptionsResult.Fail("ClinicalRl:Telemetry:Otlp must be the http or https address of a collector, such as http://collector:4317.");
        return !string.IsNullOrEmpty(options.AzureMonitor) && !options.AzureMonitor.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Fail("ClinicalRl:Telemetry:AzureMonitor must be the connection string of an Application Insights resource.")
            : ValidateOptionsResult.Success;
    }
}
