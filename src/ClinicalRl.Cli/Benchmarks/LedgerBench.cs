using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Statistics.Resampling;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Times of a ledger in the journal's SQLite file, with every commit on disk and every checkpoint signed.</summary>
internal static class LedgerBench
{
    /// <summary>Entries of the ledger measured.</summary>
    public const int Entries = 100_000;

    private const string Tenant = "bench";
    private const int Alone = 500;
    private const int Proofs = 2_000;
    private const int Together = 512;
    private const double AppendLimit = 1_000;
    private const double ProofLimit = 20_000;

    private static readonly DateTimeOffset Time = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Fills a ledger of its own with <paramref name="count"/> entries, at least 1,000, and asks it for proofs.</summary>
    public static async Task<IReadOnlyList<TimedResult>> RunAsync(int count, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-bench-");
        try
        {
            using var journal = new SqliteJournal(Path.Combine(folder.FullName, "journal.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
            using var key = new LogSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
            return await RunAsync(journal, key, count, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<TimedResult>> RunAsync(SqliteJournal journal, LogSigningKey key, int count, CancellationToken cancel)
    {
        await SealAsync(journal, count, cancel);
        var entries = Enumerable.Range(0, count).Select(i => new LedgerEntry(Tenant, NameOf(i), Sha256Digest.Of(Encoding.ASCII.GetBytes(NameOf(i))), Time)).ToArray();
        var writer = new LedgerWriter<LedgerEntry>(Tenant, Tenant, journal.Ledger, key, TimeProvider.System);
        var chance = CounterGenerator.FromText("bench|ledger|v1");
        var batches = entries[..^Alone].Chunk(LedgerLimits.BatchEntries).ToList();
        List<TimedResult> results =
        [
            // A batch is one commit: its time over its entries is what one costs when many end at once.
            await MeasureAsync("append with a checkpoint for each batch of 256, an entry", AppendLimit, batches.Count, async i => await writer.AppendAsync(batches[i]), cancel, entries: count - Alone),
            await MeasureAsync("append with a checkpoint for each entry", AppendLimit, Alone, async i => await writer.AppendAsync([entries[count - Alone + i]]), cancel, entries: Alone),
            await MeasureAsync($"inclusion proof, of {count}", ProofLimit, Proofs, async i => await journal.Ledger.ProveInclusionAsync(Tenant, chance.Index((ulong)i, count), count), cancel),
            await MeasureAsync($"consistency proof, to {count}", ProofLimit, Proofs, async i => await journal.Ledger.ProveConsistencyAsync(Tenant, 1 + chance.Index((ulong)(i + Proofs), count), count), cancel),
        ];
        var proof = await journal.Ledger.ProveInclusionAsync(Tenant, count / 3, count);
        _ = SignedCheckpoint.TryRead(await writer.CheckpointAsync(), out var checkpoint, out _);
        results.Add(await MeasureAsync("verify an inclusion proof", ProofLimit, Proofs, _ => proof.Holds(checkpoint!.Checkpoint.RootHash)
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException("The ledger's proof does not hold."), cancel));
        return results;
    }

    /// <summary>Sealed episodes for the ledger to hold: the shortest records a journal takes.</summary>
    private static async Task SealAsync(SqliteJournal journal, int count, CancellationToken cancel)
    {
        var opening = new EpisodeOpening { Created = Time, Environment = "bench", Version = "1.0.0", Split = "train", Difficulty = "standard" };
        for (var first = 0; first < count; first += Together)
        {
            cancel.ThrowIfCancellationRequested();
            var outcomes = await Task.WhenAll(Enumerable.Range(first, Math.Min(Together, count - first)).Select(i => journal.AppendAsync(
                new JournalAppend(new EpisodeKey(Tenant, NameOf(i)), 0, ["{}"u8.ToArray(), "{}"u8.ToArray()]) { Opening = opening, Closing = new EpisodeClosing(EpisodeStatus.Aborted, 0) }).AsTask()));
            if (outcomes.Any(outcome => outcome != AppendOutcome.Appended))
                throw new InvalidOperationException("The journal did not take the episodes.");
        }
    }

    /// <summary>
    /// The median time of one of <paramref name="count"/> runs, and the mean of its processor time; when the runs append <paramref name="entries"/>, both are means
    /// over those, since a commit now and then takes longer for all.
    /// </summary>
    private static async Task<TimedResult> MeasureAsync(string name, double limit, int count, Func<int, ValueTask> run, CancellationToken cancel, int entries = 0)
    {
        var times = new List<double>(count);
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var one = Stopwatch.StartNew();
            await run(i);
            times.Add(one.Elapsed.TotalMicroseconds);
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        return new TimedResult(name, entries > 0 ? times.Sum() / entries : times[count / 2], processor.TotalMicroseconds / (entries > 0 ? entries : count), limit);
    }

    private static string NameOf(int i) => FormattableString.Invariant($"ep_{i:0000000}");
}
