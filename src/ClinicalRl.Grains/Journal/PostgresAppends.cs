using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Usage;
using Npgsql;
using NpgsqlTypes;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// The writer's connection, and its statements: one a kind of work, over arrays, all sent together and so one transaction. An append is written whole
/// or not at all within its statement: its first record decides, and rows are given in the order of their keys, so that silos wait for each other
/// in one order.
/// </summary>
internal sealed class PostgresAppends : IAsyncDisposable
{
    /// <summary>Episodes kept in memory; beyond it all are forgotten and looked up again.</summary>
    private const int MaxKnown = 65_536;

    private const string Find =
        "SELECT e.tenant, e.episode, e.number FROM unnest($1::text[], $2::text[]) g(tenant, episode) JOIN episodes e ON e.tenant = g.tenant AND e.episode = g.episode";

    // Adds up what was written, of the rows of 'given' whose number is in 'written'.
    private const string Count =
        """
        counted AS (
            INSERT INTO journal_usage AS u (tenant, day, writer, begun, steps, sealed, bytes)
            SELECT g.tenant, g.day, pg_backend_pid(), 0, sum(g.steps_added), sum(g.sealed), sum(g.bytes) FROM given g JOIN written w ON w.number = g.number GROUP BY g.tenant, g.day
            ON CONFLICT (tenant, day, writer) DO UPDATE SET steps = u.steps + excluded.steps, sealed = u.sealed + excluded.sealed, bytes = u.bytes + excluded.bytes)
        """;

    // For a place after one that this connection wrote: records are never deleted, and a seal by another writer would have this place.
    private const string After =
        $"""
        WITH given AS (
            SELECT g.*, 1 AS steps_added, 0 AS sealed, octet_length(g.record) AS bytes
            FROM unnest($1::bigint[], $2::integer[], $3::bytea[], $4::text[], $5::integer[]) g(number, sequence, record, tenant, day)),
        written AS (INSERT INTO records (number, sequence, record) SELECT g.number, g.sequence, g.record FROM given g ON CONFLICT DO NOTHING RETURNING number),
        {Count}
        SELECT number FROM written
        """;

    // The record before must be there and the log open: a journal has no gaps and nothing after a seal.
    private const string Next =
        $"""
        WITH given AS (
            SELECT * FROM unnest($1::bigint[], $2::integer[], $3::bytea[], $4::boolean[], $5::integer[], $6::integer[], $10::text[], $11::integer[], $12::bigint[], $13::bigint[], $14::bigint[])
            g(number, sequence, record, follows, status, steps, tenant, day, steps_added, sealed, bytes)),
        written AS (
            INSERT INTO records (number, sequence, record) SELECT g.number, g.sequence, g.record FROM given g
            WHERE g.follows OR (EXISTS (SELECT 1 FROM records p WHERE p.number = g.number AND p.sequence = g.sequence - 1)
                AND (SELECT e.status FROM episodes e WHERE e.number = g.number) = 0)
            ON CONFLICT DO NOTHING RETURNING number),
        rest AS (
            INSERT INTO records (number, sequence, record) SELECT r.number, r.sequence, r.record
            FROM unnest($7::bigint[], $8::integer[], $9::bytea[]) r(number, sequence, record) JOIN written w ON w.number = r.number),
        closed AS (UPDATE episodes e SET status = g.status, steps = g.steps FROM given g JOIN written w ON w.number = g.number WHERE e.number = g.number AND g.status <> 0),
        {Count}
        SELECT number FROM written
        """;

    private const string Begin =
        """
        WITH opened AS (
            INSERT INTO episodes (tenant, episode, created, environment, version, split, difficulty, labels, parent, status, steps)
            SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::integer[], $11::integer[])
            ON CONFLICT DO NOTHING RETURNING number, tenant, episode),
        lines AS (
            INSERT INTO records (number, sequence, record) SELECT o.number, r.sequence, r.record
            FROM unnest($12::text[], $13::text[], $14::integer[], $15::bytea[]) r(tenant, episode, sequence, record)
            JOIN opened o ON o.tenant = r.tenant AND o.episode = r.episode),
        tags AS (
            INSERT INTO labels (tenant, name, value, number) SELECT o.tenant, l.name, l.value, o.number
            FROM unnest($16::text[], $17::text[], $18::text[], $19::text[]) l(tenant, episode, name, value)
            JOIN opened o ON o.tenant = l.tenant AND o.episode = l.episode),
        counted AS (
            INSERT INTO journal_usage AS u (tenant, day, writer, begun, steps, sealed, bytes)
            SELECT g.tenant, g.day, pg_backend_pid(), count(*), sum(g.steps_added), sum(g.sealed), sum(g.bytes)
            FROM unnest($1::text[], $2::text[], $20::integer[], $21::bigint[], $22::bigint[], $23::bigint[]) g(tenant, episode, day, steps_added, sealed, bytes)
            JOIN opened o ON o.tenant = g.tenant AND o.episode = g.episode GROUP BY g.tenant, g.day
            ON CONFLICT (tenant, day, writer) DO UPDATE
            SET begun = u.begun + excluded.begun, steps = u.steps + excluded.steps, sealed = u.sealed + excluded.sealed, bytes = u.bytes + excluded.bytes)
        SELECT tenant, episode, number FROM opened
        """;

