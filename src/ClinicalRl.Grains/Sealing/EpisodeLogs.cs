using System.Collections.Immutable;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Sealing;

/// <summary>
/// Run logs as they are or will be in the blob store. A stored log is read from there; any other is made from the journal, line by line,
/// each proven by the hash that was made durable before its answer.
/// </summary>
internal sealed class EpisodeLogs(EpisodeEngine engine, IJournal journal, IBlobStore blobs)
{
    /// <summary>Where an episode's sealed log is kept.</summary>
    public static string BlobNameOf(EpisodeKey key) => $"runlogs/{key.Tenant}/{key.Episode}.jsonl";

    /// <summary>The log; null when there is no such episode.</summary>
    /// <exception cref="EpisodeUnrecoverableException">It is not in the store and this service cannot make it.</exception>
    public async ValueTask<byte[]?> ReadAsync(EpisodeKey key) =>
        await journal.FindAsync(key) is { } row ? await StoredAsync(row) ?? RunLogWriter.Join((await MakeAsync(key)).AsSpan()) : null;

    /// <summary>The log's lines, made from the journal.</summary>
    /// <exception cref="EpisodeUnrecoverableException">A line does not come out as it was recorded.</exception>
    public async ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> MakeAsync(EpisodeKey key) =>
        (await engine.RecoverAsync(key, await journal.ReadAsync(key))).Lines;

    /// <summary>Whether <paramref name="log"/> is, line by line, what the journal recorded. Needs no replay, so it can be told of any version's log.</summary>
    public async ValueTask<bool> IsAsRecordedAsync(EpisodeKey key, ReadOnlyMemory<byte> log)
    {
        var records = await journal.ReadAsync(key);
        foreach (var record in records)
        {
            var end = log.Span.IndexOf((byte)'\n');
            if (end < 0)
                return false;
            var line = log[..end];
            var same = StepEntry.TryRead(record, out _) is { } step ? Sha256Digest.Of(line.Span) == step.Line : line.Span.SequenceEqual(record.Span);
            if (!same)
                return false;
            log = log[(end + 1)..];
        }

        return log.IsEmpty && !records.IsEmpty;
    }

    /// <summary>Checks the log as an auditor with the service's keys and secrets would; null when there is no such episode.</summary>
    public async ValueTask<RunLogReport?> VerifyAsync(EpisodeKey key)
    {
        if (await journal.FindAsync(key) is not { } row)
            return null;
        try
        {
            var stored = await StoredAsync(row);
            var report = await engine.VerifyAsync(key, stored ?? RunLogWriter.Join((await MakeAsync(key)).AsSpan()));
            if (row.Filing == LogFiling.InLedger && !await IsInLedgerAsync(key, report))
                report = report.With(new RunLogFinding("ledger", 0, "The ledger holds another log of this episode, or none."));
            return row.Stored && stored is null ? report.With(new RunLogFinding("blob", 0, "The log was stored and is no longer in the blob store.")) : report;
        }
        catch (EpisodeUnrecoverableException error)
        {
            return RunLogReport.Unreadable("journal", error.Message);
        }
    }

    private async ValueTask<bool> IsInLedgerAsync(EpisodeKey key, RunLogReport report) =>
        await journal.Ledger.FindAsync(key.Tenant, key.Episode) is { } place
        && (await journal.Ledger.ReadAsync(key.Tenant, place, 1)) is [var entry] && entry.Episode == key.Episode && entry.Log == report.LogHash;

    private async ValueTask<byte[]?> StoredAsync(EpisodeRow row) => row.Stored ? await blobs.GetAsync(BlobNameOf(row.Key)) : null;
}
