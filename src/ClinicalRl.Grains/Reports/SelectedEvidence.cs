using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Reliability;

namespace ClinicalRl.Grains.Reports;

/// <summary>The records that a selection chooses, and the assessments they are of.</summary>
internal sealed class SelectedEvidence
{
    /// <summary>Most assessments of one report.</summary>
    public const int MaxAssessments = 100;

    private readonly GatheredEvidence gathered;

    private SelectedEvidence(GatheredEvidence gathered) => this.gathered = gathered;

    /// <summary>The records.</summary>
    public Evaluation.Evidence.EvidenceLedger Ledger => gathered.Ledger;

    /// <summary>The assessments with a chosen episode.</summary>
    public List<RecordSubject> Assessments { get; } = [];

    /// <summary>The records as lines, in ordinal order of their ids.</summary>
    public byte[] Lines() => gathered.Lines();

    /// <summary>Gathers them; in another order of appends the same records.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public static async ValueTask<SelectedEvidence> OfAsync(IEvaluationRecords records, IJournal journal, string tenant, ReportSelection selection)
    {
        var selected = new SelectedEvidence(new GatheredEvidence(records, tenant, keepsLines: true));
        var named = selection.Assessments.Length > 0;
        var assessments = named ? [.. selection.Assessments.Select(RecordSubject.Assessment)] : await records.AssessmentsAsync(new RecordQuery(tenant) { Limit = MaxAssessments });
        foreach (var assessment in assessments)
        {
            var all = await GatheredEvidence.OfAsync(records, tenant, [assessment]);
            if (!named && all.Ledger.Holding<EvaluatorEnrolled>().Any(evaluator => evaluator.Simulated))
                continue;
            var episodes = await ChooseAsync(journal, tenant, selection.Logs, all);
            if (episodes.Count == 0)
                continue;
            selected.Assessments.Add(assessment);
            await selected.gathered.AddAsync(assessment, record => RecordNames.Episode(record) is not { } episode || episodes.Contains(episode));
        }

        await selected.gathered.AddRegisterAsync();
        return selected;
    }

    private static async ValueTask<HashSet<string>> ChooseAsync(IJournal journal, string tenant, CoverageSelection logs, GatheredEvidence all)
    {
        var functions = all.Ledger.Holding<AssessmentOpened>().Select(opened => opened.RewardFunction);
        var episodes = new HashSet<string>(StringComparer.Ordinal);
        if (logs.RewardFunction is not null && !functions.Contains(logs.RewardFunction, StringComparer.Ordinal))
            return episodes;
        foreach (var episode in all.Ledger.Holding<EpisodeSelected>())
        {
            if ((logs.Environment is null || episode.Environment == logs.Environment) && await IsChosenAsync(journal, tenant, logs, episode.Episode))
                episodes.Add(episode.Episode);
        }

        return episodes;
    }

    /// <summary>Labels are in the journal's index, and when a log was sealed is in the ledger; an episode that is in neither has none.</summary>
    private static async ValueTask<bool> IsChosenAsync(IJournal journal, string tenant, CoverageSelection logs, string episode)
    {
        if (logs.Labels.Length > 0 && !(EpisodeKey.IsId(episode) && await journal.FindAsync(new EpisodeKey(tenant, episode)) is { } row && (logs with { Environment = null }).Holds(row)))
            return false;
        if (logs.From is null && logs.To is null)
            return true;
        return await journal.Ledger.FindAsync(tenant, episode) is { } place && (await journal.Ledger.ReadAsync(tenant, place, 1)) is [var entry] && logs.Holds(entry.Sealed);
    }
}
