using System.Diagnostics;
using Azure.Storage.Blobs;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Testing.Blobs;
using ClinicalRl.Testing.Database;
using Npgsql;

namespace ClinicalRl.Cluster.Tests.Backups;

/// <summary>The operators' procedures of infra/README.md, done on real processes.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task ADataFolder_CopiedWhileItIsUsed_GoesOnElsewhere()
    {
        var (data, copy) = (Folder(), Path.Combine(Folder(), "backup"));
        var drill = new RestoreDrill();
        var port = ServiceProcess.FreePort();
        await using (var service = await ServiceProcess.StartAsync(data, port))
        {
            using var client = ServiceProcess.PatientClient(port);
            await drill.BeforeAsync(client, async () =>
            {
                await Task.Delay(500);   // amid the others' steps
                var said = await ToolAsync("dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "clinicalrl.dll"), "backup", "--data", data, "--out", copy);
                Assert.StartsWith("2 databases, ", said, StringComparison.Ordinal);
            });
        }

        Directory.Delete(data, recursive: true);
        await using var restored = await ServiceProcess.StartAsync(copy, port);
        using var again = ServiceProcess.PatientClient(port);
        Assert.True(await drill.AfterAsync(again) >= 10);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(copy, "keys", "run-logs.pem")));
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task ADatabaseDumpedWhileItIsUsed_AndTheLogsItNames_GoOnElsewhere()
    {
        await using var server = new PostgresServer();
        await using var azurite = await Azurite.StartAsync();
        var (before, after) = (await azurite.CreateContainerAsync(), await azurite.CreateContainerAsync());
        var (database, restoredDatabase) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        var (data, keys, dump) = (Folder(), Folder(), Path.Combine(Folder(), "dump"));
        var drill = new RestoreDrill();
        var port = ServiceProcess.FreePort();
        await using (var service = await ServiceProcess.StartAsync(data, port, Settings(database, azurite, before)))
        {
            using var client = ServiceProcess.PatientClient(port);
            await drill.BeforeAsync(client, async () =>
            {
                await ToolAsync(PostgresServer.Program("pg_dump"), "--format=custom", "--file=" + dump, Uri(database));
                await ToolAsync("cp", "-a", Path.Combine(data, "keys"), keys);
            });
        }

        await ToolAsync(PostgresServer.Program("pg_restore"), "--dbname=" + Uri(restoredDatabase), "--no-owner", "--exit-on-error", dump);
        Assert.True(await CopyLogsAsync(restoredDatabase, before, after) >= 4);
        await using var restored = await ServiceProcess.StartAsync(keys, port, Settings(restoredDatabase, azurite, after));
        using var again = ServiceProcess.PatientClient(port);
        Assert.True(await drill.AfterAsync(again) >= 10);
        foreach (var folder in new[] { data, keys, Path.GetDirectoryName(dump)! })
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Copies the logs that the database says are stored, and no later one.</summary>
    private static async Task<int> CopyLogsAsync(string database, BlobContainerClient from, BlobContainerClient to)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT 'runlogs/' || tenant || '/' || episode || '.jsonl' FROM episodes WHERE stored > 0");
        await using var names = await command.ExecuteReaderAsync();
        var count = 0;
        for (; await names.ReadAsync(); count++)
        {
            var blob = (await from.GetBlobClient(names.GetString(0)).DownloadContentAsync()).Value;
            await to.GetBlobClient(names.GetString(0)).UploadAsync(blob.Content, new Azure.Storage.Blobs.Models.BlobUploadOptions { Metadata = blob.Details.Metadata });
        }

        return count;
    }

    private static string[] Settings(string database, Azurite azurite, BlobContainerClient container) =>
    [
        "--ClinicalRl:Database=" + database, "--ClinicalRl:AdvertisedAddress=127.0.0.1", "--ClinicalRl:SiloPort=" + ServiceProcess.FreePort(), "--ClinicalRl:DrainSeconds=0",
        "--ClinicalRl:Blobs:Connection=" + azurite.ConnectionString, "--ClinicalRl:Blobs:ContainerName=" + container.Name,
    ];

    private static string Uri(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        return $"postgresql://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}";
    }

    private static string Folder() => Directory.CreateTempSubdirectory("clinicalrl-backup-").FullName;

    private static async Task<string> ToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, said) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 0, $"{program}: {await said}");
        return await output;
    }
}
