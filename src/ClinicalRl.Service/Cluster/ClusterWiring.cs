using System.Net;
using Azure.Identity;
using ClinicalRl.Grains.Database;
using ClinicalRl.Service.Health;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ClinicalRl.Service.Cluster;

/// <summary>Makes the process a silo of the cluster that its database knows.</summary>
internal static class ClusterWiring
{
    /// <summary>Name of cluster and service; grain storage finds states by it.</summary>
    public const string Name = "clinicalrl";

    // A killed silo is known as dead after 1 to 2 seconds, one that hangs after 3 to 4. When all were killed at once, the next start waits until
    // the last sign of life of the dead is three of these periods old.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    /// <summary>Registers options, drain and what calls need, cluster or not.</summary>
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClusterOptions>().BindConfiguration(ServiceOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>();
        var isCluster = ClusterOptions.DatabaseOf(builder.Configuration) is not null;
        if (builder.Configuration.GetSection(ServiceOptions.Section).GetValue<bool>(nameof(ClusterOptions.DatabaseIdentity)))
            builder.Services.TryAddSingleton(_ => EntraDatabaseIdentity.Of(new DefaultAzureCredential()));
        builder.Services.AddSingleton(services => new Drain(
            TimeSpan.FromSeconds(services.GetRequiredService<IOptions<ClusterOptions>>().Value.DrainSeconds ?? (isCluster ? 5 : 0)),
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddOptions<HostOptions>().PostConfigure<Drain>((host, drain) => host.ShutdownTimeout += drain.Length);
    }

    /// <summary>Joins the cluster.</summary>
    public static void JoinCluster(this ISiloBuilder silo)
    {
        silo.UseAdoNetClustering(clustering => clustering.Configure<PostgresDatabase>((adoNet, database) =>
            (adoNet.Invariant, adoNet.DataSource) = (PostgresDatabase.Invariant, database.Plain)));
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = Name);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = membership.MaxProbeTimeout = ProbeTimeout;
            membership.TableRefreshTimeout = membership.IAmAliveTablePublishTimeout = SignOfLife;
        });
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterOptions>>((endpoint, options) =>
        {
            (endpoint.SiloPort, endpoint.GatewayPort) = (options.Value.SiloPort, options.Value.GatewayPort);
            if (options.Value.AdvertisedAddress is { } address)
                endpoint.AdvertisedIPAddress = IPAddress.Parse(address);
            else if (OwnAddress.Find() is { } own)
                endpoint.AdvertisedIPAddress = own;
        });
    }
}
