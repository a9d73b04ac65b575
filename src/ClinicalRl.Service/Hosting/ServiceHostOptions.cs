using ClinicalRl.Service.Cluster;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>Options, limits of the listener and log levels.</summary>
internal static class ServiceHostOptions
{
    /// <summary>Binds and registers the options, and claims the data folder when it is first asked for.</summary>
    public static void AddServiceOptions(this WebApplicationBuilder builder)
    {
        Settings.RequireReadable(builder.Configuration);
        HostedCheck.Require(builder.Configuration, builder.Environment);
        builder.Services.AddHostedService<UnknownSettings>();
        builder.Services.AddOptions<ServiceOptions>().BindConfiguration(ServiceOptions.Section);
        builder.Services.AddOptions<AcceptedRisks>().BindConfiguration(AcceptedRisks.Section);
        builder.Services.AddOptions<FirstKeyOptions>().BindConfiguration(ServiceOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<FirstKeyOptions>, FirstKeyOptionsValidator>();
        builder.Services.AddOptions<RequestLimits>().BindConfiguration(RequestLimits.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RequestLimits>, RequestLimitsValidator>();
        var isShared = ClusterOptions.DatabaseOf(builder.Configuration) is not null;
        builder.Services.AddSingleton(services => DataFolder.Claim(services.GetRequiredService<IOptions<ServiceOptions>>().Value.Data, isShared));
        builder.Logging
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)   // advises server GC at every start
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)   // measures its first check from the machine's start
            .AddFilter("Polly", LogLevel.Warning)                // one line for every grain that is placed
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    }

    /// <summary>The default address, and Kestrel's limits.</summary>
    public static void AddKestrelLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<RequestLimits>>((host, limits) => host.ShutdownTimeout = TimeSpan.FromSeconds(limits.Value.StopSeconds));
        if (HasNoAddress(builder.Configuration))
            builder.WebHost.UseUrls(ServiceOptions.DefaultUrl);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<RequestLimits>>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.BodyBytes;
            kestrel.Limits.MaxConcurrentConnections = limits.Value.Connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Value.UpgradedConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
    }

    private static bool HasNoAddress(ConfigurationManager configuration) =>
        string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        && string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        && string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        && !configuration.GetSection("Kestrel:Endpoints").Exists();
}
