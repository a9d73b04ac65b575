using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Sealing;
using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Backups;

/// <summary>What a backup holds.</summary>
/// <param name="Databases">Databases copied.</param>
/// <param name="Logs">Sealed logs copied.</param>
/// <param name="OtherFiles">Other blobs, and keys.</param>
public sealed record BackupContents(int Databases, int Logs, int OtherFiles);

/// <summary>
/// Copies the data folder of a service without a database server, while it runs, into a folder that a service can be started on. First the databases, each at one
/// moment, the journal last, for what the others name is in it. Then of the sealed logs those that the copied journal says are stored: a later one would be in the way of an
/// episode that, in the copy, is still running. Keys last, for none is ever taken away: whatever the journal needs is there.
/// </summary>
public static class DataFolderBackup
{
    private const string Journal = "journal.db";

    private const string Logs = "runlogs";

    /// <summary>Copies <paramref name="data"/> into <paramref name="target"/>, a folder that is not there or is empty.</summary>
    /// <exception cref="IOException">There is nothing to copy, or something in the way.</exception>
    public static BackupContents Copy(string data, string target)
    {
        if (!File.Exists(Path.Combine(data, Journal)))
            throw new FileNotFoundException($"'{data}' holds no {Journal}: it is not the data folder of a service without a database server.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"'{target}' is not empty.");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(target);
        else
            Directory.CreateDirectory(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] databases = [.. Directory.EnumerateFiles(data, "*.db").Select(path => Path.GetFileName(path)!).OrderBy(name => name == Journal).ThenBy(name => name, StringComparer.Ordinal)];
        foreach (var name in databases)
            CopyDatabase(Path.Combine(data, name), Path.Combine(target, name));
        var blobs = Path.Combine(data, "blobs");
        var logs = 0;
        foreach (var key in Stored(Path.Combine(target, Journal)))
        {
            CopyFile(Path.Combine(blobs, EpisodeLogs.BlobNameOf(key)), Path.Combine(target, "blobs", EpisodeLogs.BlobNameOf(key)));
            logs++;
        }

        var others = CopyFolder(blobs, Path.Combine(target, "blobs"), relative => !relative.StartsWith(Logs + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            + CopyFolder(Path.Combine(data, "keys"), Path.Combine(target, "keys"), _ => true);
        return new BackupContents(databases.Length, logs, others);
    }

    /// <summary>SQLite's own way: the pages as they are at one moment, while others go on writing.</summary>
    private static void CopyDatabase(string from, string to)
    {
        using var source = Open(from, SqliteOpenMode.ReadWrite);
        using var copy = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(copy);
    }

    private static List<EpisodeKey> Stored(string journal)
    {
        using var connection = Open(journal, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT tenant, episode FROM episodes WHERE stored > 0 ORDER BY number";
        using var rows = command.ExecuteReader();
        var stored = new List<EpisodeKey>();
        while (rows.Read())
            stored.Add(new EpisodeKey(rows.GetString(0), rows.GetString(1)));
        return stored;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static int CopyFolder(string from, string to, Func<string, bool> wanted)
    {
        if (!Directory.Exists(from))
            return 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        var files = Directory.EnumerateFiles(from, "*", options).Select(path => Path.GetRelativePath(from, path)).Where(relative => !relative.StartsWith('.') && wanted(relative)).ToList();
        files.ForEach(relative => CopyFile(Path.Combine(from, relative), Path.Combine(to, relative)));
        return files.Count;
    }

    /// <summary>With its mode: keys stay their owner's.</summary>
    private static void CopyFile(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
