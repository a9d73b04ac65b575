using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Journal;

/// <summary>The journal's tables and how its connections are opened.</summary>
internal static class SqliteJournalSchema
{
    // A ledger entry's hashes are those of the perfect subtrees that its leaf completes, by level: subtree (level, index) is found at
    // 32·level in the row of its last leaf. In a rowid table records are appended to its end and only a narrow index on (episode number, sequence) is touched elsewhere.
    private const string Tables =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS episodes (
            number      INTEGER PRIMARY KEY,
            tenant      TEXT NOT NULL,
            episode     TEXT NOT NULL,
            created     INTEGER NOT NULL,
            environment TEXT NOT NULL,
            version     TEXT NOT NULL,
            split       TEXT NOT NULL,
            difficulty  TEXT NOT NULL,
            labels      TEXT NOT NULL,
            parent      TEXT,
            status      INTEGER NOT NULL DEFAULT 0,
            steps       INTEGER,
            stored      INTEGER NOT NULL DEFAULT 0,
            UNIQUE (tenant, episode)
        ) STRICT;
        CREATE INDEX IF NOT EXISTS episodes_by_tenant ON episodes (tenant, number);
        CREATE INDEX IF NOT EXISTS episodes_by_environment ON episodes (tenant, environment, number);
        CREATE INDEX IF NOT EXISTS episodes_by_status ON episodes (tenant, status, number);
        DROP INDEX IF EXISTS episodes_to_store;
        CREATE INDEX IF NOT EXISTS episodes_to_file ON episodes (number) WHERE status <> 0 AND stored < 2;
        CREATE TABLE IF NOT EXISTS records (
            number   INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            record   BLOB NOT NULL,
            UNIQUE (number, sequence)
        ) STRICT;
        CREATE TABLE IF NOT EXISTS labels (
            tenant TEXT NOT NULL,
            name   TEXT NOT NULL,
            value  TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (tenant, name, value, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS journal_usage (
            tenant TEXT NOT NULL,
            day    INTEGER NOT NULL,
            begun  INTEGER NOT NULL,
            steps  INTEGER NOT NULL,
            sealed INTEGER NOT NULL,
            bytes  INTEGER NOT NULL,
            PRIMARY KEY (tenant, day)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO journal_usage (tenant, day, begun, steps, sealed, bytes)
        SELECT e.tenant, e.created / 86400000, count(*), sum(r.records - 1 - (e.status <> 0)), sum(e.status <> 0), sum(r.bytes)
        FROM episodes e JOIN (SELECT number, count(*) AS records, sum(length(record)) AS bytes FROM records GROUP BY number) r ON r.number = e.number
        WHERE NOT EXISTS (SELECT 1 FROM journal_usage) GROUP BY 1, 2;
        CREATE TABLE IF NOT EXISTS ledger_entries (
            tenant  TEXT NOT NULL,
            leaf    INTEGER NOT NULL,
            episode TEXT NOT NULL,
            entry   BLOB NOT NULL,
            hashes  BLOB NOT NULL,
            PRIMARY KEY (tenant, leaf)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS ledger_entries_by_episode ON ledger_entries (tenant, episode);
        CREATE TABLE IF NOT EXISTS ledger_checkpoints (
            tenant     TEXT NOT NULL,
            size       INTEGER NOT NULL,
            checkpoint TEXT NOT NULL,
            PRIMARY KEY (tenant, size)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS access_events (
            tenant  TEXT NOT NULL,
            leaf    INTEGER NOT NULL,
            id      TEXT NOT NULL,
            entry   BLOB NOT NULL,
            hashes  BLOB NOT NULL,
            time    TEXT NOT NULL,
            actor   TEXT NOT NULL,
            kind    TEXT NOT NULL,
            subject TEXT NOT NULL,
            PRIMARY KEY (tenant, leaf)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS access_events_by_id ON access_events (tenant, id);
        CREATE INDEX IF NOT EXISTS access_events_by_subject ON access_events (tenant, subject, leaf);
        CREATE INDEX IF NOT EXISTS access_events_by_actor ON access_events (tenant, actor, leaf);
        CREATE INDEX IF NOT EXISTS access_events_by_time ON access_events (tenant, time);
        CREATE INDEX IF NOT EXISTS access_events_by_kind ON access_events (kind, tenant, leaf);
        CREATE TABLE IF NOT EXISTS access_checkpoints (
            tenant     TEXT NOT NULL,
            size       INTEGER NOT NULL,
            checkpoint TEXT NOT NULL,
            PRIMARY KEY (tenant, size)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS report_entries (
            tenant    TEXT NOT NULL,
            leaf      INTEGER NOT NULL,
            id        TEXT NOT NULL,
            entry     BLOB NOT NULL,
            hashes    BLOB NOT NULL,
            selection TEXT NOT NULL,
            PRIMARY KEY (tenant, leaf)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS report_entries_by_id ON report_entries (tenant, id);
        CREATE INDEX IF NOT EXISTS report_entries_by_selection ON report_entries (tenant, selection, leaf);
        CREATE TABLE IF NOT EXISTS report_checkpoints (
            tenant     TEXT NOT NULL,
            size       INTEGER NOT NULL,
            checkpoint TEXT NOT NULL,
            PRIMARY KEY (tenant, size)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS kept_jobs (
            grain  TEXT NOT NULL PRIMARY KEY,
            tenant TEXT NOT NULL,
            ended  TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS kept_jobs_by_end ON kept_jobs (ended, grain);
        CREATE TABLE IF NOT EXISTS evaluation_records (
            tenant    TEXT NOT NULL,
            sequence  INTEGER NOT NULL,
            subject   TEXT NOT NULL,
            id        TEXT NOT NULL,
            evaluator TEXT,
            episode   TEXT,
            record    BLOB NOT NULL,
            PRIMARY KEY (tenant, sequence),
            UNIQUE (tenant, subject, id)
        ) STRICT;
        CREATE INDEX IF NOT EXISTS evaluation_records_by_subject ON evaluation_records (tenant, subject, sequence);
        CREATE INDEX IF NOT EXISTS evaluation_records_by_evaluator ON evaluation_records (tenant, evaluator, sequence) WHERE evaluator IS NOT NULL;
        CREATE INDEX IF NOT EXISTS evaluation_records_by_episode ON evaluation_records (tenant, episode, sequence) WHERE episode IS NOT NULL;
        CREATE TABLE IF NOT EXISTS stream_messages (
            number           INTEGER PRIMARY KEY AUTOINCREMENT,
            queue            INTEGER NOT NULL,
            stream_namespace TEXT NOT NULL,
            stream_key       TEXT NOT NULL,
            payload          BLOB NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS stream_messages_by_queue ON stream_messages (queue, number);
        CREATE TABLE IF NOT EXISTS stream_failures (
            number           INTEGER PRIMARY KEY,
            stream_namespace TEXT NOT NULL,
            stream_key       TEXT NOT NULL,
            payload          BLOB NOT NULL,
            failed           INTEGER NOT NULL
        ) STRICT;
        """;

    /// <summary>Creates what is missing. Harmless when repeated.</summary>
    public static void Create(string path)
    {
        using var connection = Open(path, pooled: false);
        Create(connection);
    }

    /// <inheritdoc cref="Create(string)"/>
    public static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Tables;
        command.ExecuteNonQuery();
    }

    /// <summary>Whether there is a journal at <paramref name="path"/> with at least one episode. Creates no file.</summary>
    public static bool HoldsEpisodes(string path)
    {
        if (!File.Exists(path))
            return false;
        Create(path);
        using var connection = Open(path, pooled: false);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM episodes)";
        return command.ExecuteScalar() is 1L;
    }

    /// <summary>An open connection whose commits survive power loss.</summary>
    public static SqliteConnection Open(string path, bool pooled)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = pooled, DefaultTimeout = 5 }.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000; PRAGMA temp_store = MEMORY;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
