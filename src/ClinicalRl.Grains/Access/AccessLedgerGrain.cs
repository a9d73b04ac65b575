using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Access;

/// <inheritdoc cref="IAccessLedgerGrain"/>
[GrainType("access-ledger")]
internal sealed class AccessLedgerGrain : Grain, IAccessLedgerGrain
{
    /// <summary>Events that may wait; more are refused at once.</summary>
    private const int MaxWaiting = 4_096;

    private readonly LedgerWriter<AccessEvent> writer;
    private readonly Queue<Waiting> waiting = [];
    private Task? writing;

    public AccessLedgerGrain(IJournal journal, ILogSigner signer, TimeProvider time) =>
        writer = new LedgerWriter<AccessEvent>(Tenant, AccessEvent.LedgerOf(Tenant), journal.Access, signer, time);

    private string Tenant => this.GetPrimaryKeyString();

    public ValueTask RecordAsync(byte[] entry)
    {
        if (!AccessEvent.TryRead(entry, out var read, out var problem) || read.Tenant != Tenant)
            throw new ArgumentException($"The event is not one of this tenant's: {problem}", nameof(entry));
        return new ValueTask(EnterAsync(read));
    }

    public async ValueTask<string> CheckpointAsync()
    {
        var asked = new Waiting(null);
        Submit(asked);
        await asked.Task;
        return asked.Checkpoint!;
    }

    private async Task EnterAsync(AccessEvent entry)
    {
        var one = new Waiting(entry);
        Submit(one);
        await one.Task;
    }

    private void Submit(Waiting one)
    {
        if (waiting.Count >= MaxWaiting)
            throw new LedgerUnavailableException($"The access ledger of {Tenant} has {MaxWaiting} events waiting.");
        waiting.Enqueue(one);
        if (writing is null or { IsCompleted: true })
            writing = WriteAsync();
    }

    /// <summary>Writes what is waiting, batch after batch; the writer is for one at a time.</summary>
    private async Task WriteAsync()
    {
        await Task.Yield();   // whoever else is about to come goes into the first batch
        while (waiting.Count > 0)
        {
            var batch = new List<Waiting>();
            while (batch.Count < LedgerLimits.BatchEntries && waiting.TryDequeue(out var one))
                batch.Add(one);
            try
            {
                await writer.AppendAsync(batch.Select(one => one.Event).OfType<AccessEvent>());
                foreach (var asked in batch.Where(one => one.Event is null))
                    asked.Checkpoint = await writer.CheckpointAsync();
                batch.ForEach(one => one.TrySetResult());
            }
            catch (Exception error)
            {
                batch.ForEach(one => one.TrySetException(error as LedgerUnavailableException ?? new LedgerUnavailableException($"The access ledger of {Tenant} did not answer.")));
            }
        }
    }

    /// <summary>An event to enter, or without one somebody who asks for a checkpoint.</summary>
    private sealed class Waiting(AccessEvent? entry) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public AccessEvent? Event => entry;

        public string? Checkpoint { get; set; }
    }
}
