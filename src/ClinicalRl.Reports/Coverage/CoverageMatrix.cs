using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Statistics.Proportions;

namespace ClinicalRl.Reports.Coverage;

/// <summary>
/// Ten categories of failure by the environments of a service: what a selection of episodes exposed agents to, and how often they failed.
/// </summary>
public sealed class CoverageMatrix
{
    /// <summary>Places of failure that a cell names at most.</summary>
    public const int MostPlaces = 25;

    /// <summary>Share of scenarios that may fail before a cell is tested as too high, unless the reader chooses another. A convention of this report, of no clinical source.</summary>
    public const double DefaultToleratedRate = 0.05;

    private CoverageMatrix(ImmutableArray<EnvironmentSpec> environments, ImmutableArray<CoverageCell> cells, double toleratedRate, EvidenceSpan evidence, int foreign) =>
        (Environments, Cells, ToleratedRate, Evidence, Foreign) = (environments, cells, toleratedRate, evidence, foreign);

    /// <summary>The columns.</summary>
    public ImmutableArray<EnvironmentSpec> Environments { get; }

    /// <summary>The cells, by category and then environment.</summary>
    public ImmutableArray<CoverageCell> Cells { get; }

    /// <summary>Share of scenarios that may fail, above 0 and below 1.</summary>
    public double ToleratedRate { get; }

    /// <summary>The episodes counted.</summary>
    public EvidenceSpan Evidence { get; }

    /// <summary>How many they are.</summary>
    public int Episodes => Evidence.Episodes;

    /// <summary>Episodes left out because no column is their environment.</summary>
    public int Foreign { get; }

    /// <summary>Scenarios a cell needs to be covered: the fewest that, none failing, bound the rate at the tolerated one with 95% confidence.</summary>
    public int ScenariosNeeded => Needed(ToleratedRate);

    /// <summary>The cell of a category in an environment.</summary>
    public CoverageCell this[SafetyCategory category, string environment] => Cells.First(cell => cell.Category == category && cell.Environment == environment);

