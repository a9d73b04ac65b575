using System.IO.Compression;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.Bundles;

/// <summary>
/// Checks a bundle offline: that its files are those that were signed, that a key vouches for them, each log, and the ledger. Nothing is unpacked to
/// disk. Whatever the bytes, the answer is a report.
/// </summary>
public static class BundleVerifier
{
    /// <summary>Largest file but a log, bytes.</summary>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>Most files.</summary>
    public const int MaxFiles = 250_000;

    /// <summary>Checks everything. A reward document in the bundle that <paramref name="rewards"/> does not hold judges the logs that name its hash.</summary>
    /// <param name="zip">The bundle; it must be seekable.</param>
    /// <param name="catalogue">The environments that logs are played in again.</param>
    /// <param name="rewards">Reward functions besides those in the bundle.</param>
    /// <param name="options">Trusted keys and kept checkpoints. A bundle is always a selection of the ledger.</param>
    /// <param name="progress">Told the number of logs checked.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static async Task<BundleReport> VerifyAsync(
        Stream zip, EnvironmentCatalogue catalogue, RewardLibrary rewards, LedgerVerifierOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var check = new BundleCheck(catalogue, rewards, options ?? new LedgerVerifierOptions());
        try
        {
            await using var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellation);
            return await check.RunAsync(archive, progress, cancellation);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            return check.Unreadable("It is no zip archive, or a damaged one.");
        }
    }
}
