using System.Globalization;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Coverage;

/// <inheritdoc cref="ICoverageGrain"/>
[GrainType("coverage")]
internal sealed class CoverageGrain(
    [PersistentState("coverage")] IPersistentState<CoverageJobState> job, JobTurns turns, SealedEpisodes source, EnvironmentCatalogue catalogue)
    : JobGrain<CoverageJobState, StartCoverage>(job, turns), ICoverageGrain
{
    /// <summary>Most logs of one report: they are in memory together.</summary>
    public const int MaxLogs = 20_000;

    private CoverageCount? count;

    public ValueTask<CoverageForms?> FormsAsync() => ValueTask.FromResult(
        State.Status == JobStatuses.Done ? new CoverageForms(State.Result!, State.Csv!, State.Html!) : null);

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

    protected override async ValueTask FinishAsync(StartCoverage request)
    {
        var counted = count!;
        var forms = await Task.Run(() => CoverageForms.Of(request.Report, counted.ToMatrix(catalogue)));
        (State.Result, State.Csv, State.Html) = (forms.Json, forms.Csv, forms.Html);
    }

    protected override void Forget() => count = null;
}

/// <summary>What is stored of a report.</summary>
[GenerateSerializer]
[Alias("clinicalrl.coverage.state")]
public sealed class CoverageJobState : IJobState<StartCoverage>
{
    /// <inheritdoc/>
    [Id(0)]
    public StartCoverage? Request { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string Status { get; set; } = "";

    /// <inheritdoc/>
    [Id(2)]
    public int Done { get; set; }

    /// <inheritdoc/>
    [Id(3)]
    public byte[]? Result { get; set; }

    /// <inheritdoc/>
    [Id(4)]
    public string? Failure { get; set; }

    /// <summary>The report for spreadsheets, or null.</summary>
    [Id(5)]
    public byte[]? Csv { get; set; }

    /// <summary>The report for people, or null.</summary>
    [Id(6)]
    public byte[]? Html { get; set; }
}
