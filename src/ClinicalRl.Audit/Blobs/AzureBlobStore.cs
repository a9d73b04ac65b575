using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Blobs;

/// <summary>
/// Blobs in an Azure Storage container that exists already. The condition <c>If-None-Match: *</c> keeps what is there from this service; what keeps
/// it from everybody else is the container's locked, time-based immutability policy (<see cref="ProtectionAsync"/>). Each blob carries its SHA-256 as
/// metadata, which is compared when it is read whole.
/// </summary>
public sealed class AzureBlobStore(BlobContainerClient container) : IBlobStore, IBlobRetention
{
    private const int NotFound = 404;
    private const int BadRequest = 400;
    private const int Forbidden = 403;
    private const int Conflict = 409;
    private const int NotImplemented = 501;
    private const int PreconditionFailed = 412;
    private const string Sha256 = "sha256";

    /// <summary>The options of a client whose every call ends: five tries, each of at most 30 seconds, the pauses between them doubling from half a second.</summary>
    public static BlobClientOptions ClientOptions() => new()
    {
        Retry = { Mode = RetryMode.Exponential, MaxRetries = 4, Delay = TimeSpan.FromSeconds(0.5), MaxDelay = TimeSpan.FromSeconds(8), NetworkTimeout = TimeSpan.FromSeconds(30) },
    };

    /// <inheritdoc/>
    public Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) =>
        PutOnceAsync(name, new BinaryData(bytes).ToStream(), Sha256Digest.Of(bytes.Span), cancellation);

    /// <inheritdoc/>
    public async Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default)
    {
        var start = content.Position;
        var digest = await Sha256Digest.OfAsync(content, cancellation);
        content.Position = start;
        return await PutOnceAsync(name, content, digest, cancellation);
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default)
    {
        BlobName.Require(name);
        try
        {
            return await container.GetBlobClient(name).OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellation);
        }
        catch (RequestFailedException error) when (IsMissing(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The bytes are not those that were written.</exception>
    public async Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default)
    {
        BlobName.Require(name);
        try
        {
            var blob = (await container.GetBlobClient(name).DownloadContentAsync(cancellation)).Value;
            var bytes = blob.Content.ToArray();
            return !blob.Details.Metadata.TryGetValue(Sha256, out var written) || written == Sha256Digest.Of(bytes).ToString()
                ? bytes
                : throw new InvalidDataException($"Blob '{name}' is not what was written: its SHA-256 should be {written}.");
        }
        catch (RequestFailedException error) when (IsMissing(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var options = new GetBlobsOptions { Prefix = prefix };
        await foreach (var blob in container.GetBlobsAsync(options, cancellation))
            yield return blob.Name;
    }

    /// <inheritdoc/>
    /// <remarks>Needs version-level immutability on the container. Without it Azure refuses, and the emulator does not know the call.</remarks>
    public async Task<BlobHold> SetHoldAsync(string name, bool isHeld, CancellationToken cancellation = default)
    {
        BlobName.Require(name);
        try
        {
            await container.GetBlobClient(name).SetLegalHoldAsync(isHeld, cancellation);
            return BlobHold.Done;
        }
        catch (RequestFailedException error) when (IsMissing(error))
        {
            return BlobHold.Missing;
        }
        catch (RequestFailedException error) when (error.Status is BadRequest or Conflict or NotImplemented)
        {
            return BlobHold.NotSupported;
        }
    }

    /// <inheritdoc/>
    public async Task<BlobRemoval> RemoveAsync(string name, CancellationToken cancellation = default)
    {
        BlobName.Require(name);
        try
        {
            await container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
            return BlobRemoval.Gone;
        }
        catch (RequestFailedException error) when (error.Status is Forbidden or Conflict)
        {
            return BlobRemoval.Protected;   // a policy or legal hold of Azure's, or a role that may not delete
        }
    }

    /// <summary>What Azure itself does to keep the container's blobs.</summary>
    public async Task<ContainerProtection> ProtectionAsync(CancellationToken cancellation = default)
    {
        var properties = (await container.GetPropertiesAsync(cancellationToken: cancellation)).Value;
        return new ContainerProtection(
            container.Name, properties.HasImmutabilityPolicy == true, properties.HasImmutableStorageWithVersioning, properties.HasLegalHold == true, properties.PublicAccess is not (null or PublicAccessType.None));
    }

    private async Task<bool> PutOnceAsync(string name, Stream content, Sha256Digest digest, CancellationToken cancellation)
    {
        BlobName.Require(name);
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Sha256] = digest.ToString(), ["length"] = content.Length.ToString(CultureInfo.InvariantCulture) },
            TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },   // against loss on the way; the emulator knows no other
        };
        try
        {
            await container.GetBlobClient(name).UploadAsync(content, options, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.Status == PreconditionFailed || (error.Status == Conflict && error.ErrorCode == BlobErrorCode.BlobAlreadyExists))
        {
            return false;
        }
    }

    private static bool IsMissing(RequestFailedException error) => error.Status == NotFound && error.ErrorCode == BlobErrorCode.BlobNotFound;
}
