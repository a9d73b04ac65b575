using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ClinicalRl.Audit.Blobs;

/// <summary>
/// Blobs in an Azure Storage container that exists already; nothing but the condition <c>If-None-Match: *</c> keeps what is there, so
/// in production the container also has a locked, time-based immutability policy.
/// </summary>
public sealed class AzureBlobStore(BlobContainerClient container) : IBlobStore
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <inheritdoc/>
    public async Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        BlobName.Require(name);
        var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await container.GetBlobClient(name).UploadAsync(new BinaryData(bytes), onlyNew, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.Status == PreconditionFailed || (error.Status == Conflict && error.ErrorCode == BlobErrorCode.BlobAlreadyExists))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default)
    {
        BlobName.Require(name);
        try
        {
            var content = await container.GetBlobClient(name).DownloadContentAsync(cancellation);
            return content.Value.Content.ToArray();
        }
        catch (RequestFailedException error) when (error.Status == NotFound && error.ErrorCode == BlobErrorCode.BlobNotFound)
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
}
