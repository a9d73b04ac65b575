namespace ClinicalRl.Grains.Tenancy;

/// <inheritdoc cref="IAdminEventPageGrain"/>
[GrainType("admin-events")]
internal sealed class AdminEventPageGrain([PersistentState("events")] IPersistentState<StoredEventPage> page) : Grain, IAdminEventPageGrain
{
    public async ValueTask StoreAsync(IReadOnlyList<AdminEvent> events)
    {
        if (page.State.Events.Count > 0)
            return;
        page.State.Events = [.. events.Select(StoredEvent.Of)];
        try
        {
            await page.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public ValueTask<IReadOnlyList<AdminEvent>> ReadAsync() => ValueTask.FromResult<IReadOnlyList<AdminEvent>>([.. page.State.Events.Select(stored => stored.Show())]);
}

/// <summary>What is stored of a page.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant.admin-event-page")]
public sealed class StoredEventPage
{
    /// <summary>Its events, in order.</summary>
    [Id(0)]
    public List<StoredEvent> Events { get; set; } = [];
}