    private const string Store =
        """
        UPDATE episodes e SET stored = greatest(e.stored, 1) FROM unnest($1::text[], $2::text[]) g(tenant, episode)
        WHERE e.tenant = g.tenant AND e.episode = g.episode AND e.status <> 0 RETURNING e.tenant, e.episode
        """;

    private readonly NpgsqlConnection connection;
    private readonly Dictionary<EpisodeKey, KnownEpisode> known = [];

    private PostgresAppends(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>A connection of its own, whose commits survive power loss.</summary>
    public static async Task<PostgresAppends> OpenAsync(NpgsqlDataSource source)
    {
        var opened = await source.OpenConnectionAsync();
        try
        {
            await MakeDurableAsync(opened);
            return new PostgresAppends(opened);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the connection's commits flushed before they are answered, also where the server's default is otherwise.</summary>
    public static async Task MakeDurableAsync(NpgsqlConnection connection)
    {
        await using var durable = new NpgsqlCommand("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'", connection);
        await durable.ExecuteNonQueryAsync();
    }

    public static EpisodeKey EpisodeOf(JournalWork work) => work switch
    {
        AppendWork append => append.Append.Key,
        MarkStoredWork mark => mark.Key,
        _ => throw new InvalidOperationException($"The writer does not do {work.GetType().Name}."),
    };

    /// <summary>Writes all of it, at most one an episode, counts it for a UTC day, and sets each one's outcome; when it throws, nothing is known.</summary>
    public async Task WriteAsync(IReadOnlyList<JournalWork> works, int day)
    {
        await FindAsync(works);
        foreach (var work in works)
            work.Outcome = AppendOutcome.Conflict;
        await using var batch = new NpgsqlBatch(connection);
        var read = new List<Func<NpgsqlDataReader, Task>>();
        var continuing = Continuing(works);
        AddAfter(batch, read, continuing.FindAll(static append => append.IsPlain), day);
        AddNext(batch, read, continuing.FindAll(static append => !append.IsPlain), day);
        AddBegin(batch, read, works, day);
        AddStore(batch, read, works);
        if (batch.BatchCommands.Count == 0)
            return;   // none of them can be written
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var results in read)
        {
            await results(reader);
            await reader.NextResultAsync();
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static void AddAfter(NpgsqlBatch batch, List<Func<NpgsqlDataReader, Task>> read, List<Continuation> appends, int day)
    {
        if (appends.Count == 0)
            return;
        var (numbers, sequences, records) = (new long[appends.Count], new int[appends.Count], new ReadOnlyMemory<byte>[appends.Count]);
        for (var i = 0; i < appends.Count; i++)
            (numbers[i], sequences[i], records[i]) = (appends[i].Number, appends[i].First, appends[i].Records[0]);
        batch.BatchCommands.Add(Command(After, numbers, sequences, records, appends.ConvertAll(append => append.Tenant).ToArray(), Days(day, appends.Count)));
        read.Add(reader => WrittenAsync(reader, appends));
    }

    private static void AddNext(NpgsqlBatch batch, List<Func<NpgsqlDataReader, Task>> read, List<Continuation> appends, int day)
    {
        if (appends.Count == 0)
            return;
        var rest = appends.SelectMany(append => append.Records.Skip(1).Select((record, i) => (append.Number, Sequence: append.First + 1 + i, Record: record))).ToList();
        batch.BatchCommands.Add(Command(
            Next, appends.ConvertAll(append => append.Number).ToArray(), appends.ConvertAll(append => append.First).ToArray(),
            Records(appends.Select(append => append.Records[0])), appends.ConvertAll(append => append.Follows).ToArray(),
            appends.ConvertAll(append => (int)(append.Work.Append.Closing?.Status ?? EpisodeStatus.Running)).ToArray(),
            appends.ConvertAll(append => append.Work.Append.Closing?.Steps ?? 0).ToArray(),
            rest.ConvertAll(record => record.Number).ToArray(), rest.ConvertAll(record => record.Sequence).ToArray(), Records(rest.Select(record => record.Record)),
            appends.ConvertAll(append => append.Tenant).ToArray(), Days(day, appends.Count), appends.ConvertAll(append => append.Adds.Steps).ToArray(),
            appends.ConvertAll(append => append.Adds.Sealed).ToArray(), appends.ConvertAll(append => append.Adds.Bytes).ToArray()));
        read.Add(reader => WrittenAsync(reader, appends));
    }

    private void AddBegin(NpgsqlBatch batch, List<Func<NpgsqlDataReader, Task>> read, IReadOnlyList<JournalWork> works, int day)
    {
        var begun = works.OfType<AppendWork>().Where(work => work.Append is { FirstSequence: 0, Opening: not null })
            .OrderBy(work => work.Append.Key.Tenant, StringComparer.Ordinal).ThenBy(work => work.Append.Key.Episode, StringComparer.Ordinal).ToList();
        if (begun.Count == 0)
            return;
        var openings = begun.ConvertAll(work => work.Append.Opening!);
        var adds = begun.ConvertAll(work => UsageCount.Of(work.Append));
        var lines = begun.SelectMany(work => work.Append.Records.Select((record, i) => (work.Append.Key, Sequence: i, Record: record))).ToList();
        var labels = begun.SelectMany(work => work.Append.Opening!.Labels.Select(label => (work.Append.Key, Label: label))).ToList();
        batch.BatchCommands.Add(Command(
            Begin, begun.ConvertAll(work => work.Append.Key.Tenant).ToArray(), begun.ConvertAll(work => work.Append.Key.Episode).ToArray(),
            openings.ConvertAll(opening => opening.Created.ToUnixTimeMilliseconds()).ToArray(), openings.ConvertAll(opening => opening.Environment).ToArray(),
            openings.ConvertAll(opening => opening.Version).ToArray(), openings.ConvertAll(opening => opening.Split).ToArray(),
            openings.ConvertAll(opening => opening.Difficulty).ToArray(), openings.ConvertAll(opening => JournalReads.WriteLabels(opening.Labels)).ToArray(),
            openings.ConvertAll(opening => opening.Parent).ToArray(), begun.ConvertAll(work => (int)(work.Append.Closing?.Status ?? EpisodeStatus.Running)).ToArray(),
            begun.ConvertAll(work => work.Append.Closing?.Steps).ToArray(),
            lines.ConvertAll(line => line.Key.Tenant).ToArray(), lines.ConvertAll(line => line.Key.Episode).ToArray(), lines.ConvertAll(line => line.Sequence).ToArray(),
            Records(lines.Select(line => line.Record)),
            labels.ConvertAll(label => label.Key.Tenant).ToArray(), labels.ConvertAll(label => label.Key.Episode).ToArray(),
            labels.ConvertAll(label => label.Label.Key).ToArray(), labels.ConvertAll(label => label.Label.Value).ToArray(),
            Days(day, begun.Count), adds.ConvertAll(added => added.Steps).ToArray(), adds.ConvertAll(added => added.Sealed).ToArray(), adds.ConvertAll(added => added.Bytes).ToArray()));
        read.Add(async reader =>
        {
            var numbers = await NumbersAsync(reader);
            foreach (var work in begun)
            {
                if (!numbers.TryGetValue(work.Append.Key, out var number))
                    continue;
                work.Outcome = AppendOutcome.Appended;
                Know(work.Append.Key, number).Wrote(work.Append);
            }
        });
    }

    private static void AddStore(NpgsqlBatch batch, List<Func<NpgsqlDataReader, Task>> read, IReadOnlyList<JournalWork> works)
    {
        var marks = works.OfType<MarkStoredWork>().OrderBy(work => work.Key.Tenant, StringComparer.Ordinal).ThenBy(work => work.Key.Episode, StringComparer.Ordinal).ToList();
        if (marks.Count == 0)
            return;
        batch.BatchCommands.Add(Command(Store, marks.ConvertAll(mark => mark.Key.Tenant).ToArray(), marks.ConvertAll(mark => mark.Key.Episode).ToArray()));
        read.Add(async reader =>
        {
            var stored = new HashSet<EpisodeKey>();
            while (await reader.ReadAsync())
                stored.Add(new EpisodeKey(reader.GetString(0), reader.GetString(1)));
            foreach (var mark in marks.Where(mark => stored.Contains(mark.Key)))
                mark.Outcome = AppendOutcome.Appended;
        });
    }

    /// <summary>The appends to episodes that are there, by their number.</summary>
    private List<Continuation> Continuing(IReadOnlyList<JournalWork> works)
    {
        var continuing = new List<Continuation>(works.Count);
        for (var i = 0; i < works.Count; i++)
        {
            if (works[i] is AppendWork { Append.FirstSequence: > 0 } append && known.TryGetValue(append.Append.Key, out var episode))
                continuing.Add(new Continuation(append, episode));
        }

        continuing.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return continuing;
    }

    private static async Task WrittenAsync(NpgsqlDataReader reader, List<Continuation> appends)
    {
        var written = new HashSet<long>();
        while (await reader.ReadAsync())
            written.Add(reader.GetInt64(0));
        foreach (var append in appends)
        {
            if (!written.Contains(append.Number))
                continue;
            append.Work.Outcome = AppendOutcome.Appended;
            append.Episode.Wrote(append.Work.Append);
        }
    }

    /// <summary>Looks up the numbers of episodes that this connection has not met.</summary>
    private async Task FindAsync(IReadOnlyList<JournalWork> works)
    {
        if (known.Count + works.Count > MaxKnown)
            known.Clear();
        var unknown = works.OfType<AppendWork>().Where(work => work.Append.FirstSequence > 0 && !known.ContainsKey(work.Append.Key)).Select(work => work.Append.Key).ToList();
        if (unknown.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(Find, unknown.ConvertAll(key => key.Tenant).ToArray(), unknown.ConvertAll(key => key.Episode).ToArray()));
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var (key, number) in await NumbersAsync(reader))
            Know(key, number);
    }

    private static async Task<Dictionary<EpisodeKey, long>> NumbersAsync(NpgsqlDataReader reader)
    {
        var numbers = new Dictionary<EpisodeKey, long>();
        while (await reader.ReadAsync())
            numbers.Add(new EpisodeKey(reader.GetString(0), reader.GetString(1)), reader.GetInt64(2));
        return numbers;
    }

    private KnownEpisode Know(EpisodeKey key, long number) => known[key] = new KnownEpisode(number);

    private static int[] Days(int day, int count)
    {
        var days = new int[count];
        Array.Fill(days, day);
        return days;
    }

    private static ReadOnlyMemory<byte>[] Records(IEnumerable<ReadOnlyMemory<byte>> records) => [.. records];

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<Array> arrays)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var array in arrays)
            command.Parameters.Add(new NpgsqlParameter { Value = array, NpgsqlDbType = NpgsqlDbType.Array | TypeOf(array) });
        return command;
    }

