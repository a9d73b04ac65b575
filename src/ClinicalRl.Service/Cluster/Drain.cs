namespace ClinicalRl.Service.Cluster;

/// <summary>
/// The time between the wish to stop and the stop. Readiness is false and no episode begins, so that a load balancer looks elsewhere; whatever
/// else comes is answered. After it the listener ends, requests under way end, and the silo hands its grains over.
/// </summary>
internal sealed class Drain(TimeSpan length, TimeProvider time, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    /// <summary>How long it lasts.</summary>
    public TimeSpan Length => length;

    /// <summary>Whether the process is about to stop.</summary>
    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(length, time, cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
