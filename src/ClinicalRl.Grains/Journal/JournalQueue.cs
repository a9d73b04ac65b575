using System.Threading.Channels;
using ClinicalRl.Grains.Telemetry;

namespace ClinicalRl.Grains.Journal;

/// <summary>What waits for a journal's one writer, in order and bounded.</summary>
internal sealed class JournalQueue
{
    private readonly Channel<JournalWork> queue;
    private readonly SharedDeadline deadline;
    private readonly IDisposable depth;

    public JournalQueue(JournalOptions options, TimeProvider time)
    {
        queue = Channel.CreateBounded<JournalWork>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        deadline = new SharedDeadline(options.AppendTimeout, time);
        depth = QueueInstruments.WatchDepth("journal", () => queue.Reader.Count);
    }

    /// <summary>
    /// Hands over work and waits, in bounded time, until it is durable. What the writer has not begun by then is never written, and what finds the queue
    /// full is refused at once: whoever asks is better told to come back than kept waiting behind thousands.
    /// </summary>
    public async ValueTask<AppendOutcome> SubmitAsync(JournalWork work)
    {
        var late = deadline.Token;
        try
        {
            if (queue.Writer.TryWrite(work))
                return await work.Task.WaitAsync(late);
            JournalInstruments.Refused.Add(1);
            return AppendOutcome.Abandoned;
        }
        catch (OperationCanceledException)
        {
            return work.TryAbandon() ? AppendOutcome.Abandoned : AppendOutcome.Unavailable;
        }
    }

    /// <summary>False when no more will come.</summary>
    public ValueTask<bool> WaitAsync() => queue.Reader.WaitToReadAsync();

    /// <summary>Takes the next work that is still wanted.</summary>
    public bool TryTake(out JournalWork? work)
    {
        while (queue.Reader.TryRead(out work))
        {
            if (work.TryTake())
                return true;
        }

        return false;
    }

    /// <summary>Refuses what comes from now on.</summary>
    public void Complete()
    {
        queue.Writer.TryComplete();
        depth.Dispose();
    }
}
