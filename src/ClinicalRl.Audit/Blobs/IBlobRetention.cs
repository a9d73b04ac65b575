namespace ClinicalRl.Audit.Blobs;

/// <summary>
/// What a store can do about how long blobs are kept, besides never changing one. Only what governs retention calls it, once it is sure that the period is over and
/// nothing is held.
/// </summary>
public interface IBlobRetention
{
    /// <summary>Sets or lifts a hold on a blob, by which the store itself refuses to remove it, whoever asks.</summary>
    Task<BlobHold> SetHoldAsync(string name, bool isHeld, CancellationToken cancellation = default);

    /// <summary>Removes a blob.</summary>
    Task<BlobRemoval> RemoveAsync(string name, CancellationToken cancellation = default);
}

/// <summary>What became of a hold.</summary>
public enum BlobHold
{
    /// <summary>It is as asked for.</summary>
    Done,

    /// <summary>There is no such blob.</summary>
    Missing,

    /// <summary>This store, or this container of it, knows no holds on single blobs.</summary>
    NotSupported,
}

/// <summary>What became of a removal.</summary>
public enum BlobRemoval
{
    /// <summary>It is not there any more, or never was.</summary>
    Gone,

    /// <summary>The store keeps it: by a policy or hold of its own, or because the service may not remove anything.</summary>
    Protected,
}
