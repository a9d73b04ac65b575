using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Bundles;

/// <summary>
/// One safety-case bundle, keyed <c>tenant/job</c>. It is made by itself, and after a restart begun again; once done it lies in the blob store until its retention is over.
/// </summary>
[Alias("clinicalrl.bundle")]
public interface IBundleGrain : IGrainWithStringKey
{
    /// <summary>Begins, unless it has begun.</summary>
    [Alias("start")]
    ValueTask<JobProgress> StartAsync(StartBundle request);

    /// <summary>How far it is; null when there is no such job.</summary>
    [Alias("read")]
    ValueTask<JobProgress?> ReadAsync();

    /// <summary>Stops it; nothing is kept. Null when there is no such job.</summary>
    [Alias("cancel")]
    ValueTask<JobProgress?> CancelAsync();
}

/// <summary>Bundle these logs.</summary>
/// <param name="Selection">Which.</param>
/// <param name="Checkpoint">The signed checkpoint of the ledger to walk.</param>
/// <param name="Since">Size of an earlier checkpoint to prove that the ledger continues; null for none.</param>
/// <param name="Time">When it was asked for.</param>
/// <param name="Actor">Public id of the API key used.</param>
/// <param name="Previous">The hazard log to continue, as it was exported; null to begin one.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.bundle.start")]
public sealed record StartBundle(
    [property: Id(0)] CoverageSelection Selection,
    [property: Id(1)] string Checkpoint,
    [property: Id(2)] long? Since,
    [property: Id(3)] DateTimeOffset Time,
    [property: Id(4)] string Actor,
    [property: Id(5)] byte[]? Previous = null);

/// <summary>Where bundles lie.</summary>
public static class BundleBlobs
{
    /// <summary>Beginning of a bundle's id.</summary>
    public const string Prefix = "bn_";

    /// <summary>Name of the blob of a tenant's bundle.</summary>
    public static string NameOf(string tenant, string bundle) => $"bundles/{tenant}/{bundle}.zip";
}
