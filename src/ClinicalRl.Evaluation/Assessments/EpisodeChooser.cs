using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>
/// Chooses episodes to be scored. Scenarios are drawn, since episodes of one scenario are alike, and then episodes within them. Every method but "all" gives
/// every scenario a known chance above 0, so that weighted estimates stay true of all of them: what is uncertain or disputed is drawn more often, never only.
/// A pure function of the set of candidates, the plan and the earlier scores.
/// </summary>
public static class EpisodeChooser
{
    /// <summary>Smallest disagreement that counts when chances are made from it, so that no scenario has none.</summary>
    public const double LeastDisagreement = 0.01;

    /// <summary>Chooses; false when the method cannot, which <paramref name="problem"/> says in a sentence.</summary>
    public static bool TryChoose(
        IEnumerable<EpisodeCandidate> candidates, ChoicePlan plan, IReadOnlyDictionary<string, EarlierScore> earlier, [NotNullWhen(true)] out EpisodeChoice? choice, out string problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Size, 1, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.PerScenario, 1, nameof(plan));
        (choice, problem) = (null, "");
        var all = candidates.OrderBy(candidate => candidate.Episode, StringComparer.Ordinal).ToArray();
        var scenarios = all.GroupBy(candidate => candidate.Scenario, StringComparer.Ordinal).OrderBy(scenario => scenario.Key, StringComparer.Ordinal)
            .Select(scenario => scenario.ToImmutableArray()).ToImmutableArray();
        if (all.Length == 0)
        {
            problem = "No sealed episode fits the selection.";
            return false;
        }

        var known = all.Where(candidate => earlier.ContainsKey(candidate.Episode)).ToArray();
        if (plan.Method == "disagreement" && known.Length == 0)
        {
            problem = "Disagreement with the automatic reward needs earlier evidence, and no episode of the selection was scored by evaluators before; choose by random, stratified or most-uncertain first.";
            return false;
        }

        if (plan.Method == "all")
        {
            choice = new EpisodeChoice(all.Length, scenarios.Length, [.. all.Select(candidate => new ChosenEpisode(candidate, 1))]);
            return true;
        }

        var draw = Math.Clamp(plan.Size / plan.PerScenario, 1, scenarios.Length);
        var random = RandomStream.Named(plan.Seed, "assessment-choice");
        var chances = plan.Method switch
        {
            "random" => Even(scenarios.Length, draw, ref random),
            "stratified" => Stratified(scenarios, draw, ref random),
            "most-uncertain" => ProportionalDraw.Draw([.. scenarios.Select(scenario => scenario.Max(episode => Uncertainty(episode, earlier)))], draw, ref random),
            "disagreement" => ProportionalDraw.Draw(Disagreements(scenarios, known, earlier), draw, ref random),
            _ => throw new ArgumentException($"One of: {string.Join(", ", Records.AssessmentOpened.Selections)}.", nameof(plan)),
        };
        choice = new EpisodeChoice(all.Length, scenarios.Length, Within(scenarios, chances, plan, ref random));
        return true;
    }

    /// <summary>The variance that is left: of the calibrated reward where there is one, else of one clinician's score at the automatic mean (noise of 1).</summary>
    private static double Uncertainty(EpisodeCandidate candidate, IReadOnlyDictionary<string, EarlierScore> earlier) =>
        earlier.TryGetValue(candidate.Episode, out var known) ? Math.Max(known.Variance, NoiseModel.MinNoise * NoiseModel.MinSpread) : NoiseModel.Spread(candidate.StepMean);

    /// <summary>Largest known gap between automatic and calibrated mean over steps in each scenario; the mean gap where none is known.</summary>
    private static double[] Disagreements(ImmutableArray<ImmutableArray<EpisodeCandidate>> scenarios, EpisodeCandidate[] known, IReadOnlyDictionary<string, EarlierScore> earlier)
    {
        var mean = known.Sum(Gap) / known.Length;
        return [.. scenarios.Select(scenario => Math.Max(LeastDisagreement, scenario.Max(episode => earlier.ContainsKey(episode.Episode) ? Gap(episode) : mean)))];

        double Gap(EpisodeCandidate candidate) => Math.Abs(candidate.StepMean - earlier[candidate.Episode].Reward);
    }

    private static double[] Even(int count, int draw, ref RandomStream random)
    {
        var chances = new double[count];
        foreach (var place in Sample(count, draw, ref random))
            chances[place] = (double)draw / count;
        return chances;
    }

    /// <summary>As many of each stratum as of any other, while it has them: rare and grave failures are seen as well as common ones.</summary>
    private static double[] Stratified(ImmutableArray<ImmutableArray<EpisodeCandidate>> scenarios, int draw, ref RandomStream random)
    {
        var strata = Enumerable.Range(0, scenarios.Length).GroupBy(place => StratumOf(scenarios[place]), StringComparer.Ordinal).OrderByDescending(stratum => stratum.Key, StringComparer.Ordinal)
            .Select(stratum => stratum.ToArray()).ToArray();
        var counts = new int[strata.Length];
        for (var left = draw; left > 0;)
        {
            for (var s = 0; s < strata.Length && left > 0; s++)
            {
                if (counts[s] == strata[s].Length)
                    continue;
                counts[s]++;
                left--;
            }
        }

        var chances = new double[scenarios.Length];
        for (var s = 0; s < strata.Length; s++)
        {
            foreach (var place in Sample(strata[s].Length, counts[s], ref random))
                chances[strata[s][place]] = (double)counts[s] / strata[s].Length;
        }

        return chances;
    }

    /// <summary>The gravest of its episodes names a scenario's stratum.</summary>
    private static string StratumOf(ImmutableArray<EpisodeCandidate> scenario) => scenario.MaxBy(episode => (episode.WorstSeverity, episode.Episode), SeverityThenId.Instance)!.Stratum;

    /// <summary>Episodes of the drawn scenarios; a chance of 0 means that it was not drawn.</summary>
    private static ImmutableArray<ChosenEpisode> Within(ImmutableArray<ImmutableArray<EpisodeCandidate>> scenarios, double[] chances, ChoicePlan plan, ref RandomStream random)
    {
        var chosen = new List<ChosenEpisode>();
        for (var place = 0; place < scenarios.Length; place++)
        {
            if (chances[place] == 0)
                continue;
            var (own, take) = (scenarios[place], Math.Min(plan.PerScenario, scenarios[place].Length));
            foreach (var episode in Sample(own.Length, take, ref random))
                chosen.Add(new ChosenEpisode(own[episode], chances[place] * take / own.Length));
        }

        return [.. chosen.OrderBy(episode => episode.Candidate.Episode, StringComparer.Ordinal)];
    }

    private static int[] Sample(int count, int take, ref RandomStream random)
    {
        var places = Enumerable.Range(0, count).ToArray();
        random.Shuffle<int>(places);
        return places[..take];
    }

    private sealed class SeverityThenId : IComparer<(Simulation.Safety.Severity Severity, string Episode)>
    {
        public static SeverityThenId Instance { get; } = new();

        public int Compare((Simulation.Safety.Severity Severity, string Episode) x, (Simulation.Safety.Severity Severity, string Episode) y) =>
            x.Severity != y.Severity ? x.Severity.CompareTo(y.Severity) : string.CompareOrdinal(x.Episode, y.Episode);
    }
}
