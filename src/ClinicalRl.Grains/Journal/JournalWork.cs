using System.Data.Common;
using System.Diagnostics;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Telemetry;

namespace ClinicalRl.Grains.Journal;

/// <summary>One thing for the writer to do. Either the writer takes it or its caller abandons it, never both.</summary>
internal abstract class JournalWork() : TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private State state;

    private enum State
    {
        Pending,
        Taken,
        Abandoned,
    }

    public AppendOutcome Outcome { get; set; }

    /// <summary>The span of whoever waits for it, or null.</summary>
    public Activity? Caller { get; } = Traces.Recorded;

    /// <summary>When it was handed over, as <see cref="JournalInstruments.Clock"/> has it.</summary>
    public long Submitted { get; } = JournalInstruments.Clock;

    /// <summary>Writes it, within the transaction of a journal in SQLite.</summary>
    public abstract AppendOutcome Write(SqliteJournalStatements statements);

    /// <summary>For the writer: true when it may be written.</summary>
    public bool TryTake() => TryLeavePending(State.Taken);

    /// <summary>For the caller: true when it is certain that it never will be written.</summary>
    public bool TryAbandon() => TryLeavePending(State.Abandoned);

    private bool TryLeavePending(State to) => Interlocked.CompareExchange(ref state, to, State.Pending) == State.Pending;
}

/// <summary>Records of an episode.</summary>
internal sealed class AppendWork(JournalAppend append) : JournalWork
{
    public JournalAppend Append => append;

    public override AppendOutcome Write(SqliteJournalStatements statements) => statements.Append(append);
}

/// <summary>The note that a log is in the blob store.</summary>
internal sealed class MarkStoredWork(EpisodeKey key) : JournalWork
{
    public EpisodeKey Key => key;

    public override AppendOutcome Write(SqliteJournalStatements statements) => statements.MarkStored(key);
}

/// <summary>Rows of the database's other tables.</summary>
internal sealed class TablesWork(Func<DbConnection, Task> write) : JournalWork
{
    public override AppendOutcome Write(SqliteJournalStatements statements) => statements.Write(write);
}

/// <summary>Entries of a ledger.</summary>
internal sealed class LedgerWork(LedgerTables tables, LedgerAppend append) : JournalWork
{
    public override AppendOutcome Write(SqliteJournalStatements statements)
    {
        var outcome = statements.LedgerOf(tables).Append(append);
        if (outcome == AppendOutcome.Appended)
            statements.Tell(EpisodesSealed.Of(tables, append));
        return outcome;
    }
}
