using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>What an assignment is, which the evaluator is not told.</summary>
public enum AssignmentKind
{
    /// <summary>A chosen episode.</summary>
    Episode,

    /// <summary>A trajectory whose right scores are known.</summary>
    Gold,

    /// <summary>A chosen episode that the same evaluator has scored before.</summary>
    Repeat,
}

/// <summary>An evaluator who may be asked: qualified, current, and not suspended.</summary>
/// <param name="Id">Pseudonym.</param>
/// <param name="Conflicts">What keeps them from judging some episodes.</param>
/// <param name="Seen">Ids of gold trajectories that they have seen.</param>
public sealed record AvailableEvaluator(string Id, ImmutableArray<ConflictOfInterest> Conflicts, ImmutableHashSet<string> Seen)
{
    /// <summary>Whether no conflict of interest keeps them from an episode.</summary>
    public bool MayJudge(EpisodeCandidate candidate) => !Conflicts.Any(conflict => conflict.Excludes(candidate));
}

/// <summary>One trajectory for one evaluator.</summary>
/// <param name="Evaluator">Pseudonym.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Source">Id of the episode or of the gold trajectory.</param>
public sealed record PlannedAssignment(string Evaluator, AssignmentKind Kind, string Source);

/// <summary>How many of what.</summary>
/// <param name="EvaluatorsPerEpisode">At least <see cref="LeastEvaluators"/>.</param>
/// <param name="GoldRate">Gold trajectories for each chosen episode of an evaluator, from 0 to 1; rounded up.</param>
/// <param name="RepeatRate">Repeated episodes for each, from 0 to 1; rounded to the nearest.</param>
/// <param name="Seed">Decides who gets what and in which order.</param>
public sealed record AssignmentTerms(int EvaluatorsPerEpisode, double GoldRate, double RepeatRate, ulong Seed)
{
    /// <summary>Fewest evaluators of an episode.</summary>
    public const int LeastEvaluators = 3;
}

/// <summary>
/// Who scores what, and in which order. Each episode goes to the evaluators with the fewest so far; gold trajectories and repeats lie among the episodes where
/// chance puts them, a repeat far behind its first time. A pure function of what it is given.
/// </summary>
public static class AssignmentPlan
{
    /// <summary>The assignments, each evaluator's in order; false when too few may judge some episode, which <paramref name="problem"/> says.</summary>
    /// <param name="episodes">Chosen episodes.</param>
    /// <param name="evaluators">Everybody who may be asked.</param>
    /// <param name="gold">Ids of gold trajectories with how often each was shown to anybody.</param>
    /// <param name="terms">How many of what.</param>
    /// <param name="plan">The assignments.</param>
    /// <param name="problem">Why there is no plan.</param>
    public static bool TryMake(
        IReadOnlyList<EpisodeCandidate> episodes, IReadOnlyList<AvailableEvaluator> evaluators, IReadOnlyDictionary<string, int> gold, AssignmentTerms terms,
        [NotNullWhen(true)] out ImmutableArray<PlannedAssignment>? plan, out string problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.EvaluatorsPerEpisode, AssignmentTerms.LeastEvaluators, nameof(terms));
        plan = null;
        var random = RandomStream.Named(terms.Seed, "assessment-assignment");
        var pool = evaluators.OrderBy(evaluator => evaluator.Id, StringComparer.Ordinal).ToArray();
        var loads = pool.ToDictionary(evaluator => evaluator.Id, _ => 0, StringComparer.Ordinal);
        var queues = pool.ToDictionary(evaluator => evaluator.Id, _ => new List<PlannedAssignment>(), StringComparer.Ordinal);
        var order = episodes.OrderBy(episode => episode.Episode, StringComparer.Ordinal).ToArray();
        random.Shuffle<EpisodeCandidate>(order);
        foreach (var episode in order)
        {
            for (var n = 0; n < terms.EvaluatorsPerEpisode; n++)
            {
                if (Pick(episode, pool, loads, evaluator => queues[evaluator].Exists(own => own.Source == episode.Episode), ref random) is not { } evaluator)
                {
                    problem = FormattableString.Invariant(
                        $"Each episode needs {terms.EvaluatorsPerEpisode} evaluators who may judge it; there are {pool.Length}, and {n} of them may judge {episode.Episode} (the others have a conflict of interest).");
                    return false;
                }

                loads[evaluator]++;
                queues[evaluator].Add(new PlannedAssignment(evaluator, AssignmentKind.Episode, episode.Episode));
            }
        }

        problem = "";
        plan = [.. pool.SelectMany(evaluator => Mixed(evaluator, queues[evaluator.Id], gold, terms, ref random))];
        return true;
    }

    /// <summary>Who takes an episode over: the one with the least to do of those who may and have not had it; null when there is nobody.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="evaluators">Everybody who may be asked now.</param>
    /// <param name="loads">Assignments that each has; who is not there has none.</param>
    /// <param name="had">Evaluators who have or had this episode.</param>
    /// <param name="seed">Decides between equals.</param>
    public static string? TakeOver(
        EpisodeCandidate episode, IReadOnlyList<AvailableEvaluator> evaluators, IReadOnlyDictionary<string, int> loads, IReadOnlySet<string> had, ulong seed)
    {
        var random = RandomStream.Named(seed, "assessment-take-over");
        return Pick(episode, [.. evaluators.OrderBy(evaluator => evaluator.Id, StringComparer.Ordinal)], loads, had.Contains, ref random);
    }

    private static string? Pick(EpisodeCandidate episode, AvailableEvaluator[] pool, IReadOnlyDictionary<string, int> loads, Func<string, bool> had, ref RandomStream random)
    {
        var able = pool.Where(evaluator => evaluator.MayJudge(episode) && !had(evaluator.Id)).ToArray();
        if (able.Length == 0)
            return null;
        var least = able.Min(evaluator => loads.GetValueOrDefault(evaluator.Id));
        return random.Pick(able.Where(evaluator => loads.GetValueOrDefault(evaluator.Id) == least).ToArray()).Id;
    }

    private static List<PlannedAssignment> Mixed(
        AvailableEvaluator evaluator, List<PlannedAssignment> own, IReadOnlyDictionary<string, int> gold, AssignmentTerms terms, ref RandomStream random)
    {
        var queue = own.ToArray();
        random.Shuffle<PlannedAssignment>(queue);
        var mixed = queue.ToList();
        var repeats = (int)Math.Round(terms.RepeatRate * queue.Length, MidpointRounding.AwayFromZero);
        for (var n = 0; n < Math.Min(repeats, queue.Length / 2); n++)
        {
            // One of the first half comes again in the second half.
            var place = random.Between(Math.Max(mixed.Count / 2, n + 1), mixed.Count);
            mixed.Insert(place, new PlannedAssignment(evaluator.Id, AssignmentKind.Repeat, queue[n].Source));
        }

        var unseen = gold.Where(trace => !evaluator.Seen.Contains(trace.Key)).OrderBy(trace => trace.Key, StringComparer.Ordinal).ToArray();
        random.Shuffle<KeyValuePair<string, int>>(unseen);
        foreach (var trace in unseen.OrderBy(trace => trace.Value).Take((int)Math.Ceiling(terms.GoldRate * queue.Length)))
            mixed.Insert(random.Next(mixed.Count + 1), new PlannedAssignment(evaluator.Id, AssignmentKind.Gold, trace.Key));
        return mixed;
    }
}
