namespace ClinicalRl.Service.Hosting;

/// <summary>The Orleans silo inside the process.</summary>
internal static class SiloWiring
{
    /// <summary>A cluster of one, on free loopback ports.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var (silo, gateway) = LoopbackPorts.FindTwo();
        builder.UseOrleans(orleans => orleans.UseLocalhostClustering(silo, gateway, serviceId: "clinicalrl", clusterId: "clinicalrl"));
    }
}
