using ClinicalRl.Service.Storage;
using Orleans.Configuration;

namespace ClinicalRl.Service.Hosting;

/// <summary>The Orleans silo inside the process.</summary>
internal static class SiloWiring
{
    /// <summary>A cluster of one, on free loopback ports.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var (port, gateway) = LoopbackPorts.FindTwo();
        var limits = builder.Configuration.GetSection(RequestLimits.Section).Get<RequestLimits>() ?? new RequestLimits();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway, serviceId: "clinicalrl", clusterId: "clinicalrl");
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(limits.RequestSeconds));
            silo.AddSqliteGrainStorage();
        });
    }
}
