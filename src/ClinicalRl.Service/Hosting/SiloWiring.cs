using ClinicalRl.Grains.Hosting;
using Orleans.Configuration;

namespace ClinicalRl.Service.Hosting;

/// <summary>The Orleans silo inside the process.</summary>
internal static class SiloWiring
{
    /// <summary>A cluster of one, on free loopback ports, over the data folder.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var (port, gateway) = LoopbackPorts.FindTwo();
        var limits = builder.Configuration.GetSection(RequestLimits.Section).Get<RequestLimits>() ?? new RequestLimits();
        builder.Services.AddOptions<GrainsOptions>().BindConfiguration(ServiceOptions.Section).Configure<DataFolder>((options, folder) => options.Data = folder.Path);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway, serviceId: "clinicalrl", clusterId: "clinicalrl");
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(limits.RequestSeconds));
            silo.AddClinicalRlGrains();
        });
    }
}
