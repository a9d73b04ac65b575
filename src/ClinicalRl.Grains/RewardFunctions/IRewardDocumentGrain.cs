namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>The exact bytes of one document of a tenant, keyed <c>tenant/hash</c>. Written once; never changed or deleted, since logs name the hash.</summary>
[Alias("clinicalrl.reward-document")]
public interface IRewardDocumentGrain : IGrainWithStringKey
{
    /// <summary>Keeps the bytes; throws <see cref="ArgumentException"/> when their SHA-256 is not the key's.</summary>
    [Alias("store")]
    ValueTask StoreAsync(byte[] document);

    /// <summary>The bytes, or null when none were stored.</summary>
    [Alias("read")]
    ValueTask<byte[]?> ReadAsync();
}
