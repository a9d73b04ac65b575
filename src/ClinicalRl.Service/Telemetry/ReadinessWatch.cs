using System.Diagnostics.Metrics;
using ClinicalRl.Service.Health;

namespace ClinicalRl.Service.Telemetry;

/// <summary>Asks what <c>/readyz</c> asks every few seconds, so that metrics tell it whether or not somebody probes.</summary>
internal sealed class ReadinessWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly KeyValuePair<string, object?>[] Checks = [new("check", "journal"), new("check", "blobs"), new("check", "grains"), new("check", "membership")];

    private readonly Readiness readiness;
    private readonly IHostApplicationLifetime host;
    private readonly TimeProvider time;
    private readonly Meter meter = new(ServiceInstruments.MeterName);
    private ReadinessChecks? last;

    public ReadinessWatch(Readiness readiness, IHostApplicationLifetime host, TimeProvider time)
    {
        (this.readiness, this.host, this.time) = (readiness, host, time);
        meter.CreateObservableGauge("clinicalrl.readiness", () => last is null ? [] : Observe(last), description: "1 when the check is well, 0 when it failed.");
        meter.CreateObservableGauge("clinicalrl.silos", () => last is { } known ? [new Measurement<int>(known.Silos)] : Array.Empty<Measurement<int>>(), "{silo}", "Active silos that this one knows of.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);   // before that no grain can be called
        while (!stoppingToken.IsCancellationRequested)
        {
            last = (await readiness.AskAsync(stoppingToken)).Checks;
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static IEnumerable<Measurement<int>> Observe(ReadinessChecks checks)
    {
        string[] answers = [checks.Journal, checks.Blobs, checks.Grains, checks.Membership];
        return answers.Select((answer, index) => new Measurement<int>(answer == Readiness.Ok ? 1 : 0, Checks[index]));
    }
}
