using System.IO.Compression;
using System.Text;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Bundles;

/// <summary>
/// Writes a bundle as a zip, file after file, then its sums and their signature. The same files, time and key give files of the same bytes; memory is
/// bounded by the largest file. For one caller at a time.
/// </summary>
/// <param name="output">Where the zip goes; it is left open.</param>
/// <param name="time">When the bundle is made: the time of every file in it, between 1980 and 2107.</param>
public sealed class BundleWriter(Stream output, DateTimeOffset time) : IDisposable
{
    private readonly ZipArchive archive = new(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);

    private readonly SortedDictionary<string, Sha256Digest> sums = new(StringComparer.Ordinal);

    /// <summary>The files so far, in ordinal order, and what they hash to.</summary>
    public IReadOnlyDictionary<string, Sha256Digest> Files => sums;

    /// <summary>Adds a file.</summary>
    /// <exception cref="ArgumentException">The name is not valid, is there already or is one of the two that <see cref="FinishAsync"/> writes.</exception>
    public async ValueTask AddAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (!BundleNames.IsValid(name) || name is BundleNames.Sums or BundleNames.Signature || !sums.TryAdd(name, Sha256Digest.Of(bytes.Span)))
            throw new ArgumentException($"'{name}' is no name for another file of a bundle.", nameof(name));
        await WriteAsync(name, bytes, cancellation);
    }

    /// <summary>Adds a text, as UTF-8.</summary>
    public ValueTask AddAsync(string name, string text, CancellationToken cancellation = default) => AddAsync(name, Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Writes sums and signature, and ends the zip.</summary>
    public async ValueTask<BundleSeal> FinishAsync(string tenant, string bundle, ILogSigner signer, CancellationToken cancellation = default)
    {
        var text = new StringBuilder();
        foreach (var (name, digest) in sums)
            text.Append(digest.ToString()).Append("  ").Append(name).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var seal = new BundleSeal(tenant, bundle, sums.Count, Sha256Digest.Of(bytes), time);
        await WriteAsync(BundleNames.Sums, bytes, cancellation);
        await WriteAsync(BundleNames.Signature, Encoding.ASCII.GetBytes(await seal.SignAsync(signer, cancellation) + "\n"), cancellation);
        archive.Dispose();   // writes the zip's directory
        return seal;
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    private async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = time.ToUniversalTime();
        await using var content = await entry.OpenAsync(cancellation);
        await content.WriteAsync(bytes, cancellation);
    }
}
