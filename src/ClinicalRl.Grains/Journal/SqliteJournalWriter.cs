using System.Threading.Channels;
using ClinicalRl.Grains.Episodes;
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
    private readonly SqliteJournalOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Channel<JournalWork> queue;
    private readonly SharedDeadline deadline;
    private readonly Thread thread;
    private SqliteJournalStatements? statements;

    public SqliteJournalWriter(string path, SqliteJournalOptions options, TimeProvider time, ILogger logger)
    {
        (this.path, this.options, this.time, this.logger) = (path, options, time, logger);
        deadline = new SharedDeadline(options.AppendTimeout, time);
        queue = Channel.CreateBounded<JournalWork>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        thread = new Thread(Run) { IsBackground = true, Name = "journal writer" };
        thread.Start();
    }

    /// <summary>
    /// Hands over work and waits, in bounded time, until it is durable. What the writer has not begun by then is never written.
    /// </summary>
    public async ValueTask<AppendOutcome> SubmitAsync(JournalWork work)
    {
        var late = deadline.Token;
        try
        {
            if (!queue.Writer.TryWrite(work))
                await queue.Writer.WriteAsync(work, late);
            return await work.Task.WaitAsync(late);
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            return work.TryAbandon() ? AppendOutcome.Abandoned : AppendOutcome.Unavailable;
        }
    }

    /// <summary>Commits what is waiting, then stops.</summary>
    public void Dispose()
    {
        queue.Writer.TryComplete();
        thread.Join(options.AppendTimeout);
    }

    private void Run()
    {
        var batch = new List<JournalWork>(options.MaxBatch);
        var expected = 1;
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
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
        while (batch.Count < options.MaxBatch && queue.Reader.TryRead(out var work))
        {
            if (work.TryTake())
                batch.Add(work);
        }
    }

    private void Commit(List<JournalWork> batch)
    {
        var begun = time.GetTimestamp();
        try
        {
            statements ??= SqliteJournalStatements.Open(path);
            statements.Begin();
            foreach (var work in batch)
                work.Outcome = work.Write(statements);
            statements.Commit();
        }
        catch (Exception error)
        {
            LogBatchFailed(logger, batch.Count, error);
            foreach (var work in batch)
                work.Outcome = AppendOutcome.Unavailable;
            statements?.Dispose();   // closing rolls back
            statements = null;
        }

        JournalInstruments.BatchSize.Record(batch.Count);
        JournalInstruments.CommitSeconds.Record(time.GetElapsedTime(begun).TotalSeconds);
        foreach (var work in batch)
            work.TrySetResult(work.Outcome);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Count} appends; their callers were told so.")]
    private static partial void LogBatchFailed(ILogger logger, int count, Exception error);
}
