using Npgsql;

namespace ClinicalRl.Grains.Database;

/// <summary>The PostgreSQL database that silos of a cluster share, with its tables made. One for each process.</summary>
public sealed class PostgresDatabase : IClusterAgreement, IDisposable
{
    /// <summary>Name by which Orleans finds Npgsql.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Held while files are made that all silos share. Any number that nobody else uses.</summary>
    private const long FilesLock = 0x436C696E_5246;

    /// <summary>Pause after a password could not be had.</summary>
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Statements that a connection keeps prepared.</summary>
    private const int PreparedStatements = 64;

    /// <summary>Connects and brings the tables up to date.</summary>
    /// <exception cref="DatabaseUnsuitableException">It cannot be reached, or is not one for this version.</exception>
    public PostgresDatabase(string connectionString, TimeSpan limit, DatabaseIdentity? identity = null)
    {
        var settings = Read(connectionString);
        Plain = Build(settings, identity);
        settings.Timeout = settings.CommandTimeout = Math.Max(1, (int)limit.TotalSeconds);
        settings.MaxAutoPrepare = PreparedStatements;
        settings.AutoPrepareMinUsages = 2;
        settings.KeepAlive = settings.KeepAlive > 0 ? settings.KeepAlive : settings.Timeout;
        settings.ApplicationName ??= "clinicalrl";
        Source = Build(settings, identity);
        settings.Pooling = false;
        Unpooled = Build(settings, identity);
        try
        {
            PostgresSchema.Migrate(Source);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            Dispose();
            throw new DatabaseUnsuitableException($"The database '{settings.Database}' on '{settings.Host}' cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Connections as configured, for Orleans' membership and grain storage.</summary>
    public NpgsqlDataSource Plain { get; }

    /// <summary>Pooled connections.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>
    /// Connections that end when they are disposed of. A batch that failed can leave answers unread on its connection; from a pool, the next to have it would
    /// take them for its own.
    /// </summary>
    internal NpgsqlDataSource Unpooled { get; }

    /// <summary>Whether there is a journal with at least one episode.</summary>
    internal bool HoldsEpisodes()
    {
        using var command = Source.CreateCommand("SELECT EXISTS (SELECT 1 FROM episodes)");
        return command.ExecuteScalar() is true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Plain.Dispose();
        Source.Dispose();
        Unpooled.Dispose();
    }

    T IClusterAgreement.Exclusively<T>(Func<T> work)
    {
        using var connection = Source.OpenConnection();
        using var transaction = connection.BeginTransaction();   // its end gives the lock back, however it ends
        using var hold = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({FilesLock})", connection);
        hold.ExecuteNonQuery();
        var done = work();
        transaction.Commit();
        return done;
    }

    void IClusterAgreement.Agree(string name, string value, Func<string, bool> mayFollow)
    {
        using var connection = Source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using var agree = new NpgsqlCommand("INSERT INTO agreements (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = agreements.value RETURNING value", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = value } },
        };
        var agreed = (string)agree.ExecuteScalar()!;
        if (agreed != value)
        {
            if (!mayFollow(agreed))
                throw new DatabaseUnsuitableException($"The silos of this database use another {name} ({agreed}) than this one ({value}): all must share one data folder.");
            using var follow = new NpgsqlCommand("UPDATE agreements SET value = $2 WHERE name = $1", connection) { Parameters = { new() { Value = name }, new() { Value = value } } };
            follow.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, DatabaseIdentity? identity)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (identity is not null)
            builder.UsePeriodicPasswordProvider((_, cancel) => identity.PasswordAsync(cancel), identity.Period, RetryPeriod);
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException error)
        {
            throw new DatabaseUnsuitableException("ClinicalRl:Database is not a PostgreSQL connection string such as 'Host=db;Database=clinicalrl;Username=clinicalrl;Password=…'.", error);
        }
    }
}

/// <summary>The database cannot be used as it is.</summary>
public sealed class DatabaseUnsuitableException(string message, Exception? cause = null) : Exception(message, cause);
