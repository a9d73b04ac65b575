using System.Threading.RateLimiting;

namespace ClinicalRl.Service.Quotas;

/// <summary>
/// How many requests of a tenant this silo works on at once. Alone it has as many as it likes; while other tenants ask too, each has an equal part of
/// a small number, and the rest of what it sends waits in its own line. So whoever asks little waits behind few, however much others ask.
/// </summary>
internal sealed class TenantTurns(FairTurns fair, TokenBucketRateLimiter requests, TimeProvider time) : RateLimiter
{
    /// <summary>Requests that may wait; more are refused.</summary>
    private const int MaxWaiting = 4_096;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource<RateLimitLease>> waiting = new();
    private int working;
    private long lastAsked = long.MinValue;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <summary>Whether it asked since a time.</summary>
    public bool AskedSince(long timestamp) => Volatile.Read(ref lastAsked) >= timestamp;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>Counts one more request; fails when there are too many a second.</summary>
    public RateLimitLease CountRequest() => requests.AttemptAcquire();

    /// <summary>A turn for a part of a request; dispose it to end it.</summary>
    public ValueTask<RateLimitLease> TakeAsync(CancellationToken cancel) => TryBegin() ? ValueTask.FromResult<RateLimitLease>(new Turn(this)) : WaitAsync(cancel);

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        if (permitCount == 0 || !TryBegin())
            return NoTurn.Instance;
        var counted = requests.AttemptAcquire();
        if (counted.IsAcquired)
            return new Turn(this);
        End();
        return counted;
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var counted = requests.AttemptAcquire();
        return counted.IsAcquired ? TakeAsync(cancellationToken) : ValueTask.FromResult(counted);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => requests.Dispose();

    private bool TryBegin()
    {
        Volatile.Write(ref lastAsked, time.GetTimestamp());
        var most = fair.TurnsOf(this);
        lock (gate)
        {
            if (working >= most || waiting.Count > 0)
                return false;
            working++;
            return true;
        }
    }

    private async ValueTask<RateLimitLease> WaitAsync(CancellationToken cancel)
    {
        var turn = new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (waiting.Count >= MaxWaiting)
                return NoTurn.Instance;
            waiting.Enqueue(turn);
        }

        LetWork();   // one may have ended in between
        await using var given = cancel.Register(() => turn.TrySetCanceled(cancel));
        return await turn.Task;
    }

    private void End()
    {
        lock (gate)
            working--;
        LetWork();
    }

    private void LetWork()
    {
        var most = fair.TurnsOf(this);
        lock (gate)
        {
            while (working < most && waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult(new Turn(this)))
                    working++;
            }
        }
    }

    private sealed class Turn(TenantTurns turns) : RateLimitLease
    {
        private int ended;

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
                turns.End();
        }
    }

    private sealed class NoTurn : RateLimitLease
    {
        public static NoTurn Instance { get; } = new();

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
