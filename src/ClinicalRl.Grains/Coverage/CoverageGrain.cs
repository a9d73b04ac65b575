using System.Globalization;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Coverage;

/// <inheritdoc cref="ICoverageGrain"/>
[GrainType("coverage")]
internal sealed class CoverageGrain(
    [PersistentState("coverage")] IPersistentState<CoverageState> job, JobTurns turns, SealedEpisodes source, EnvironmentCatalogue catalogue)
    : ReportGrain<CoverageState, StartCoverage>(job, turns), ICoverageGrain
{
    /// <summary>Most logs of one report: they are in memory together.</summary>
    public const int MaxLogs = 20_000;

    private CoverageCount? count;

    protected override int TotalOf(StartCoverage request) => request.TreeSize;

    protected override ValueTask<string?> PrepareAsync(StartCoverage request)
    {
        count = new CoverageCount(source, Tenant, request.Selection, request.TreeSize);
        return ValueTask.FromResult<string?>(null);
    }

    protected override async ValueTask<string?> WorkAsync(StartCoverage request, int piece, CancellationToken cancel)
    {
        await count!.AddAsync(piece, cancel);
        return count.Chosen <= MaxLogs ? null : string.Create(CultureInfo.InvariantCulture, $"More than {MaxLogs} sealed logs are selected; choose a shorter period, a label or an environment.");
    }

    protected override ReportForms Render(StartCoverage request) => CoverageForms.Of(request.Report, count!.ToMatrix(catalogue), request.Previous);

    protected override void Forget() => count = null;
}

/// <summary>What is stored of a report over sealed logs.</summary>
[GenerateSerializer]
[Alias("clinicalrl.coverage.state")]
public sealed class CoverageState : ReportState<StartCoverage>;