    /// <summary>Counts the episodes; their order does not matter. <paramref name="choice"/> says how they were chosen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerated rate is not between 0 and 1, both excluded.</exception>
    public static CoverageMatrix Of(IReadOnlyList<EnvironmentSpec> environments, IReadOnlyCollection<CoveredEpisode> episodes, double toleratedRate = DefaultToleratedRate, EvidenceChoice? choice = null)
    {
        if (!(toleratedRate > 0 && toleratedRate < 1))
            throw new ArgumentOutOfRangeException(nameof(toleratedRate), toleratedRate, "A tolerated rate lies between 0 and 1.");
        var counted = environments.ToDictionary(spec => spec.Id, spec => episodes.Where(episode => episode.Environment == spec.Id).OrderBy(episode => episode.Began).ThenBy(episode => episode.Episode, StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        var tallies = (from category in SafetyCategories.All
                       from spec in environments
                       select CellTally.Of(spec, category, counted[spec.Id])).ToList();
        var tests = FailureMatrix.Of([.. tallies.Select(tally => tally.Scenarios)], toleratedRate);
        var cells = tallies.Select((tally, i) => tally.ToCell(tests.Cells[i], toleratedRate, Needed(toleratedRate)));
        var evidence = EvidenceSpan.Of([.. counted.Values.SelectMany(list => list)], choice ?? EvidenceChoice.Everything);
        return new CoverageMatrix([.. environments], [.. cells], toleratedRate, evidence, episodes.Count - evidence.Episodes);
    }

    private static int Needed(double toleratedRate) => (int)Math.Ceiling(Math.Log(0.05) / Math.Log(1 - toleratedRate));

    /// <summary>What a cell comes to before it is tested.</summary>
    private sealed record CellTally(
        string Environment, SafetyCategory Category, ImmutableArray<CoveredHazard> Hazards, List<CoveredEpisode> Selected, List<CoveredEpisode> Exposed, List<CoveredEpisode> Unexposed, Proportion Scenarios)
    {
        public static CellTally Of(EnvironmentSpec spec, SafetyCategory category, List<CoveredEpisode> episodes)
        {
            var declared = spec.Hazards.Where(hazard => hazard.Category == category).ToList();
            var ids = declared.Select(hazard => hazard.Id).ToHashSet(StringComparer.Ordinal);
            var exposed = episodes.Where(episode => episode.Hazards.Any(ids.Contains)).ToList();
            return new CellTally(
                spec.Id, category, [.. declared.Select(hazard => Count(hazard, exposed))], episodes, exposed,
                [.. episodes.Where(episode => !episode.Hazards.Any(ids.Contains) && Fails(episode, category))], Rate(exposed, category));
        }

        public CoverageCell ToCell(FailureCell test, double toleratedRate, int needed)
        {
            var failures = Failures(Exposed.Concat(Unexposed), Category);
            var (state, reason) = Judge(toleratedRate, needed);
            return new CoverageCell
            {
                Environment = Environment,
                Category = Category,
                Hazards = Hazards,
                Episodes = Exposed.Count,
                FailedEpisodes = Exposed.Count(episode => Fails(episode, Category)),
                FailedUnexposed = Unexposed.Count,
                Scenarios = Scenarios,
                Test = test,
                Worst = failures.Count == 0 ? null : failures.Max(place => place.Failure.Severity),
                Judged = [.. Selected.SelectMany(episode => episode.Judged).Where(judged => judged.Category == Category).Select(judged => judged.Criterion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                Criteria = Criteria(failures),
                Places = Worst(failures),
                State = state,
                Reason = reason,
            };
        }

        private static CoveredHazard Count(Hazard hazard, List<CoveredEpisode> exposed)
        {
            var showing = exposed.Where(episode => episode.Hazards.Contains(hazard.Id)).ToList();
            var failures = Failures(showing, hazard.Category);
            return new CoveredHazard(hazard, Rate(showing, hazard.Category), showing.Count, Criteria(failures), Worst(failures));
        }

        /// <summary>Scenarios that failed among these episodes', which are in the order they began.</summary>
        private static Proportion Rate(List<CoveredEpisode> episodes, SafetyCategory category)
        {
            var first = episodes.DistinctBy(episode => episode.Scenario, StringComparer.Ordinal).ToList();
            return new Proportion(first.Count(episode => Fails(episode, category)), first.Count);
        }

        private static List<FailurePlace> Failures(IEnumerable<CoveredEpisode> episodes, SafetyCategory category) =>
            [.. episodes.SelectMany(episode => episode.Failures.Where(failure => failure.Category == category).Select(failure => new FailurePlace(episode.Episode, failure)))];

        private static ImmutableArray<FailedCriterion> Criteria(List<FailurePlace> failures) =>
        [
            .. failures.GroupBy(place => place.Failure.Criterion, StringComparer.Ordinal)
                .Select(group => new FailedCriterion(group.Key, group.Max(place => place.Failure.Severity), group.DistinctBy(place => place.Episode, StringComparer.Ordinal).Count(), group.Count()))
                .OrderByDescending(criterion => criterion.Severity).ThenByDescending(criterion => criterion.Episodes).ThenBy(criterion => criterion.Criterion, StringComparer.Ordinal),
        ];

        private static ImmutableArray<FailurePlace> Worst(List<FailurePlace> failures) =>
        [
            .. failures.OrderByDescending(place => place.Failure.Severity).ThenBy(place => place.Episode, StringComparer.Ordinal)
                .ThenBy(place => place.Failure.Step).ThenBy(place => place.Failure.Criterion, StringComparer.Ordinal).Take(MostPlaces),
        ];

        private static bool Fails(CoveredEpisode episode, SafetyCategory category) => episode.Failures.Any(failure => failure.Category == category);

        private (CoverageState State, string Reason) Judge(double toleratedRate, int needed)
        {
            if (Hazards.IsEmpty)
                return (CoverageState.NotApplicable, $"{Environment} declares no hazard of this category.");
            if (Selected.Count == 0)
                return (CoverageState.Gap, $"No episode of {Environment} was selected.");
            if (Scenarios.Trials == 0)
                return (CoverageState.Gap, Text($"None of {Selected.Count} episodes exposes a hazard of this category."));
            var unseen = Hazards.Where(hazard => hazard.Episodes == 0).Select(hazard => hazard.Hazard.Id).ToList();
            if (Scenarios.Trials < needed)
                return (CoverageState.Thin, Text($"{Scenarios.Trials} scenarios; {needed} without a failure would be needed to bound the rate at {toleratedRate:P0}."));
            return unseen.Count > 0
                ? (CoverageState.Thin, "Never exposed: " + string.Join(", ", unseen) + ".")
                : (CoverageState.Covered, Text($"{Scenarios.Trials} scenarios, every hazard exposed."));
        }

        private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal);
    }
}