    private static NpgsqlDbType TypeOf(Array array) => array switch
    {
        long[] => NpgsqlDbType.Bigint,
        int[] or int?[] => NpgsqlDbType.Integer,
        bool[] => NpgsqlDbType.Boolean,
        string[] => NpgsqlDbType.Text,
        _ => NpgsqlDbType.Bytea,
    };

    /// <summary>An append to an episode that is there.</summary>
    private readonly record struct Continuation(AppendWork Work, KnownEpisode Episode)
    {
        public long Number => Episode.Number;

        public string Tenant => Work.Append.Key.Tenant;

        public UsageCount Adds => UsageCount.Of(Work.Append);

        public int First => Work.Append.FirstSequence;

        public System.Collections.Immutable.ImmutableArray<ReadOnlyMemory<byte>> Records => Work.Append.Records;

        /// <summary>Whether it comes right after what this connection wrote.</summary>
        public bool Follows => Episode.LastWritten == First - 1;

        /// <summary>Whether it is one record and nothing has to be looked at.</summary>
        public bool IsPlain => Follows && Records.Length == 1 && Work.Append.Closing is null;
    }

    /// <summary>An episode's row number, and the last place this connection wrote in it. What is known never becomes wrong: a failure ends this object.</summary>
    private sealed class KnownEpisode(long number)
    {
        private const int Nothing = -1;

        public long Number { get; } = number;

        public int LastWritten { get; private set; } = Nothing;

        /// <summary>After a seal it forgets: whatever would follow is refused by looking.</summary>
        public void Wrote(JournalAppend append) => LastWritten = append.Closing is null ? append.FirstSequence + append.Records.Length - 1 : Nothing;
    }
}
