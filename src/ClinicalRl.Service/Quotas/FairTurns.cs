using System.Collections.Concurrent;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Quotas;

/// <summary>Divides this silo's work among the tenants that ask for some.</summary>
internal sealed class FairTurns(IOptions<RequestLimits> limits, TimeProvider time)
{
    /// <summary>Fewest turns of a tenant, however many others ask.</summary>
    private const int Fewest = 2;

    /// <summary>A tenant counts as asking for so long after its last request.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(2);

    /// <summary>How old the number of those that ask may be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<TenantId, TenantTurns> all = new();
    private long counted = long.MinValue;
    private int asking;

    /// <summary>A tenant's turns.</summary>
    public TenantTurns Of(TenantId tenant) => all.TryGetValue(tenant, out var known) ? known : all.GetOrAdd(tenant, Create());

    /// <summary>How many turns a tenant that asks now may have at once.</summary>
    public int TurnsOf(TenantTurns tenant)
    {
        var now = time.GetTimestamp();
        if (counted == long.MinValue || time.GetElapsedTime(Volatile.Read(ref counted), now) > Fresh)
        {
            var since = now - (long)(Lasting.TotalSeconds * time.TimestampFrequency);
            Volatile.Write(ref asking, all.Values.Count(other => other.AskedSince(since)));
            Volatile.Write(ref counted, now);
        }

        var others = Volatile.Read(ref asking) - 1;
        return others <= 0 ? int.MaxValue : Math.Max(Fewest, limits.Value.ContendedTurns / (others + 1));
    }

    private TenantTurns Create() => new(this, new(RequestRates.PerSecond(limits.Value.TenantRequestsPerSecond)), time);
}
