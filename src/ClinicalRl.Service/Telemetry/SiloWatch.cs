using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orleans.Runtime;

namespace ClinicalRl.Service.Telemetry;

/// <summary>Counts silos that ended without saying so. One that is stopped in good order first says that it shuts down.</summary>
internal sealed class SiloWatch(ISiloStatusOracle silos) : IHostedService, ISiloStatusListener
{
    private static readonly Counter<long> Lost = ServiceInstruments.Meter.CreateCounter<long>("clinicalrl.silos.lost", "{silo}", "Silos of the cluster that died, as this one saw it.");

    private readonly ConcurrentDictionary<SiloAddress, SiloStatus> seen = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Lost.Add(0);
        silos.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        silos.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        var before = seen.TryGetValue(updatedSilo, out var known) ? known : SiloStatus.None;
        seen[updatedSilo] = status;
        if (status == SiloStatus.Dead && before == SiloStatus.Active)
            Lost.Add(1);
    }
}
