using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ClinicalRl.Client;
using ClinicalRl.Client.Hosting;
using ClinicalRl.Testing.Processes;

namespace ClinicalRl.Cluster.Tests.Processes;

/// <summary>The built tool serving in a process of its own, so that it can be killed as a crash would.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly StringBuilder lines = new();
    private readonly Task<string> said;

    private ServiceProcess(Process process)
    {
        this.process = process;
        said = ReadAsync();
    }

    /// <summary>What it has said until now.</summary>
    public string Said
    {
        get
        {
            lock (lines)
                return lines.ToString();
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static Uri Address(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    /// <summary>A client that waits out a restart.</summary>
    public static ClinicalRlClient PatientClient(int port) => ClinicalRlClient.Create(new ClinicalRlClientOptions
    {
        BaseAddress = Address(port),
        MaxAttempts = 50,
        FirstDelay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(3),
        AttemptTimeout = TimeSpan.FromSeconds(60),
        TotalTimeout = TimeSpan.FromMinutes(4),
    });

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(string data, int port, params string[] further)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] args =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "clinicalrl.dll"), "serve", "--urls", Address(port).AbsoluteUri, "--data", data,
            "--profile", "Development", "--ClinicalRl:AllowAnonymous=true", .. further,
        ];
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        var service = new ServiceProcess(Process.Start(start)!);
        try
        {
            await service.BecomeReadyAsync(port);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(StartLimit);
    }

    /// <summary>Whether it runs, or stands still.</summary>
    public bool IsAlive => !process.HasExited;

    /// <summary>SIGSTOP: it stands still, with all it has under way.</summary>
    public void Pause() => Signals.Send(process, Signals.Stop);

    /// <summary>SIGCONT: it goes on where it stood.</summary>
    public void Resume() => Signals.Send(process, Signals.Continue);

    /// <summary>SIGTERM, as an operator stops it; its exit code and what it said.</summary>
    public async Task<(int Code, string Said)> StopAsync()
    {
        Signals.Send(process, Signals.Terminate);
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        return (process.ExitCode, await said);
    }

    /// <summary>True when it ended by itself in time.</summary>
    public async Task<bool> EndsAsync(TimeSpan limit)
    {
        await process.WaitForExitAsync().WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        return Said;
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (lines)
                lines.AppendLine(line);
        }
    }

    private async Task BecomeReadyAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = Address(port), Timeout = TimeSpan.FromSeconds(10) };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartLimit;)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The service ended at its start with {process.ExitCode}: {await said}");
            if (await IsReadyAsync(http))
                return;
            await Task.Delay(50);
        }

        throw new TimeoutException("The service did not become ready.");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)   // nobody listens yet, or the machine is too busy to answer
        {
            return false;
        }
    }
}
