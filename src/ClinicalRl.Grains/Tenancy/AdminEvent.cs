namespace ClinicalRl.Grains.Tenancy;

/// <summary>Who changes something.</summary>
/// <param name="Name">As the record names them: a key's public id, <c>operator:</c> and one of the operator's, or <c>first-start</c>.</param>
/// <param name="Scopes">What they may give to keys.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.admin-actor")]
public sealed record AdminActor([property: Id(0)] string Name, [property: Id(1)] KeyScopes Scopes)
{
    /// <summary>The service itself when it has no data yet.</summary>
    public static AdminActor FirstStart { get; } = new("first-start", KeyScopes.All | KeyScopes.Operator);
}

/// <summary>A change to a tenant or its keys; written with the change, never altered. Holds no secret and no hash of one.</summary>
/// <param name="Number">0 for a tenant's first, then without gaps.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="What">Which change, such as <c>key-made</c>.</param>
/// <param name="Key">Public id of the key that was changed, or null.</param>
/// <param name="Details">What it was changed to, in words.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.admin-event")]
public sealed record AdminEvent(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string By,
    [property: Id(3)] string What,
    [property: Id(4)] string? Key,
    [property: Id(5)] IReadOnlyDictionary<string, string> Details);

/// <summary>Older events of a tenant, keyed <c>tenant/page</c>: the tenant itself keeps only the latest, so that a change stays cheap.</summary>
[Alias("clinicalrl.tenant.admin-events")]
public interface IAdminEventPageGrain : IGrainWithStringKey
{
    /// <summary>Keeps them. Repeating it, or coming again with others, changes nothing.</summary>
    [Alias("store")]
    ValueTask StoreAsync(IReadOnlyList<AdminEvent> events);

    /// <summary>The events of the page, in order; none when it was not stored.</summary>
    [Alias("read")]
    ValueTask<IReadOnlyList<AdminEvent>> ReadAsync();
}
