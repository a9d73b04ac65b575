using ClinicalRl.Grains.Usage;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// Group commit: a thread of its own takes what is waiting, writes it as one transaction and answers all callers after the commit.
/// A failed transaction fails all its callers, the connection is opened anew, and the writer goes on.
/// </summary>
internal sealed partial class SqliteJournalWriter : IDisposable
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMicroseconds(300);

    private const int MaxPauses = 1_000;

    private readonly string path;
    private readonly JournalOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly JournalQueue queue;
    private readonly Thread thread;
    private SqliteJournalStatements? statements;

    public SqliteJournalWriter(string path, JournalOptions options, TimeProvider time, ILogger logger)
    {
        (this.path, this.options, this.time, this.logger) = (path, options, time, logger);
        queue = new JournalQueue(options, time);
        thread = new Thread(Run) { IsBackground = true, Name = "journal writer" };
        thread.Start();
    }

    /// <inheritdoc cref="JournalQueue.SubmitAsync"/>
    public ValueTask<AppendOutcome> SubmitAsync(JournalWork work) => queue.SubmitAsync(work);

    /// <summary>Commits what is waiting, then stops.</summary>
    public void Dispose()
    {
        queue.Complete();
        thread.Join(options.AppendTimeout);
    }

    private void Run()
    {
        var batch = new List<JournalWork>(options.MaxBatch);
        var expected = 1;
        while (queue.WaitAsync().AsTask().GetAwaiter().GetResult())
        {
            Fill(batch, expected);
            expected = batch.Count;
            if (batch.Count > 0)
                Commit(batch);
            batch.Clear();
        }

        statements?.Dispose();
    }

    /// <summary>
    /// Takes what is waiting. A commit costs the same for one append or a hundred, and the callers just answered are about to come
    /// back: when fewer are here than were in the last batch, it lets others run for a moment. A lone caller never waits.
    /// </summary>
    private void Fill(List<JournalWork> batch, int expected)
    {
        Drain(batch);
        var begun = time.GetTimestamp();
        for (var pause = 0; pause < MaxPauses && batch.Count < expected && time.GetElapsedTime(begun) < MaxPause; pause++)
        {
            Thread.Sleep(0);
            Drain(batch);
        }
    }

    private void Drain(List<JournalWork> batch)
    {
        while (batch.Count < options.MaxBatch && queue.TryTake(out var work))
            batch.Add(work!);
    }

    private void Commit(List<JournalWork> batch)
    {
        var begun = time.GetTimestamp();
        var commit = JournalInstruments.BeginCommit(batch);
        try
        {
            statements ??= SqliteJournalStatements.Open(path);
            statements.Begin();
            foreach (var work in batch)
                work.Outcome = work.Write(statements);
            statements.Commit(UsageCount.DayOf(time.GetUtcNow()));
        }
        catch (Exception error)
        {
            LogBatchFailed(logger, batch.Count, error);
            foreach (var work in batch)
                work.Outcome = AppendOutcome.Unavailable;
            statements?.Dispose();   // closing rolls back
            statements = null;
        }

        commit?.Dispose();
        JournalInstruments.Committed(batch, time.GetElapsedTime(begun));
        foreach (var work in batch)
            work.TrySetResult(work.Outcome);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Count} appends; their callers were told so.")]
    private static partial void LogBatchFailed(ILogger logger, int count, Exception error);
}
