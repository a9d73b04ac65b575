using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Coverage;

/// <summary>Reports on selections small enough for their caller to wait.</summary>
public sealed class CoverageAtOnce
{
    /// <summary>Most logs counted while the caller waits.</summary>
    public const int MaxLogs = 200;

    /// <summary>Most entries whose index row or log is read while the caller waits.</summary>
    public const int MaxLooked = 1_000;

    /// <summary>Most entries of a ledger that is walked while the caller waits.</summary>
    public const int MaxEntries = 100_000;

    private readonly SealedEpisodes source;

    private readonly IJournal journal;

    private readonly JobTurns turns;

    private readonly EnvironmentCatalogue catalogue;

    internal CoverageAtOnce(SealedEpisodes source, IJournal journal, JobTurns turns, EnvironmentCatalogue catalogue) =>
        (this.source, this.journal, this.turns, this.catalogue) = (source, journal, turns, catalogue);

    /// <summary>The report; null when the selection needs a job.</summary>
    /// <exception cref="JournalUnavailableException">The journal did not answer.</exception>
    public async ValueTask<ReportForms?> ReportAsync(string tenant, CoverageReport report, CoverageSelection selection, CancellationToken cancel)
    {
        var size = await journal.Ledger.SizeAsync(tenant);
        if (size > MaxEntries)
            return null;
        await turns.BeginAsync(cancel);
        try
        {
            var count = new CoverageCount(source, tenant, selection, size);
            for (var place = 0L; place < size; place++)
            {
                cancel.ThrowIfCancellationRequested();
                await count.AddAsync(place, cancel);
                if (count.Chosen > MaxLogs || count.Looked > MaxLooked)
                    return null;
            }

            return await Task.Run(() => CoverageForms.Of(report, count.ToMatrix(catalogue), previous: null), cancel);
        }
        finally
        {
            turns.End();
        }
    }
}
