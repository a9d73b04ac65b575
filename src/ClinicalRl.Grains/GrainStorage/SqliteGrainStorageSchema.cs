using ClinicalRl.Grains.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.GrainStorage;

/// <summary>
/// Creates, before grain storage starts, the tables and queries that Orleans' ADO.NET storage expects. One row a grain; a write or
/// clear that names an old version touches no row, which Orleans reads as a conflict.
/// </summary>
internal sealed class SqliteGrainStorageSchema(IOptions<GrainsOptions> options) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>By this name Orleans loads Microsoft.Data.Sqlite's factory.</summary>
    public const string Invariant = "System.Data.SQLite";

    private const string OfThisGrain =
        """
        GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '') AND ServiceId = @ServiceId
        """;

    private const string Write =
        $"""
        UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = datetime('now'), Version = Version + 1
        WHERE {OfThisGrain} AND Version = @GrainStateVersion RETURNING Version AS NewGrainStateVersion;
        INSERT INTO OrleansStorage
        (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
        SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @ServiceId,
        @PayloadBinary, datetime('now'), 1
        WHERE @GrainStateVersion IS NULL ON CONFLICT DO NOTHING RETURNING Version AS NewGrainStateVersion;
        """;

    private const string Read = $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {OfThisGrain}";

    private const string Clear =
        $"""
        UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = datetime('now'), Version = Version + 1
        WHERE {OfThisGrain} AND Version = @GrainStateVersion RETURNING Version AS NewGrainStateVersion;
        """;

    private const string Tables =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansStorage (
            GrainIdHash            INTEGER NOT NULL,
            GrainTypeHash          INTEGER NOT NULL,
            GrainIdN0              INTEGER NOT NULL,
            GrainIdN1              INTEGER NOT NULL,
            GrainTypeString        TEXT NOT NULL,
            GrainIdExtensionString TEXT NOT NULL,
            ServiceId              TEXT NOT NULL,
            PayloadBinary          BLOB,
            ModifiedOn             TEXT NOT NULL,
            Version                INT NOT NULL,
            UNIQUE (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)
        );
        """;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SqliteGrainStorageSchema), ServiceLifecycleStage.RuntimeInitialize, _ =>
        {
            if (options.Value.Database is null)
                Create(ConnectionString(options.Value));
            return Task.CompletedTask;
        });

    public static string ConnectionString(GrainsOptions options) =>
        new SqliteConnectionStringBuilder { DataSource = options.PathOf("grains.db"), DefaultTimeout = 10 }.ConnectionString;

    public static void Create(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Tables;
        command.ExecuteNonQuery();
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[("WriteToStorageKey", Write), ("ReadFromStorageKey", Read), ("ClearStorageKey", Clear)])
        {
            using var query = connection.CreateCommand();
            query.CommandText = "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($name, $text) ON CONFLICT DO UPDATE SET QueryText = excluded.QueryText";
            query.Parameters.AddWithValue("$name", name);
            query.Parameters.AddWithValue("$text", text);
            query.ExecuteNonQuery();
        }
    }
}
