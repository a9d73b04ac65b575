using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ClinicalRl.Testing.Processes;
using Npgsql;

namespace ClinicalRl.Testing.Database;

/// <summary>
/// A PostgreSQL of the tests' own: a new data folder, a free loopback port, durable commits. It starts when the first database is asked for and
/// ends, by its process id, when the tests do.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim starting = new(1, 1);
    private readonly string folder = Path.Combine(Path.GetTempPath(), "clinicalrl-postgres-" + Path.GetRandomFileName());
    private int port;
    private int databases;
    private Process? process;

    private static string Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) ?? ""
        : "";

    /// <summary>Path of one of its programs.</summary>
    public static string Program(string name) => Path.Combine(Programs, name);

    /// <summary>A new, empty database; what is returned connects to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await EnsureStartedAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using var admin = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var create = admin.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Cuts every connection, as a failing machine would: nothing is flushed that was not committed.</summary>
    public async Task StopAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
            Signals.Send(process, Signals.Quit);
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        process.Dispose();
        process = null;
    }

    /// <summary>Starts it over the same folder and port, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        process = Start(
            "postgres", "-D", folder, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=200", "-c", "log_min_messages=fatal", "-c", "logging_collector=off");
        for (var clock = Stopwatch.StartNew(); !await AnswersAsync();)
        {
            if (process.HasExited || clock.Elapsed > StartLimit)
                throw new InvalidOperationException($"PostgreSQL in {folder} did not start.");
            await Task.Delay(50);
        }
    }

    /// <summary>Stops it and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        starting.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task EnsureStartedAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (process is not null)
                return;
            if (Programs.Length == 0)
                throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql.");
            port = FreePort();
            using var init = Start("initdb", "-D", folder, "-U", "clinicalrl", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await init.WaitForExitAsync().WaitAsync(StartLimit);
            if (init.ExitCode != 0)
                throw new InvalidOperationException("initdb failed.");
            await StartAsync();
        }
        finally
        {
            starting.Release();
        }
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database={database};Username=clinicalrl");

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync();
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Starts one of its programs; PostgreSQL refuses to run as root, so root gives way to the user that Debian's package made.</summary>
    private static Process Start(string program, params string[] args)
    {
        string[] asUser = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];
        string[] words = [.. asUser, Path.Combine(Programs, program), .. args];
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        var started = Process.Start(start)!;
        started.OutputDataReceived += static (_, _) => { };
        started.ErrorDataReceived += static (_, said) => Debug.WriteLine(said.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
