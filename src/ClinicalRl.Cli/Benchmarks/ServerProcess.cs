using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>A server in a process of its own, on the server's core.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Longest time until it accepts connections.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    /// <summary>Clock ticks per second in <c>/proc/PID/stat</c>; fixed on Linux for programs.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>What the development tenant's key begins with.</summary>
    private const string KeyPrefix = "crl_dev_";

    /// <summary>Characters kept of what a server says.</summary>
    private const int MaxSaid = 10_000;

    private readonly Process running;
    private readonly string? temporary;

    private ServerProcess(Process process, IPEndPoint address, string? folder) => (running, Address, temporary) = (process, address, folder);

    public IPEndPoint Address { get; }

    /// <summary>The API key that the service made at its first start; empty for the bare endpoint.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Processor time used so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                running.Refresh();
                return running.TotalProcessorTime;
            }

            var stat = File.ReadAllText($"/proc/{running.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
    }

    /// <summary>The bare endpoint.</summary>
    public static Task<ServerProcess> StartBareAsync(CancellationToken cancel) => StartAsync(address => ["bench", "bare", "--urls", address], null, cancel);

    /// <summary>The service as it is in production, with keys and quotas on (the quota just never reached), over a temporary folder.</summary>
    public static Task<ServerProcess> StartServiceAsync(bool durable, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-bench-").FullName;
        string[] journal = durable ? [] : ["--ClinicalRl:Journal=memory"];
        return StartAsync(
            address => ["serve", "--urls", address, "--data", folder, "--ClinicalRl:Limits:TenantRequestsPerSecond=1000000", .. journal], folder, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        running.Kill(entireProcessTree: true);
        await running.WaitForExitAsync();
        running.Dispose();
        if (temporary is not null)
            Directory.Delete(temporary, recursive: true);
    }

    private static async Task<ServerProcess> StartAsync(Func<string, IEnumerable<string>> args, string? folder, CancellationToken cancel)
    {
        var address = FreeAddress();
        var process = Pinning.StartServer(args($"http://{address}"));
        var server = new ServerProcess(process, address, folder);
        var output = server.DrainAsync();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync(address, cancel))
        {
            if (process.HasExited || clock.Elapsed > StartTime)
            {
                var said = process.HasExited ? await output : "it did not answer in time";
                await server.DisposeAsync();
                throw new IOException($"A server of the benchmark did not start: {said}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        }

        return server;
    }

    /// <summary>Reads what the server says to its end, and the key when it is shown.</summary>
    private async Task<string> DrainAsync()
    {
        var errors = running.StandardError.ReadToEndAsync();
        var said = new StringBuilder();
        while (await running.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.TrimStart().StartsWith(KeyPrefix, StringComparison.Ordinal))
                Key = line.Trim();
            else if (said.Length < MaxSaid)
                said.AppendLine(line);
        }

        return said.Append(await errors).ToString().Trim();
    }

    private static async Task<bool> AnswersAsync(IPEndPoint address, CancellationToken cancel)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IPEndPoint FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
