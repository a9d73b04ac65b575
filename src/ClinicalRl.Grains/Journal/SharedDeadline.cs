namespace ClinicalRl.Grains.Journal;

/// <summary>
/// One timer for all waits that begin within a tenth of the limit of each other: a timer for each costs more than the rest of a wait. A wait
/// so ends between <paramref name="limit"/> and a tenth more.
/// </summary>
internal sealed class SharedDeadline(TimeSpan limit, TimeProvider time)
{
    private const int Share = 10;

    private readonly TimeSpan step = limit / Share;
    private Current? current;

    /// <summary>Cancelled when a wait that begins now has lasted too long.</summary>
    public CancellationToken Token
    {
        get
        {
            var now = time.GetTimestamp();
            var known = current;
            if (known is null || time.GetElapsedTime(known.Begun, now) >= step)
                current = known = new Current(now, new CancellationTokenSource(limit + step, time));
            return known.Source.Token;
        }
    }

    // Not disposed: whoever took its token still waits on it. Its timer fires once and lets go of it.
    private sealed record Current(long Begun, CancellationTokenSource Source);
}
