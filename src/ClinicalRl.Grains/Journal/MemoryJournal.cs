using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;

namespace ClinicalRl.Grains.Journal;

/// <summary>A journal that forgets everything when the process ends: for benchmarks and tests only.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock gate = new();
    private readonly Dictionary<EpisodeKey, Entry> entries = [];
    private readonly List<Entry> inOrder = [];

    /// <summary>An empty journal.</summary>
    public MemoryJournal() => Ledger = new MemoryLedgerStore<LedgerEntry>(TryEnter);

    /// <inheritdoc/>
    public ILedgerStore<LedgerEntry> Ledger { get; }

    /// <inheritdoc/>
    public IAccessStore Access { get; } = new MemoryAccessStore();

    /// <inheritdoc/>
    public IReportStore Reports { get; } = new MemoryReportStore();

    /// <inheritdoc/>
    public IJournalTables Tables { get; } = new MemoryTables();

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(JournalAppend append)
    {
        lock (gate)
            return ValueTask.FromResult(Append(append) ? AppendOutcome.Appended : AppendOutcome.Conflict);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(EpisodeKey key, int from = 0, int count = int.MaxValue)
    {
        lock (gate)
        {
            return ValueTask.FromResult<ImmutableArray<ReadOnlyMemory<byte>>>(
                entries.TryGetValue(key, out var entry) ? [.. entry.Records.Skip(from).Take(count)] : []);
        }
    }

    /// <inheritdoc/>
    public ValueTask<EpisodeRow?> FindAsync(EpisodeKey key)
    {
        lock (gate)
            return ValueTask.FromResult(entries.GetValueOrDefault(key)?.Row());
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query)
    {
        lock (gate)
        {
            IEnumerable<Entry> rows = inOrder.Where(entry => entry.Key.Tenant == query.Tenant).Reverse();
            if (query.After is { } after)
                rows = rows.SkipWhile(entry => entry.Key.Episode != after).Skip(1);
            var found = rows.Where(entry => Matches(entry, query)).Take(Math.Clamp(query.Limit, 1, EpisodeQuery.MaxLimit));
            return ValueTask.FromResult<ImmutableArray<EpisodeRow>>([.. found.Select(entry => entry.Row())]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after = null)
    {
        lock (gate)
        {
            var later = after is { } key ? inOrder.SkipWhile(entry => entry.Key != key).Skip(1) : inOrder;
            var unfiled = later.Where(entry => entry.Status != EpisodeStatus.Running && entry.Filing < LogFiling.InLedger);
            return ValueTask.FromResult<ImmutableArray<EpisodeKey>>([.. unfiled.Take(limit).Select(entry => entry.Key)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> MarkStoredAsync(EpisodeKey key)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var entry) || entry.Status == EpisodeStatus.Running)
                return ValueTask.FromResult(AppendOutcome.Conflict);
            entry.Filing = entry.Filing < LogFiling.Stored ? LogFiling.Stored : entry.Filing;
            return ValueTask.FromResult(AppendOutcome.Appended);
        }
    }

    private static bool Matches(Entry entry, EpisodeQuery query) =>
        (query.Environment is null || entry.Opening.Environment == query.Environment)
        && (query.Split is null || entry.Opening.Split == query.Split)
        && (query.Status is null || entry.Status == query.Status)
        && (query.Label is null || entry.Opening.Labels.Contains(query.Label.Value));

    /// <summary>Notes that logs are in the ledger; false, and nothing noted, when one is there already or not sealed.</summary>
    private bool TryEnter(IReadOnlyList<EpisodeKey> keys)
    {
        lock (gate)
        {
            if (keys.Any(key => !entries.TryGetValue(key, out var entry) || entry.Status == EpisodeStatus.Running || entry.Filing == LogFiling.InLedger))
                return false;
            foreach (var key in keys)
                entries[key].Filing = LogFiling.InLedger;
            return true;
        }
    }

    private bool Append(JournalAppend append)
    {
        if (append.Opening is { } opening)
        {
            if (append.FirstSequence != 0 || entries.ContainsKey(append.Key))
                return false;
            var begun = new Entry(append.Key, opening);
            entries.Add(append.Key, begun);
            inOrder.Add(begun);
        }

        if (!entries.TryGetValue(append.Key, out var entry) || entry.Status != EpisodeStatus.Running || entry.Records.Count != append.FirstSequence)
            return false;
        entry.Records.AddRange(append.Records);
        if (append.Closing is { } closing)
            (entry.Status, entry.ClosedSteps) = (closing.Status, closing.Steps);
        return true;
    }

    private sealed class Entry(EpisodeKey key, EpisodeOpening opening)
    {
        public EpisodeKey Key { get; } = key;

        public EpisodeOpening Opening { get; } = opening;

        public List<ReadOnlyMemory<byte>> Records { get; } = [];

        public EpisodeStatus Status { get; set; }

        public int ClosedSteps { get; set; }

        public LogFiling Filing { get; set; }

        public EpisodeRow Row() => new(Key, Opening, Status, Status == EpisodeStatus.Running ? Records.Count - 1 : ClosedSteps, Filing);
    }
}
