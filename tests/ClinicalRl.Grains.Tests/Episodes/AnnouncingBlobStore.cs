using System.Text;
using ClinicalRl.Audit.Blobs;

namespace ClinicalRl.Grains.Tests.Episodes;

/// <summary>A blob store that says when its first blob is there, and can fail before that.</summary>
internal sealed class AnnouncingBlobStore(IBlobStore inner) : IBlobStore
{
    public Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default) => inner.PutOnceAsync(name, content, cancellation);

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) => inner.OpenAsync(name, cancellation);

    private readonly TaskCompletionSource<(string Name, string Text)> put = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<(string Name, string Text)> FirstPut => put.Task;

    public int FailuresToCome { get; set; }

    public async Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (FailuresToCome-- > 0)
            throw new IOException("The store is away.");
        var created = await inner.PutOnceAsync(name, bytes, cancellation);
        if (created)
            put.TrySetResult((name, Encoding.UTF8.GetString((await inner.GetAsync(name, cancellation))!)));
        return created;
    }

    public Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default) => inner.GetAsync(name, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default) => inner.ListAsync(prefix, cancellation);
}
