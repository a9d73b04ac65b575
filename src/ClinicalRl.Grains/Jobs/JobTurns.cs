namespace ClinicalRl.Grains.Jobs;

/// <summary>Lets one job, or one report made while its caller waits, work at a time in a silo: however many there are, most of the machine is left to episodes.</summary>
public sealed class JobTurns : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Begins a turn if nobody else has one.</summary>
    public bool TryBegin() => turn.Wait(0);

    /// <summary>Begins a turn when it is free.</summary>
    public Task BeginAsync(CancellationToken cancel) => turn.WaitAsync(cancel);

    /// <summary>Ends a turn begun.</summary>
    public void End() => turn.Release();

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
