using System.Text.Json;
using ClinicalRl.Client;

namespace ClinicalRl.Cluster.Tests.Processes;

/// <summary>A service over one folder and port that is killed and started again when enough has been played.</summary>
internal sealed class RestartableService : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-cluster-").FullName;
    private readonly int port = ServiceProcess.FreePort();
    private readonly TaskCompletionSource restarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int killAfter;
    private ServiceProcess? running;
    private int steps;

    private RestartableService(int killAfterSteps)
    {
        killAfter = killAfterSteps;
        Client = ServiceProcess.PatientClient(port);
    }

    public ClinicalRlClient Client { get; }

    /// <summary>Starts one that dies after <paramref name="killAfterSteps"/> acknowledged steps; 0 for never.</summary>
    public static async Task<RestartableService> StartAsync(int killAfterSteps = 0)
    {
        var service = new RestartableService(killAfterSteps);
        try
        {
            service.running = await ServiceProcess.StartAsync(service.folder, service.port);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that <paramref name="taken"/> steps were acknowledged; the caller that reaches the mark kills and restarts.</summary>
    public async Task AcknowledgedAsync(int taken)
    {
        var now = Interlocked.Add(ref steps, taken);
        if (killAfter == 0 || now < killAfter || now - taken >= killAfter)
            return;
        try
        {
            await running!.DisposeAsync();
            running = await ServiceProcess.StartAsync(folder, port);
            restarted.SetResult();
        }
        catch (Exception exception)
        {
            restarted.SetException(exception);
        }
    }

    /// <summary>Fails unless it was killed and came back.</summary>
    public Task WasRestartedAsync() => restarted.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>What the service counted: episodes begun, steps recorded, episodes sealed.</summary>
    public async Task<(long Begun, long Steps, long Sealed)> UsageAsync()
    {
        using var http = new HttpClient { BaseAddress = ServiceProcess.Address(port) };
        var total = JsonElement.Parse(await http.GetStringAsync(new Uri("/v1/usage", UriKind.Relative))).GetProperty("total");
        return (total.GetProperty("episodesBegun").GetInt64(), total.GetProperty("stepsRecorded").GetInt64(), total.GetProperty("episodesSealed").GetInt64());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (running is not null)
            await running.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
