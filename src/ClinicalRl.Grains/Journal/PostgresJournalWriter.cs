using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Usage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// Group commit: one loop takes what is waiting, writes it in one round trip and one transaction and answers all callers after the commit. While
/// it waits for the database the next callers gather. After a failure the connection is opened anew.
/// </summary>
internal sealed partial class PostgresJournalWriter : IAsyncDisposable
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMicroseconds(500);

    private const int MaxPauses = 1_000;

    private readonly NpgsqlDataSource source;
    private readonly JournalOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly JournalQueue queue;
    private readonly Queue<JournalWork> next = [];
    private readonly HashSet<EpisodeKey> episodes = [];
    private readonly Task loop;
    private PostgresAppends? appends;

    public PostgresJournalWriter(NpgsqlDataSource source, JournalOptions options, TimeProvider time, ILogger logger)
    {
        (this.source, this.options, this.time, this.logger) = (source, options, time, logger);
        queue = new JournalQueue(options, time);
        loop = Task.Run(RunAsync);
    }

    /// <inheritdoc cref="JournalQueue.SubmitAsync"/>
    public ValueTask<AppendOutcome> SubmitAsync(JournalWork work) => queue.SubmitAsync(work);

    /// <summary>Commits what is waiting, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Complete();
        await loop.WaitAsync(options.AppendTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        var batch = new List<JournalWork>(options.MaxBatch);
        var expected = 1;
        while (next.Count > 0 || await queue.WaitAsync())
        {
            await FillAsync(batch, expected);
            expected = batch.Count;
            if (batch.Count > 0)
                await CommitAsync(batch);
            batch.Clear();
        }

        if (appends is not null)
            await appends.DisposeAsync();
    }

    /// <summary>
    /// Takes what is waiting. A round trip costs nearly the same for one append or a hundred, and the callers just answered are about to come back: when
    /// fewer are here than were in the last batch, it lets others run for a moment. A lone caller never waits. A second append to one episode waits for
    /// the next batch: in one statement neither could be told from the other.
    /// </summary>
    private async ValueTask FillAsync(List<JournalWork> batch, int expected)
    {
        episodes.Clear();
        for (var held = next.Count; held > 0; held--)
            Take(next.Dequeue(), batch);
        Drain(batch);
        var begun = time.GetTimestamp();
        for (var pause = 0; pause < MaxPauses && batch.Count < expected && time.GetElapsedTime(begun) < MaxPause; pause++)
        {
            await Task.Yield();
            Drain(batch);
        }
    }

    private void Drain(List<JournalWork> batch)
    {
        while (batch.Count < options.MaxBatch && next.Count < options.MaxBatch && queue.TryTake(out var work))
            Take(work!, batch);
    }

    private void Take(JournalWork work, List<JournalWork> batch)
    {
        if (batch.Count < options.MaxBatch && episodes.Add(PostgresAppends.EpisodeOf(work)))
            batch.Add(work);
        else
            next.Enqueue(work);
    }

    private async Task CommitAsync(List<JournalWork> batch)
    {
        var begun = time.GetTimestamp();
        var commit = JournalInstruments.BeginCommit(batch);
        try
        {
            await WriteAsync(batch);
        }
        catch (Exception error)
        {
            await FailedAsync(batch, error);
        }

        commit?.Dispose();
        JournalInstruments.Committed(batch, time.GetElapsedTime(begun));
        foreach (var work in batch)
            work.TrySetResult(work.Outcome);
    }

    private async Task WriteAsync(IReadOnlyList<JournalWork> batch)
    {
        appends ??= await PostgresAppends.OpenAsync(source);
        await appends.WriteAsync(batch, UsageCount.DayOf(time.GetUtcNow()));
    }

    /// <summary>
    /// When the database refused the statement nothing of it was written: each append is tried by itself, so that one that can never be written, or
    /// met another silo's in a deadlock, fails nobody else. When the connection failed, nobody knows.
    /// </summary>
    private async Task FailedAsync(List<JournalWork> batch, Exception error)
    {
        LogBatchFailed(logger, batch.Count, error);
        await ForgetAsync();
        foreach (var work in batch)
            work.Outcome = AppendOutcome.Unavailable;
        if (!WasRefused(error))
            return;
        foreach (var work in batch)
        {
            try
            {
                await WriteAsync([work]);
            }
            catch (Exception again)
            {
                LogBatchFailed(logger, 1, again);
                work.Outcome = AppendOutcome.Unavailable;
                await ForgetAsync();
                if (!WasRefused(again))
                    return;
            }
        }
    }

    /// <summary>An error of a statement, not of the connection or the server (classes 08, 57 and 58 and whatever is more than an error).</summary>
    private static bool WasRefused(Exception error) =>
        error is PostgresException { Severity: "ERROR" } refused && !refused.SqlState.StartsWith("08", StringComparison.Ordinal) && !refused.SqlState.StartsWith('5');

    private async Task ForgetAsync()
    {
        var failed = appends;
        appends = null;
        if (failed is not null)
            await failed.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Count} appends; what could not be written alone either, its callers were told.")]
    private static partial void LogBatchFailed(ILogger logger, int count, Exception error);
}
