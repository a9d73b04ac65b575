using ClinicalRl.Audit.SignOffs;

namespace ClinicalRl.Grains.RewardFunctions;

/// <inheritdoc cref="IClinicianRegistryGrain"/>
[GrainType("clinicians")]
internal sealed class ClinicianRegistryGrain([PersistentState("clinicians")] IPersistentState<ClinicianRegistryState> registry, TimeProvider time) : Grain, IClinicianRegistryGrain
{
    private const int MaxKeys = 1_000;

    private List<RegisteredKey> Keys => registry.State.Keys;

    public ValueTask<IReadOnlyList<RegisteredKey>> ListAsync() => ValueTask.FromResult<IReadOnlyList<RegisteredKey>>([.. Keys]);

    public async ValueTask<string?> RegisterAsync(RegisteredKey key)
    {
        if (Keys.Find(known => known.KeyId == key.KeyId) is { } known)
            return Owner(known) == Owner(key) && known.Retired is null && known.Revoked is null ? null : "That key was registered before, and a key is never registered again.";
        if (Keys.Count >= MaxKeys)
            return $"A tenant has at most {MaxKeys} clinicians' keys.";
        var now = time.GetUtcNow();
        for (var i = 0; i < Keys.Count; i++)
        {
            if (Keys[i].Retired is null && Owner(Keys[i]).IsSamePerson(Owner(key)))
                Keys[i] = Keys[i] with { Retired = now };
        }

        Keys.Add(key with { Registered = now });
        await StoreAsync();
        return null;
    }

    public async ValueTask<bool> RevokeAsync(string keyId, string reason, string actor)
    {
        var index = Keys.FindIndex(known => known.KeyId == keyId);
        if (index < 0)
            return false;
        if (Keys[index].Revoked is null)
        {
            Keys[index] = Keys[index] with { Revoked = time.GetUtcNow(), RevokedBecause = reason, RevokedBy = actor };
            await StoreAsync();
        }

        return true;
    }

    private static Signer Owner(RegisteredKey key) => new(key.Name, key.Register, key.Number);

    private async Task StoreAsync()
    {
        try
        {
            await registry.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of a tenant's clinicians.</summary>
[GenerateSerializer]
[Alias("clinicalrl.clinicians.state")]
public sealed class ClinicianRegistryState
{
    /// <summary>All keys ever registered, oldest first.</summary>
    [Id(0)]
    public List<RegisteredKey> Keys { get; set; } = [];
}
