using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Grains.Usage;
using Orleans.Runtime;

namespace ClinicalRl.Service.Quotas;

/// <summary>
/// What a tenant may still use on this silo. Every second in which it is used it asks the tenant for its part of the steps, by how many were asked for
/// here, so that the parts of all silos make up the quota; live episodes and bytes are the journal's own counts, at most a second old, with what
/// began here since. So quotas hold to within what a second and the requests under way bring.
/// </summary>
internal sealed partial class TenantAllowance(TenantId tenant, string silo, IGrainFactory grains, JournalUsage usage, TimeProvider time, ILogger<TenantAllowance> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Before it refuses by a count, it looks again when the count is older.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim counting = new(1);
    private TenantQuotas quotas = TenantQuotas.None;
    private double rate;
    private double tokens;
    private long filled;
    private long asked;
    private long due;
    private int refreshing;
    private UsageCount? counted;
    private long countedAt;
    private long beginning;
    private long begun;

    /// <summary>The quotas as last heard.</summary>
    public TenantQuotas Quotas => Volatile.Read(ref quotas);

    /// <summary>Takes quotas heard by another way, such as when a key was looked up.</summary>
    public void Hear(TenantQuotas heard)
    {
        lock (gate)
        {
            if (heard.StepsPerSecond != quotas.StepsPerSecond)
                SetRate(heard.StepsPerSecond);
            Volatile.Write(ref quotas, heard);
        }
    }

    /// <summary>Takes a step; the quota that refuses it, or null.</summary>
    public Quota? RefusalOfStep()
    {
        RefreshWhenDue();
        if (Quotas.StepsPerSecond is null)
            return null;
        lock (gate)
        {
            asked++;
            var now = time.GetTimestamp();
            tokens = Math.Min(tokens + (time.GetElapsedTime(filled, now).TotalSeconds * rate), Math.Max(rate, 1));
            filled = now;
            if (tokens < 1)
                return Quota.StepsPerSecond;
            tokens--;
            return null;
        }
    }

    /// <summary>Begins an episode; the quota that refuses it, or null. Then call <see cref="HasBegun"/> when the beginning has ended, well or not.</summary>
    public ValueTask<Quota?> RefusalOfBeginningAsync()
    {
        RefreshWhenDue();
        if (Quotas is not { LiveEpisodes: null, StoredBytes: null })
            return CountInAsync();
        lock (gate)
            beginning++;
        return ValueTask.FromResult<Quota?>(null);
    }

    /// <summary>The journal has the episode, or never will.</summary>
    public void HasBegun()
    {
        lock (gate)
            (beginning, begun) = (beginning - 1, begun + 1);
    }

    private async ValueTask<Quota?> CountInAsync()
    {
        var refusal = TryCountIn(Period);
        for (var look = 0; refusal is not null && look < 2 && await CountAsync(Fresh); look++)
            refusal = TryCountIn(Period);
        return refusal;
    }

    /// <summary>Counts an episode in when the counts are not older than <paramref name="age"/> and allow it.</summary>
    private Quota? TryCountIn(TimeSpan age)
    {
        lock (gate)
        {
            var known = counted is { } count && time.GetElapsedTime(countedAt) <= age ? count : (UsageCount?)null;
            if (quotas.LiveEpisodes is { } live && (known is not { } lived || lived.Begun - lived.Sealed + beginning + begun >= live))
                return Quota.LiveEpisodes;
            if (quotas.StoredBytes is { } bytes && (known is not { } stored || stored.Bytes >= bytes))
                return Quota.StoredBytes;
            beginning++;
            return null;
        }
    }

    /// <summary>Reads the journal's counts unless they are fresh enough; whether they were read now.</summary>
    private async ValueTask<bool> CountAsync(TimeSpan fresh)
    {
        await counting.WaitAsync();
        try
        {
            long before;   // what has begun by now is in the counts read below; what is beginning may be, and counts twice for a moment
            lock (gate)
            {
                if (counted is not null && time.GetElapsedTime(countedAt) <= fresh)
                    return true;
                before = begun;
            }

            var count = await usage.TotalAsync(tenant.Text);
            lock (gate)
                (counted, countedAt, begun) = (count, time.GetTimestamp(), begun - before);
            return true;
        }
        catch (JournalUnavailableException)
        {
            return false;
        }
        finally
        {
            counting.Release();
        }
    }

    private void RefreshWhenDue()
    {
        if (time.GetTimestamp() >= Volatile.Read(ref due) && Interlocked.Exchange(ref refreshing, 1) == 0)
            _ = RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        try
        {
            Volatile.Write(ref due, time.GetTimestamp() + (long)(Period.TotalSeconds * time.TimestampFrequency));
            var share = await grains.GetGrain<ITenantGrain>(tenant.Text).ShareAsync(silo, Interlocked.Exchange(ref asked, 0));
            lock (gate)
            {
                SetRate(share.StepsPerSecond);
                Volatile.Write(ref quotas, share.Quotas);
            }
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogNotRefreshed(exception, tenant.Text);   // the next use will try
        }
        finally
        {
            Volatile.Write(ref refreshing, 0);
        }
    }

    private void SetRate(double? perSecond)
    {
        if (rate == 0 && perSecond is not null)
            (tokens, filled) = (perSecond.Value, time.GetTimestamp());
        rate = perSecond ?? 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The quotas of tenant {Tenant} could not be asked for.")]
    private partial void LogNotRefreshed(Exception exception, string tenant);
}
