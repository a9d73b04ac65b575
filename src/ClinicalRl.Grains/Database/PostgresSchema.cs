using Npgsql;

namespace ClinicalRl.Grains.Database;

/// <summary>
/// The tables of a PostgreSQL database: numbered scripts, each run once and never changed after it was published. A script only adds, so that
/// silos of the version before go on working while a newer one starts.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Held while scripts run: of several silos that start at once, one does it and the others find it done. Any number that nobody else uses.</summary>
    private const long Lock = 0x436C696E_524C;

    private const string Prefix = "ClinicalRl.Grains.Database.Migrations.";

    /// <summary>The scripts, by number.</summary>
    public static IReadOnlyList<(int Version, string Script)> Scripts { get; } =
    [
        .. typeof(PostgresSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 3), System.Globalization.CultureInfo.InvariantCulture), Read(name))),
    ];

    /// <summary>Brings the database to this version's tables, in one transaction. Harmless when repeated, and when several do it at once.</summary>
    /// <exception cref="DatabaseUnsuitableException">A later version made the tables, or the database cannot keep every text.</exception>
    public static void Migrate(NpgsqlDataSource database)
    {
        using var connection = database.OpenConnection();
        using var transaction = connection.BeginTransaction();
        if (Ask(connection, "SHOW server_encoding") is not "UTF8")
            throw new DatabaseUnsuitableException("The database must be made with ENCODING 'UTF8'.");
        Run(connection, $"SELECT pg_advisory_xact_lock({Lock}); CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())");
        var made = (int)Ask(connection, "SELECT coalesce(max(version), 0) FROM schema_versions")!;
        if (made > Scripts[^1].Version)
            throw new DatabaseUnsuitableException($"The database has the tables of a later version of the service ({made}; this one knows {Scripts[^1].Version}).");
        foreach (var (version, script) in Scripts.Where(script => script.Version > made))
            Run(connection, $"{script};\nINSERT INTO schema_versions (version) VALUES ({version})");
        transaction.Commit();
    }

    private static object? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.AllResultTypesAreUnknown = true;
        command.ExecuteNonQuery();
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
