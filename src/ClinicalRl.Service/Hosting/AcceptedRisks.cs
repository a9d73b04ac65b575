namespace ClinicalRl.Service.Hosting;

/// <summary>
/// What a hosted service (a database, and a profile other than Development) starts with only when whoever runs it says so here, section <c>ClinicalRl:Accept</c>.
/// Each is a way to lose or forge what the logs are to prove.
/// </summary>
public sealed class AcceptedRisks
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = ServiceOptions.Section + ":Accept";

    /// <summary>Accepts that the first start makes tenant <c>dev</c> and the operator and shows their keys on the console, which a hosted service's log keeps.</summary>
    public bool DevelopmentTenant { get; set; }

    /// <summary>Accepts sealed logs where somebody can change or delete them: in the data folder, or in a container without an immutability policy.</summary>
    public bool UnprotectedBlobs { get; set; }

    /// <summary>Accepts a log-signing key in the data folder: whoever can read the file can sign other logs with it.</summary>
    public bool FileSigningKey { get; set; }
}
