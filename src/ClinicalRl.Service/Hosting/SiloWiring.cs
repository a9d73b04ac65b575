using ClinicalRl.Grains.Hosting;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Telemetry;
using Orleans.Configuration;
using ClusterOptions = ClinicalRl.Service.Cluster.ClusterOptions;

namespace ClinicalRl.Service.Hosting;

/// <summary>The Orleans silo inside the process.</summary>
internal static class SiloWiring
{
    /// <summary>One of the silos of the database's cluster; without a database a cluster of one, on free loopback ports, over the data folder.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var database = ClusterOptions.DatabaseOf(builder.Configuration);
        var limits = builder.Configuration.GetSection(RequestLimits.Section).Get<RequestLimits>() ?? new RequestLimits();
        builder.Services.AddOptions<GrainsOptions>().BindConfiguration(ServiceOptions.Section).Configure<DataFolder>((options, folder) =>
            (options.Data, options.Database) = (folder.Path, database));
        builder.UseOrleans(silo =>
        {
            if (database is null)
                silo.FormClusterOfOne();
            else
                silo.JoinCluster();
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(limits.RequestSeconds));
            if (TelemetryOptions.Of(builder.Configuration).HasTraces)
                silo.AddActivityPropagation();
            silo.AddClinicalRlGrains();
        });
    }

    private static void FormClusterOfOne(this ISiloBuilder silo)
    {
        var (port, gateway) = LoopbackPorts.FindTwo();
        silo.UseLocalhostClustering(port, gateway, serviceId: ClusterWiring.Name, clusterId: ClusterWiring.Name);
    }
}
