using System.Security.Cryptography;

namespace ClinicalRl.Grains.RewardFunctions;

/// <inheritdoc cref="IRewardDocumentGrain"/>
[GrainType("reward-document")]
internal sealed class RewardDocumentGrain([PersistentState("document")] IPersistentState<RewardDocumentState> document) : Grain, IRewardDocumentGrain
{
    public async ValueTask StoreAsync(byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!this.GetPrimaryKeyString().EndsWith("/" + hash, StringComparison.Ordinal))
            throw new ArgumentException("The document's hash is not the one it is to be stored under.", nameof(bytes));
        if (document.State.Bytes.Length > 0)
            return;
        document.State.Bytes = bytes;
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored
            throw;
        }
    }

    public ValueTask<byte[]?> ReadAsync()
    {
        DeactivateOnIdle();   // whoever asks keeps the compiled function
        return ValueTask.FromResult(document.State.Bytes.Length == 0 ? null : document.State.Bytes);
    }
}

/// <summary>What is stored of a document.</summary>
[GenerateSerializer]
[Alias("clinicalrl.reward-document.state")]
public sealed class RewardDocumentState
{
    /// <summary>Its bytes; empty while there are none.</summary>
    [Id(0)]
    public byte[] Bytes { get; set; } = [];
}
