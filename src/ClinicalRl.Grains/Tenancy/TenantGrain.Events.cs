using System.Globalization;

namespace ClinicalRl.Grains.Tenancy;

/// <summary>What was done to the tenant.</summary>
internal sealed partial class TenantGrain
{
    /// <summary>Events of a page. The tenant keeps up to two pages' worth itself, and then moves the older half out.</summary>
    internal const int PageEvents = 256;

    public async ValueTask<IReadOnlyList<AdminEvent>> ListEventsAsync(long from, int limit)
    {
        var (paged, kept) = (tenant.State.PagedEvents, tenant.State.Events);
        var listed = new List<AdminEvent>();
        for (var next = from; next < paged && listed.Count < limit; next = from + listed.Count)
        {
            var page = await Page(next / PageEvents).ReadAsync();
            if (page.Count <= next % PageEvents)
                throw new InvalidOperationException($"A page of the record of tenant {this.GetPrimaryKeyString()} is not as it was stored.");
            listed.AddRange(page.Skip((int)(next % PageEvents)).Take(limit - listed.Count));
        }

        listed.AddRange(kept.Where(stored => stored.Number >= from).Take(limit - listed.Count).Select(stored => stored.Show()));
        return listed;
    }

    private void Record(AdminActor by, string what, string? key, params ReadOnlySpan<(string Name, string Value)> details)
    {
        var stored = new StoredEvent
        {
            Number = tenant.State.PagedEvents + tenant.State.Events.Count, At = time.GetUtcNow(), By = by.Name, What = what, Key = key,
        };
        foreach (var (name, value) in details)
            stored.Details.Add(name, value);
        tenant.State.Events.Add(stored);
    }

    /// <summary>The page is written before its events leave the tenant: after a crash between the two it is simply written again.</summary>
    private async ValueTask PageEventsAsync()
    {
        if (tenant.State.Events.Count < 2 * PageEvents)
            return;
        await Page(tenant.State.PagedEvents / PageEvents).StoreAsync([.. tenant.State.Events.Take(PageEvents).Select(stored => stored.Show())]);
        tenant.State.Events.RemoveRange(0, PageEvents);
        tenant.State.PagedEvents += PageEvents;
    }

    private IAdminEventPageGrain Page(long page) =>
        GrainFactory.GetGrain<IAdminEventPageGrain>(string.Create(CultureInfo.InvariantCulture, $"{this.GetPrimaryKeyString()}/{page}"));
}
