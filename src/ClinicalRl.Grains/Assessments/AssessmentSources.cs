using System.Collections.Concurrent;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Assessments;

/// <summary>Where trajectories come from: sealed logs that are still what the ledger holds, and gold trajectories, played once in a silo.</summary>
internal sealed class AssessmentSources(EpisodeLogs logs, IJournal journal, EnvironmentCatalogue catalogue, RewardLibrary rewards)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<GoldTraces?>>> gold = new(StringComparer.Ordinal);

    /// <summary>A sealed episode; null when its log cannot be read, or is not the one that the ledger holds.</summary>
    /// <exception cref="JournalUnavailableException">The journal did not answer.</exception>
    public async ValueTask<AssessedEpisode?> FindAsync(string tenant, string episode)
    {
        if (await journal.Ledger.FindAsync(tenant, episode) is not { } place || await journal.Ledger.ReadAsync(tenant, place, 1) is not [var entry] || entry.Episode != episode)
            return null;
        try
        {
            return await logs.ReadAsync(new EpisodeKey(tenant, episode)) is { } log && Sha256Digest.Of(log) == entry.Log && AssessedEpisode.TryRead(log, out var read, out _) ? read : null;
        }
        catch (EpisodeUnrecoverableException)
        {
            return null;
        }
    }

    /// <summary>The gold trajectories of an environment; null when there is no such environment.</summary>
    public Task<GoldTraces?> GoldAsync(string environment) => gold.GetOrAdd(environment, id => new Lazy<Task<GoldTraces?>>(() => Task.Run(() =>
        catalogue.Find(id) is { } known && rewards.Find(known.Spec.DefaultRewardFunction) is { } judge ? GoldTraces.Of(known, judge) : null))).Value;
}
