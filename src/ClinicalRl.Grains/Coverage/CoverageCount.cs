using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Coverage;

/// <summary>Takes a log that was chosen and counted, and is the one that the ledger holds.</summary>
internal delegate ValueTask ChosenLog(LedgerEntry entry, long place, ReadOnlyMemory<byte> log);

/// <summary>Walks a ledger up to a size and gathers the episodes that a selection chooses; <paramref name="take"/> is given each log.</summary>
internal sealed class CoverageCount(SealedEpisodes source, string tenant, CoverageSelection selection, long treeSize, ChosenLog? take = null)
{
    private readonly List<CoveredEpisode> episodes = [];

    private readonly ImmutableArray<UncountedLog>.Builder uncounted = ImmutableArray.CreateBuilder<UncountedLog>();

    private ImmutableArray<LedgerEntry> page = [];

    private long pageFrom;

    /// <summary>Logs chosen until now.</summary>
    public int Chosen => episodes.Count + uncounted.Count;

    /// <summary>Entries for which the index or the log was read until now.</summary>
    public int Looked { get; private set; }

    /// <summary>Takes the entry at a place; places are asked for in order.</summary>
    /// <exception cref="JournalUnavailableException">The journal did not answer, or has no such entry.</exception>
    public async ValueTask AddAsync(long place, CancellationToken cancel)
    {
        if (place >= pageFrom + page.Length)
            (page, pageFrom) = (await source.EntriesAsync(tenant, place), place);
        if (page.IsEmpty)
            throw new JournalUnavailableException("The ledger is shorter than it was.");
        var entry = page[(int)(place - pageFrom)];
        var (looked, episode, wrong, log) = await source.ReadAsync(entry, selection, cancel);
        Looked += looked ? 1 : 0;
        if (episode is not null)
        {
            episodes.Add(episode);
            if (take is not null)
                await take(entry, place, log);
        }

        if (wrong is not null)
            uncounted.Add(wrong);
    }

    /// <summary>The matrix of what was gathered, over the environment chosen or all. Runs off the caller's scheduler.</summary>
    public async Task<CoverageMatrix> ToMatrixAsync(EnvironmentCatalogue catalogue, TenantRewardFunctions functions)
    {
        var specs = catalogue.Environments.Select(environment => environment.Spec).Where(spec => selection.Environment is null || spec.Id == selection.Environment).ToList();
        var judges = new List<RewardFunction>();
        foreach (var reference in episodes.Select(episode => episode.RewardFunction).Distinct(StringComparer.Ordinal).ToList())
        {
            if (await functions.FindAsync(tenant, reference) is { } judge)
                judges.Add(judge);
        }

        var choice = new EvidenceChoice(selection.Describe(treeSize), uncounted.ToImmutable());
        return await Task.Run(() => CoverageMatrix.Of(specs, episodes, selection.ToleratedRate, choice, judges));
    }
}
