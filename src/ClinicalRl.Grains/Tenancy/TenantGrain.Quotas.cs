using System.Globalization;

namespace ClinicalRl.Grains.Tenancy;

/// <summary>What the tenant may use.</summary>
internal sealed partial class TenantGrain
{
    /// <summary>A silo that has not asked for so long has no part.</summary>
    private static readonly TimeSpan ShareAge = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (double Asked, long At)> demands = new(StringComparer.Ordinal);

    public async ValueTask<bool> SetQuotasAsync(TenantQuotas quotas, AdminActor by)
    {
        if (tenant.State.Keys.Count == 0)
            return false;
        if (tenant.State.Quotas == quotas)
            return true;
        tenant.State.Quotas = quotas;
        Record(
            by, "quotas-set", null, ("liveEpisodes", Text(quotas.LiveEpisodes)), ("stepsPerSecond", Text(quotas.StepsPerSecond)), ("storedBytes", Text(quotas.StoredBytes)),
            ("documentBytes", Text(quotas.DocumentBytes)));
        await StoreAsync();
        return true;
    }

    /// <summary>Parts are as the demands of the last second were; whoever has none yet gets a little, so that it can show some.</summary>
    public ValueTask<TenantShare> ShareAsync(string silo, double asked)
    {
        var quotas = tenant.State.Quotas ?? TenantQuotas.None;
        if (quotas.StepsPerSecond is not { } all)
            return ValueTask.FromResult(new TenantShare(quotas, null));
        demands[silo] = (asked, time.GetTimestamp());
        foreach (var gone in demands.Where(demand => time.GetElapsedTime(demand.Value.At) > ShareAge).Select(demand => demand.Key).ToList())
            demands.Remove(gone);
        var unshown = Math.Max(1.0, all / 20.0);
        return ValueTask.FromResult(new TenantShare(quotas, all * (asked + unshown) / demands.Values.Sum(demand => demand.Asked + unshown)));
    }

    private static string Text(long? quota) => quota?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
