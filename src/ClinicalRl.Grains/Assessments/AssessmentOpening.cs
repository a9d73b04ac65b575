using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Records;

namespace ClinicalRl.Grains.Assessments;

/// <summary>Chooses episodes and evaluators, and writes down what was chosen.</summary>
internal sealed class AssessmentOpening(SealedEpisodes episodes, AssessmentSources sources, IEvaluationRecords records, EvaluatorPool pool)
{
    /// <summary>Begins one.</summary>
    public OpeningWork Begin(string tenant, string assessment, StartAssessment request) => new(this, tenant, assessment, request);

    internal SealedEpisodes Episodes => episodes;

    internal AssessmentSources Sources => sources;

    internal IEvaluationRecords Records => records;

    internal EvaluatorPool Pool => pool;
}

/// <summary>The work of opening one assessment, in pieces: entry by entry of the ledger, and then the choice.</summary>
internal sealed class OpeningWork(AssessmentOpening parts, string tenant, string assessment, StartAssessment request)
{
    /// <summary>Most episodes to choose from: what is known of them is in memory together.</summary>
    public const int MaxCandidates = 20_000;

    private readonly List<EpisodeCandidate> candidates = [];

    private readonly SortedSet<string> functions = new(StringComparer.Ordinal);

    private ImmutableArray<LedgerEntry> page = [];

    private long pageFrom;

    private int unreadable;

    /// <summary>Looks at one entry of the ledger; why the assessment cannot be opened, or null.</summary>
    public async ValueTask<string?> LookAtAsync(long place, CancellationToken cancel)
    {
        if (place >= pageFrom + page.Length)
            (page, pageFrom) = (await parts.Episodes.EntriesAsync(tenant, place), place);
        if (page.IsEmpty)
            return "The ledger is shorter than it was.";
        var read = await parts.Episodes.ReadAsync(page[(int)(place - pageFrom)], request.Selection, cancel);
        unreadable += read.Uncounted is null ? 0 : 1;
        if (read.Episode is null || !AssessedEpisode.TryRead(read.Log, out var episode, out _) || episode.Steps.IsEmpty)
            return null;   // what was never judged cannot be held against anything
        candidates.Add(episode.Candidate);
        functions.Add(episode.RewardFunction);
        return candidates.Count <= MaxCandidates ? null : string.Create(CultureInfo.InvariantCulture, $"More than {MaxCandidates} sealed episodes are selected; choose a shorter period or a label.");
    }

    /// <summary>Chooses, assigns and writes down; why it cannot be, or null.</summary>
    public async ValueTask<string?> OpenAsync(AssessmentState state)
    {
        if (functions.Count > 1)
            return $"The episodes selected were judged by several reward functions ({string.Join(", ", functions)}); name one as 'rewardFunction'.";
        var plan = new ChoicePlan(request.Method, request.Size, request.PerScenario, request.Seed!.Value);
        if (!EpisodeChooser.TryChoose(candidates, plan, await EarlierAsync(), out var choice, out var problem))
            return problem;
        if (choice.Chosen.Length > StartAssessment.MaxChosen)
            return string.Create(CultureInfo.InvariantCulture, $"{choice.Chosen.Length} episodes would be chosen; an assessment has at most {StartAssessment.MaxChosen}. Choose fewer, or a narrower selection.");
        if (choice.Chosen.Length * request.Evaluators > StartAssessment.MaxAssignments)
            return string.Create(CultureInfo.InvariantCulture, $"{choice.Chosen.Length} episodes for {request.Evaluators} evaluators each are more than {StartAssessment.MaxAssignments} assignments; choose fewer.");
        var environment = request.Selection.Environment!;
        var found = await parts.Pool.ReadAsync(tenant, environment, functions.Single());
        var gold = await parts.Sources.GoldAsync(environment) is { } traces ? traces.Ids.ToDictionary(id => id, id => found.Shown.GetValueOrDefault(id), StringComparer.Ordinal) : [];
        var terms = new AssignmentTerms(request.Evaluators, request.GoldRate, request.RepeatRate, request.Seed!.Value);
        state.NotAsked = new Dictionary<string, int>(found.NotAsked, StringComparer.Ordinal);
        if (!AssignmentPlan.TryMake([.. choice.Chosen.Select(chosen => chosen.Candidate)], found.Available, gold, terms, out var assignments, out problem))
            return found.NotAsked.Count == 0 ? problem : $"{problem} Not asked: {string.Join(", ", found.NotAsked.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => $"{reason.Value} {reason.Key}"))}.";
        if (await WriteAsync(choice, found) is { } lost)
            return lost;
        (state.Population, state.Scenarios, state.RewardFunction, state.Unreadable) = (choice.Population, choice.Scenarios, functions.Single(), unreadable);
        state.Chosen = JsonSerializer.Serialize(choice.Chosen.Select(chosen => chosen.Candidate));
        state.Slots = [.. assignments.Value.Select(planned => new AssessmentSlot { Assignment = AssessmentKeys.NewAssignment(), Evaluator = planned.Evaluator, Kind = planned.Kind, Source = planned.Source })];
        state.Simulated = [.. found.Simulated.Intersect(state.Slots.Select(slot => slot.Evaluator))];
        return null;
    }

    /// <summary>What earlier assessments said of the candidates; only asked for by methods that use it.</summary>
    private async ValueTask<Dictionary<string, EarlierScore>> EarlierAsync()
    {
        var earlier = new Dictionary<string, EarlierScore>(StringComparer.Ordinal);
        if (request.Method is not ("most-uncertain" or "disagreement"))
            return earlier;
        var ledger = new EvidenceLedger();
        await foreach (var stored in parts.Records.ReadAllAsync(new RecordQuery(tenant)))
            ledger.Apply(stored.Read());
        var evidence = await Task.Run(() => CalibratedEvidence.Of(ledger));
        foreach (var episode in evidence.Episodes.Where(episode => episode.Score.IsDefined))
            earlier[episode.Selected.Episode] = new EarlierScore(episode.Score.Value.Reward, episode.Score.Value.Variance);
        return earlier;
    }

    /// <summary>
    /// Who may judge, with their calibrations, and what was chosen; why it cannot be, or null. All of it bears the time of the request, so that doing it again
    /// after a crash keeps nothing twice.
    /// </summary>
    private async ValueTask<string?> WriteAsync(EpisodeChoice choice, EvaluatorsFound found)
    {
        foreach (var some in found.Records.Chunk(RecordLimits.MaxAppend))
            await parts.Records.AppendAsync(tenant, RecordSubject.Register, some);
        var opened = new List<EvaluationRecord>
        {
            new AssessmentOpened(0, request.At, assessment, request.Method, choice.Population, choice.Chosen.Length, request.Evaluators, functions.Single()),
        };
        foreach (var (candidate, inclusion) in choice.Chosen)
        {
            if (await parts.Sources.FindAsync(tenant, candidate.Episode) is not { } episode)
                return $"The log of {candidate.Episode} can no longer be read.";
            opened.Add(new EpisodeSelected(
                request.At.ToUnixTimeMilliseconds(), request.At, assessment, candidate.Episode, request.Selection.Environment!, candidate.Scenario, episode.PolicyVersion, inclusion, candidate.Reward,
                episode.Steps));
        }

        await parts.Records.AppendAsync(tenant, RecordSubject.Assessment(assessment), opened);
        return null;
    }
}
