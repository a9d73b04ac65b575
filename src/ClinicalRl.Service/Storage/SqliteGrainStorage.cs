using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ClinicalRl.Service.Storage;

/// <summary>Orleans' ADO.NET grain storage over a SQLite file in the data folder: the embedded default.</summary>
internal static class SqliteGrainStorage
{
    /// <summary>Orleans loads the factory of Microsoft.Data.Sqlite under this name.</summary>
    private const string Invariant = "System.Data.SQLite";

    private const string FileName = "grains.db";

    /// <summary>Registers the storages that the grains ask for; the file is made when the silo starts.</summary>
    public static void AddSqliteGrainStorage(this ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage(TenantStorage.Name, options => options.Invariant = Invariant);
        silo.Services.AddOptions<AdoNetGrainStorageOptions>(TenantStorage.Name)
            .Configure<DataFolder>((options, folder) => options.ConnectionString = Prepare(folder.File(FileName)));
    }

    private static string Prepare(string path)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();
        using var connection = new SqliteConnection(text);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;\n" + Schema();
        command.ExecuteNonQuery();
        return text;
    }

    private static string Schema()
    {
        using var stream = typeof(SqliteGrainStorage).Assembly.GetManifestResourceStream(typeof(SqliteGrainStorage), "SqliteGrainStorage.sql")
            ?? throw new InvalidOperationException("The grain storage schema is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
