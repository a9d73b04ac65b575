using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// One thing for the writer to do: an append, or (without one) the note that a log is stored. Either the writer takes it or its
/// caller abandons it, never both.
/// </summary>
internal sealed class JournalWork(EpisodeKey key, JournalAppend? append)
    : TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private State state;

    private enum State
    {
        Pending,
        Taken,
        Abandoned,
    }

    public EpisodeKey Key { get; } = key;

    public JournalAppend? Append { get; } = append;

    public AppendOutcome Outcome { get; set; }

    /// <summary>For the writer: true when it may be written.</summary>
    public bool TryTake() => TryLeavePending(State.Taken);

    /// <summary>For the caller: true when it is certain that it never will be written.</summary>
    public bool TryAbandon() => TryLeavePending(State.Abandoned);

    private bool TryLeavePending(State to) => Interlocked.CompareExchange(ref state, to, State.Pending) == State.Pending;
}
