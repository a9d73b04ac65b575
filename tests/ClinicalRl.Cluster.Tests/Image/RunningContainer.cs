using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ClinicalRl.Cluster.Tests.Processes;

namespace ClinicalRl.Cluster.Tests.Image;

/// <summary>A container of the image: read-only, without capabilities, with one volume.</summary>
internal sealed partial class RunningContainer : IAsyncDisposable
{
    private readonly ContainerEngine engine;
    private readonly string name;

    private RunningContainer(ContainerEngine engine, string name, int port) => (this.engine, this.name, Port) = (engine, name, port);

    public int Port { get; }

    public Uri Address => ServiceProcess.Address(Port);

    public TimeSpan TimeToReady { get; private set; }

    public static async Task<RunningContainer> StartAsync(ContainerEngine engine, string volume, params string[] further)
    {
        var port = ServiceProcess.FreePort();
        var container = new RunningContainer(engine, "clinicalrl-" + Guid.NewGuid().ToString("n")[..12], port);
        var clock = Stopwatch.StartNew();
        await engine.DoAsync(
        [
            "run", "--detach", "--name", container.name, "--read-only", "--read-only-tmpfs=false", "--cap-drop=all", "--security-opt=no-new-privileges", "--volume", volume + ":/data", engine.Image,
            "serve", "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--data", "/data", .. further,
        ]);
        using var http = new HttpClient { BaseAddress = container.Address };
        while (!await IsReadyAsync(http))
        {
            if (await engine.DoAsync("inspect", container.name, "--format", "{{.State.Running}}") != "true")
                Assert.Fail(await container.LogsAsync());
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "The container did not become ready: " + await container.LogsAsync());
            await Task.Delay(100);
        }

        container.TimeToReady = clock.Elapsed;
        return container;
    }

    /// <summary>A client with a tenant's key, as the log shows it.</summary>
    public async Task<HttpClient> ClientAsync(string? key = null)
    {
        key ??= Key().Match(await LogsAsync()).Value;
        return new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    /// <summary>What it printed.</summary>
    public async Task<string> LogsAsync()
    {
        var (_, output, said) = await engine.TryAsync("logs", name);
        return output + said;
    }

    /// <summary>Runs the tool inside it.</summary>
    public async Task<int> ToolAsync(params string[] arguments) => (await engine.TryAsync(["exec", name, "dotnet", "clinicalrl.dll", .. arguments])).Code;

    /// <summary>Lines of its process's status, as the kernel has them.</summary>
    public async Task<string> StatusAsync() => await File.ReadAllTextAsync($"/proc/{await engine.DoAsync("inspect", name, "--format", "{{.State.Pid}}")}/status");

    /// <summary>SIGTERM; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await engine.DoAsync("stop", "--time", "60", name);
        return int.Parse(await engine.DoAsync("inspect", name, "--format", "{{.State.ExitCode}}"), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync() => await engine.TryAsync("rm", "--force", name);

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex("crl_dev_[0-9A-Za-z]+", RegexOptions.None, 2_000)]
    private static partial Regex Key();
}
