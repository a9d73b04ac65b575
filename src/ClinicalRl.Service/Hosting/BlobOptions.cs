using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>Where sealed logs and bundles are kept, section <c>ClinicalRl:Blobs</c>. With neither setting they are files in the data folder.</summary>
public sealed class BlobOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "ClinicalRl:Blobs";

    /// <summary>Address of an Azure container, such as <c>https://account.blob.core.windows.net/runlogs</c>; the process's own identity must be allowed to write to it.</summary>
    public string? Container { get; set; }

    /// <summary>Connection string of an Azure storage account; for emulators, and where there are no identities. Not together with <see cref="Container"/>.</summary>
    public string? Connection { get; set; }

    /// <summary>The container's name, with <see cref="Connection"/>.</summary>
    public string ContainerName { get; set; } = "clinicalrl";

    /// <summary>Whether blobs are in Azure.</summary>
    internal bool IsAzure => !string.IsNullOrEmpty(Container) || !string.IsNullOrEmpty(Connection);
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class BlobOptionsValidator : IValidateOptions<BlobOptions>
{
    public ValidateOptionsResult Validate(string? name, BlobOptions options)
    {
        if (!string.IsNullOrEmpty(options.Container) && !string.IsNullOrEmpty(options.Connection))
            return ValidateOptionsResult.Fail("ClinicalRl:Blobs:Container and ClinicalRl:Blobs:Connection exclude each other; give one.");
        if (!string.IsNullOrEmpty(options.Container) && (!Uri.TryCreate(options.Container, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.AbsolutePath.Trim('/').Length == 0))
            return ValidateOptionsResult.Fail("ClinicalRl:Blobs:Container must be the https address of a container, such as https://account.blob.core.windows.net/runlogs.");
        if (string.IsNullOrEmpty(options.Connection))
            return ValidateOptionsResult.Success;
        try
        {
            _ = new BlobServiceClient(options.Connection).GetBlobContainerClient(options.ContainerName);
            return ValidateOptionsResult.Success;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return ValidateOptionsResult.Fail("ClinicalRl:Blobs:Connection must be the connection string of a storage account.");
        }
    }
}
