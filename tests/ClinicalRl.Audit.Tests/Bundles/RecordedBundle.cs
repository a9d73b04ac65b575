using System.IO.Compression;
using System.Text;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.Access;
using ClinicalRl.Testing.Ledger;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.Bundles;

/// <summary>Bundles of corridor logs, and what they come to when somebody packs them anew.</summary>
internal static class RecordedBundle
{
    /// <summary>Access events in the ledger that the bundles tell of, and the place from which on they hold them.</summary>
    public const int AccessEvents = 13;

    public const int AccessFrom = 3;

    public static readonly DateTimeOffset Made = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    /// <summary>A bundle over the first <paramref name="size"/> logs of a ledger and the checkpoints of earlier sizes.</summary>
    public static async Task<byte[]> WriteAsync(RecordedLedger ledger, int size, params long[] earlier)
    {
        using var zip = new MemoryStream();
        using var bundle = new BundleWriter(zip, Made);
        await bundle.AddAsync(BundleNames.Index, "<!doctype html><title>A bundle</title>");
        await bundle.AddAsync(BundleNames.Guide, BundleGuide.Text);
        await bundle.AddAsync("coverage/coverage.csv", "category,environment\n");
        foreach (var (name, bytes) in ledger.Folder(size, earlier))
            await bundle.AddAsync(BundleNames.Logs + name, bytes);
        foreach (var (name, bytes) in RecordedAccess.Files(AccessEvents, AccessFrom))
            await bundle.AddAsync(name, bytes);
        await bundle.FinishAsync("t1", "bn_1", RecordedEpisode.Key);
        return zip.ToArray();
    }

    public static SortedDictionary<string, byte[]> Unpack(byte[] zip)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            files.Add(entry.FullName, bytes.ToArray());
        }

        return files;
    }

    public static MemoryStream Pack(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var content = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                content.Write(bytes);
            }
        }

        zip.Position = 0;
        return zip;
    }

    /// <summary>Makes the sums fit the files again, as anybody can.</summary>
    public static void MakeSumsFit(SortedDictionary<string, byte[]> files) => files[BundleNames.Sums] = Encoding.UTF8.GetBytes(string.Concat(files
        .Where(file => file.Key is not (BundleNames.Sums or BundleNames.Signature))
        .Select(file => $"{Sha256Digest.Of(file.Value)}  {file.Key}\n")));
}
