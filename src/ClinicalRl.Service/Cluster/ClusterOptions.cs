using System.Net;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Cluster;

/// <summary>How this process is one silo of several, section <c>ClinicalRl</c>. Used when there is a database; alone, ports are free ones on loopback.</summary>
public sealed class ClusterOptions
{
    /// <summary>Port on which other silos reach this one. The connection has no authentication: it belongs in a private network.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port for Orleans clients outside the cluster; 0, as none is needed, for none.</summary>
    public int GatewayPort { get; set; }

    /// <summary>IP address at which other silos reach this one, and on which it listens for them; null for the machine's own first one, which in a container is the replica's.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Whether the process connects to the database by its own identity of Microsoft Entra, a managed one in Azure; the connection string then names the identity as user and has no password.</summary>
    public bool DatabaseIdentity { get; set; }

    /// <summary>
    /// Seconds between the wish to stop and the stop, 0 to 300, during which it says that it is not ready, begins no episodes and answers everything else: the
    /// time a load balancer needs to look elsewhere. Null for 5 in a cluster, 0 alone.
    /// </summary>
    public int? DrainSeconds { get; set; }

    /// <summary>The connection string of the database that makes this process one of a cluster, or null: <c>ClinicalRl:Database</c> or <c>ConnectionStrings:ClinicalRl</c>.</summary>
    public static string? DatabaseOf(IConfiguration configuration)
    {
        var database = configuration["ClinicalRl:Database"] ?? configuration.GetConnectionString("ClinicalRl");
        return string.IsNullOrWhiteSpace(database) ? null : database;
    }
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        if (options.SiloPort is < 1 or > 65_535)
            return ValidateOptionsResult.Fail("ClinicalRl:SiloPort must be 1 to 65,535.");
        if (options.GatewayPort is < 0 or > 65_535)
            return ValidateOptionsResult.Fail("ClinicalRl:GatewayPort must be 0 to 65,535.");
        if (options.AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
            return ValidateOptionsResult.Fail("ClinicalRl:AdvertisedAddress must be an IP address.");
        return options.DrainSeconds is < 0 or > 300
            ? ValidateOptionsResult.Fail("ClinicalRl:DrainSeconds must be 0 to 300.")
            : ValidateOptionsResult.Success;
    }
}
