namespace ClinicalRl.Audit.Blobs;

/// <summary>
/// Write-once storage of named byte strings. What is written is never changed, and only <see cref="IBlobRetention"/> removes any. Names are checked by
/// <see cref="BlobName"/>; a bad one throws <see cref="ArgumentException"/>.
/// </summary>
public interface IBlobStore
{
    /// <summary>Writes a blob, whole or not at all. False, and nothing changed, when there is one of that name.</summary>
    Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default);

    /// <summary>The same of what <paramref name="content"/> holds from where it stands to its end; it must be seekable.</summary>
    Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default);

    /// <summary>A blob to read from any place, for its caller to dispose of, or null when there is none of that name.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default);

    /// <summary>A blob's bytes, or null when there is none of that name.</summary>
    Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default);

    /// <summary>Names that begin with <paramref name="prefix"/> (any string), in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default);
}
