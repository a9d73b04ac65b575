using System.Diagnostics;
using System.Globalization;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>
/// Server on the first core, load generator on the second, so that neither takes the other's time. A process pins its threads only from
/// birth, so the benchmark starts itself again under <c>taskset</c>.
/// </summary>
internal static class Pinning
{
    private const string Marker = "CLINICALRL_BENCH_PINNED";
    private const string Taskset = "/usr/bin/taskset";
    private const int ServerCore = 0;
    private const int LoadCore = 1;

    /// <summary>Whether processes can be kept to a core of their own here.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && File.Exists(Taskset) && OnlineCores() > 1;

    /// <summary>Whether this process should be pinned and is not.</summary>
    public static bool MustRestart => IsPossible && !IsPinned;

    public static bool IsPinned => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Runs the same command on the load generator's core, to its exit code.</summary>
    public static async Task<int> RestartAsync(CancellationToken cancel)
    {
        using var process = Start(LoadCore, Environment.GetCommandLineArgs().Skip(1), redirect: false);
        await WaitAsync(process, cancel);
        return process.ExitCode;
    }

    /// <summary>Starts this program on the server's core; its output is held back.</summary>
    public static Process StartServer(IEnumerable<string> args) => Start(ServerCore, args, redirect: true);

    /// <summary>Waits for its end; ends it when told to stop.</summary>
    public static async Task WaitAsync(Process process, CancellationToken cancel)
    {
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static int OnlineCores() => Directory.EnumerateDirectories("/sys/devices/system/cpu", "cpu?").Count();

    private static Process Start(int core, IEnumerable<string> args, bool redirect)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo { FileName = IsPossible ? Taskset : host, RedirectStandardOutput = redirect, RedirectStandardError = redirect };
        if (IsPossible)
        {
            start.ArgumentList.Add("--cpu-list");
            start.ArgumentList.Add(core.ToString(CultureInfo.InvariantCulture));
            start.ArgumentList.Add(host);
        }

        if (Path.GetFileNameWithoutExtension(host) is "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(typeof(Pinning).Assembly.Location);
        }

        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.Environment[Marker] = "1";
        // Under full load from the first second, tiered compilation starves without this.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        return Process.Start(start) ?? throw new IOException($"{start.FileName} did not start.");
    }
}
