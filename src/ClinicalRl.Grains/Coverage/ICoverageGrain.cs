using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Coverage;

/// <summary>One report over a tenant's sealed logs. Its pieces are the entries of the ledger.</summary>
[Alias("clinicalrl.coverage")]
public interface ICoverageGrain : IReportGrain
{
    /// <summary>Begins, unless it has begun.</summary>
    [Alias("start")]
    ValueTask<JobProgress> StartAsync(StartCoverage request);
}

/// <summary>Report on these logs.</summary>
/// <param name="Report">What to make of them.</param>
/// <param name="Selection">Which.</param>
/// <param name="TreeSize">Entries of the ledger to walk.</param>
/// <param name="Actor">Public id of the API key used.</param>
/// <param name="Previous">The hazard log to continue, as exported; null for a first one, and for other reports.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.coverage.start")]
public sealed record StartCoverage(
    [property: Id(0)] CoverageReport Report,
    [property: Id(1)] CoverageSelection Selection,
    [property: Id(2)] int TreeSize,
    [property: Id(3)] string Actor,
    [property: Id(4)] byte[]? Previous = null);
