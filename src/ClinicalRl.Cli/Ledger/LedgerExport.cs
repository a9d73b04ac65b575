using System.Globalization;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Client;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Cli.Ledger;

/// <summary>What an export came to.</summary>
/// <param name="TreeSize">Logs in the ledger.</param>
/// <param name="Fetched">Logs that were not in the folder before.</param>
/// <param name="Earlier">Earlier checkpoints in the folder, each with its consistency proof.</param>
internal sealed record ExportResult(long TreeSize, int Fetched, int Earlier);

/// <summary>One export of a tenant's ledger into a folder.</summary>
internal sealed class LedgerExport(ClinicalRlClient client, string folder)
{
    private const int Parallelism = 8;

    private int fetched;

    public async Task<ExportResult> RunAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var text = await client.Ledger.CheckpointAsync(cancel: cancel);
        var latest = Read(Encoding.UTF8.GetString(text)) ?? throw new CommandRefusedException("--url: the service gave no checkpoint.");
        KeepEarlier(latest);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancel };
        await Parallel.ForEachAsync(client.Ledger.EntriesAsync(latest.TreeSize, cancel), options, (item, stop) => SaveAsync(item.Entry.Episode, latest.TreeSize, stop));
        var earlier = await SaveConsistencyAsync(latest, cancel);
        await WriteAsync(EvidenceNames.Keys, await client.Ledger.KeysAsync(cancel), cancel);
        await WriteAsync(EvidenceNames.Checkpoint, text, cancel);
        return new ExportResult(latest.TreeSize, fetched, earlier);
    }

    private static LedgerCheckpoint? Read(string text) => text.EndsWith('\n') && SignedCheckpoint.TryRead(text[..^1], out var signed, out _) ? signed.Checkpoint : null;

    /// <summary>Gives the checkpoint of the export before a name of its own. What it says is for verify to judge.</summary>
    private void KeepEarlier(LedgerCheckpoint latest)
    {
        var path = Path.Combine(folder, EvidenceNames.Checkpoint);
        if (!File.Exists(path) || Read(File.ReadAllText(path)) is not { } before || before == latest)
            return;
        if (before.TreeSize > latest.TreeSize)
        {
            throw new CommandRefusedException(FormattableString.Invariant(
                $"--url: the service shows a ledger of {latest.TreeSize} entries, and the checkpoint in the folder was signed over {before.TreeSize}: it lost entries. Nothing was changed."));
        }

        File.Move(path, Path.Combine(folder, EvidenceNames.Earlier(before.TreeSize)), overwrite: true);
    }

    private async ValueTask SaveAsync(string episode, long size, CancellationToken cancel)
    {
        if (!EpisodeKey.IsId(episode))
            throw new CommandRefusedException("--url: the service names an episode that is no id.");
        var log = episode + EvidenceNames.Log;
        if (!File.Exists(Path.Combine(folder, log)))
        {
            await using var stream = await client.Episodes.OpenLogAsync(episode, cancel);
            var unfinished = Path.Combine(folder, log + ".unfinished");
            await using (var file = File.Create(unfinished))
                await stream.CopyToAsync(file, cancel);
            File.Move(unfinished, Path.Combine(folder, log));
            Interlocked.Increment(ref fetched);
        }

        await WriteAsync(EvidenceNames.ProofOf(log), await client.Ledger.InclusionProofAsync(episode, size, cancel), cancel);
    }

    /// <summary>Proves that the latest checkpoint continues each one in the folder.</summary>
    private async Task<int> SaveConsistencyAsync(LedgerCheckpoint latest, CancellationToken cancel)
    {
        var count = 0;
        foreach (var path in Directory.GetFiles(folder, EvidenceNames.EarlierPrefix + "*"))
        {
            count++;
            var size = Path.GetFileNameWithoutExtension(path)[EvidenceNames.EarlierPrefix.Length..];
            if (long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from >= 1 && from <= latest.TreeSize)
                await WriteAsync(EvidenceNames.Consistency(from), await client.Ledger.ConsistencyProofAsync(from, latest.TreeSize, cancel), cancel);
        }

        return count;
    }

    private Task WriteAsync(string name, byte[] bytes, CancellationToken cancel) => File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, cancel);
}
