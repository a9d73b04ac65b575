namespace ClinicalRl.Grains.Tenancy;

/// <summary>The tenant as such.</summary>
internal sealed partial class TenantGrain
{
    public async ValueTask<bool> CreateAsync(NewTenantKey first, AdminActor by)
    {
        if (tenant.State.Keys.Count > 0)
            return tenant.State.Keys[0].Id == first.Id;
        tenant.State.Created = time.GetUtcNow();
        Record(by, "tenant-made", null);
        Add(first, by);
        await StoreAsync();
        return true;
    }

    public ValueTask<TenantStanding?> ReadAsync()
    {
        var (state, now) = (tenant.State, time.GetUtcNow());
        if (state.Keys.Count == 0)
        {
            DeactivateOnIdle();
            return ValueTask.FromResult<TenantStanding?>(null);
        }

        return ValueTask.FromResult<TenantStanding?>(new(state.Created ?? state.Keys[0].Created, state.Suspended, state.Keys.Count(key => key.IsGood(now)), state.Quotas ?? TenantQuotas.None));
    }

    public ValueTask<bool> SuspendAsync(string reason, AdminActor by) => SetSuspendedAsync(time.GetUtcNow(), "tenant-suspended", reason, by);

    public ValueTask<bool> ResumeAsync(string reason, AdminActor by) => SetSuspendedAsync(null, "tenant-resumed", reason, by);

    private async ValueTask<bool> SetSuspendedAsync(DateTimeOffset? since, string what, string reason, AdminActor by)
    {
        if (tenant.State.Keys.Count == 0)
            return false;
        if (tenant.State.Suspended.HasValue != since.HasValue)
        {
            tenant.State.Suspended = since;
            Record(by, what, null, ("reason", reason));
            await StoreAsync();
        }

        return true;
    }
}
