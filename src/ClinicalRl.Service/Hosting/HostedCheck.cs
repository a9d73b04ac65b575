using ClinicalRl.Service.Cluster;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>
/// Refuses to start a hosted service on what is fit for one machine only. Without a database, or in the Development profile, everything is
/// allowed: that is the service somebody tries out.
/// </summary>
internal static class HostedCheck
{
    /// <summary>Name of the setting that takes the log-signing key out of the data folder.</summary>
    public const string KeyVaultKey = "ClinicalRl:Signing:KeyVaultKey";

    /// <summary>Whether it is hosted: a silo on a shared database, and not in the Development profile.</summary>
    public static bool IsHosted(IConfiguration configuration, IHostEnvironment environment) =>
        ClusterOptions.DatabaseOf(configuration) is not null && !environment.IsDevelopment();

    /// <summary>Throws with everything that is wrong, each with its mend.</summary>
    /// <exception cref="OptionsValidationException">Something is not fit and was not accepted.</exception>
    public static void Require(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!IsHosted(configuration, environment))
            return;
        var accepted = configuration.GetSection(AcceptedRisks.Section).Get<AcceptedRisks>() ?? new AcceptedRisks();
        var refusals = Refusals(configuration, accepted).ToList();
        if (refusals.Count > 0)
            throw new OptionsValidationException(AcceptedRisks.Section, typeof(AcceptedRisks), refusals);
    }

    private static IEnumerable<string> Refusals(IConfiguration configuration, AcceptedRisks accepted)
    {
        if (!accepted.DevelopmentTenant && string.IsNullOrEmpty(configuration[FirstKeyOptions.Setting]))
        {
            yield return "A hosted service makes no development key, for the console that shows it is kept as a log: give the SHA-256 of a key you made as ClinicalRl:FirstKey, "
                + "or accept the risk by ClinicalRl:Accept:DevelopmentTenant=true.";
        }

        if (!accepted.UnprotectedBlobs && configuration.GetSection(BlobOptions.Section).Get<BlobOptions>() is not { IsAzure: true })
        {
            yield return "A hosted service keeps no sealed logs in its data folder, where they can be changed: give a container with an immutability policy as ClinicalRl:Blobs:Container, "
                + "or accept the risk by ClinicalRl:Accept:UnprotectedBlobs=true.";
        }

        if (!accepted.FileSigningKey && string.IsNullOrEmpty(configuration[KeyVaultKey]))
        {
            yield return $"A hosted service keeps no signing key in its data folder, where it can be copied: give a P-256 key of Azure Key Vault as {KeyVaultKey}, "
                + "or accept the risk by ClinicalRl:Accept:FileSigningKey=true.";
        }
    }
}
