using System.Collections.Concurrent;
using ClinicalRl.Audit.Blobs;

namespace ClinicalRl.Service.Tests.Retention;

/// <summary>A store over files that, as Azure's, holds single blobs and then removes none of them.</summary>
internal sealed class HoldingBlobStore(string folder) : IBlobStore, IBlobRetention
{
    private readonly FileBlobStore inner = new(folder);

    /// <summary>What is held.</summary>
    public ConcurrentDictionary<string, bool> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a policy of the store's own keeps everything.</summary>
    public bool IsLocked { get; set; }

    public Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) => inner.PutOnceAsync(name, bytes, cancellation);

    public Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default) => inner.PutOnceAsync(name, content, cancellation);

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) => inner.OpenAsync(name, cancellation);

    public Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default) => inner.GetAsync(name, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default) => inner.ListAsync(prefix, cancellation);

    public Task<BlobHold> SetHoldAsync(string name, bool isHeld, CancellationToken cancellation = default)
    {
        Held[name] = isHeld;
        return Task.FromResult(BlobHold.Done);
    }

    public Task<BlobRemoval> RemoveAsync(string name, CancellationToken cancellation = default) =>
        IsLocked || Held.GetValueOrDefault(name) ? Task.FromResult(BlobRemoval.Protected) : inner.RemoveAsync(name, cancellation);
}
