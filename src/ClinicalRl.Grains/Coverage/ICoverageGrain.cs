using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Coverage;

/// <summary>
/// One report over a tenant's sealed logs, keyed <c>tenant/job</c>. It goes on by itself, and after a restart begins again; what came out is kept. Its
/// pieces are the entries of the ledger.
/// </summary>
[Alias("clinicalrl.coverage")]
public interface ICoverageGrain : IGrainWithStringKey
{
    /// <summary>Begins, unless it has begun.</summary>
    [Alias("start")]
    ValueTask<JobProgress> StartAsync(StartCoverage request);

    /// <summary>How far it is; null when there is no such job.</summary>
    [Alias("read")]
    ValueTask<JobProgress?> ReadAsync();

    /// <summary>Every form of the report; null until the job is done.</summary>
    [Alias("forms")]
    ValueTask<CoverageForms?> FormsAsync();

    /// <summary>Stops it; what was counted until then is not kept. Null when there is no such job.</summary>
    [Alias("cancel")]
    ValueTask<JobProgress?> CancelAsync();
}

/// <summary>Report on these logs.</summary>
/// <param name="Report">What to make of them.</param>
/// <param name="Selection">Which.</param>
/// <param name="TreeSize">Entries of the ledger to walk.</param>
/// <param name="Actor">Public id of the API key used.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.coverage.start")]
public sealed record StartCoverage(
    [property: Id(0)] CoverageReport Report,
    [property: Id(1)] CoverageSelection Selection,
    [property: Id(2)] int TreeSize,
    [property: Id(3)] string Actor);
