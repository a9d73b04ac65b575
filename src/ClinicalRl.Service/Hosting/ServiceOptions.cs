namespace ClinicalRl.Service.Hosting;

/// <summary>Settings of the service, section <c>ClinicalRl</c> of the configuration.</summary>
public sealed class ServiceOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "ClinicalRl";

    /// <summary>Address used when none is configured.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Folder of the journal, grain storage and blobs; made when missing.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>
    /// Whether callers without a key act as tenant <c>dev</c>. Null means: in the Development profile yes, elsewhere no.
    /// True outside Development, or with an address that is not loopback, is refused at start.
    /// </summary>
    public bool? AllowAnonymous { get; set; }

    /// <summary>Whether this start makes and shows one more key of the operator; for when none is left.</summary>
    public bool NewOperatorKey { get; set; }
}
