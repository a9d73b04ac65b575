using System.Diagnostics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Times of the estimators that reports and streams wait for, on made-up scores.</summary>
internal static class StatisticsBench
{
    private const int Items = 10_000;
    private const int Raters = 5;
    private const int Episodes = 1_000;
    private const int Resamples = 10_000;
    private const int Updates = 20_000;
    private const double AlphaLimit = 50_000;
    private const double BcaLimit = 1_000_000;
    private const double UpdateLimit = 10;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    private static readonly CounterGenerator Chance = CounterGenerator.FromText("bench|statistics|v1");

    private static readonly string[] Evaluators = [.. Enumerable.Range(1, 40).Select(j => $"evaluator-{j}")];

    private static readonly string[] Names = [.. Enumerable.Range(0, Updates).Select(i => $"id-{i}")];

    public static IReadOnlyList<TimedResult> Run(CancellationToken cancel)
    {
        var ratings = RatingTable.Of(Enumerable.Range(0, Items).Select(item => Enumerable.Range(0, Raters).Select(rater => Rating(item, rater)).ToArray()));
        var rewards = Clusters.OfSingles(Enumerable.Range(0, Episodes).Select(i => Chance.Unit((ulong)i)));
        var plan = BootstrapPlan.Named("bench|mean|v1", Resamples);
        var results = Enum.GetValues<MeasurementLevel>()
            .Select(level => Measure($"alpha, {level.ToString().ToLowerInvariant()}, 10,000 items x 5 evaluators", AlphaLimit, 1, () => KrippendorffAlpha.Of(ratings, level), cancel))
            .ToList();
        results.Add(Measure("BCa, 10,000 resamples of 1,000 episodes", BcaLimit, 1, () => ClusterMean.Of(rewards, plan), cancel));
        results.Add(Measure("update, gold rating", UpdateLimit, Updates, ApplyGold, cancel));
        results.Add(Measure("update, step score", UpdateLimit, Updates, ApplyScores, cancel));
        results.Add(Measure("update, coincidences of 5 ratings", UpdateLimit, Updates, AddUnits, cancel));
        return results;
    }

    /// <summary>The median over runs; the first second is not counted.</summary>
    private static TimedResult Measure(string name, double limit, int parts, Action run, CancellationToken cancel)
    {
        var warmUp = Stopwatch.StartNew();
        do
            run();
        while (warmUp.Elapsed < Time);
        List<double> times = [];
        var (all, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        while (times.Count < 5 || all.Elapsed < Time)
        {
            cancel.ThrowIfCancellationRequested();
            var one = Stopwatch.StartNew();
            run();
            times.Add(one.Elapsed.TotalMicroseconds / parts);
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        return new TimedResult(name, times[times.Count / 2], processor.TotalMicroseconds / times.Count / parts, limit);
    }

    /// <summary>A score to two decimals around a level of the item; one in twenty is missing.</summary>
    private static double? Rating(int item, int rater)
    {
        var counter = (ulong)((item * (Raters + 1)) + rater + 1);
        var level = Chance.Unit((ulong)item * (Raters + 1));
        var score = Math.Round((0.8 * level) + (0.2 * Chance.Unit(counter)), 2);
        return Chance.Index(counter + (1UL << 40), 20) == 0 ? null : score;
    }

    private static void ApplyGold()
    {
        var ledger = new GoldLedger();
        for (var i = 0; i < Updates; i++)
            ledger.Apply(new GoldRating(Evaluators[i % Evaluators.Length], Names[i / 2], "triage", new Revision(i, Names[i]), Hundredth(i), Hundredth(i + Updates)));
    }

    private static void ApplyScores()
    {
        var ledger = new StepLedger(CalibrationSnapshot.Assumed(Evaluators, 0.25, 0.002));
        for (var i = 0; i < Updates; i++)
            ledger.Apply(new StepRating(Names[i / 3], Evaluators[i % Evaluators.Length], new Revision(i, Names[i]), Hundredth(i)));
    }

    private static void AddUnits()
    {
        var counts = new CoincidenceCounts(101);
        Span<int> unit = stackalloc int[Raters];
        for (var i = 0; i < Updates; i++)
        {
            for (var j = 0; j < unit.Length; j++)
                unit[j] = Chance.Index((ulong)((i * Raters) + j), 101);
            counts.Add(unit);
        }
    }

    private static double Hundredth(int i) => Chance.Index((ulong)i, 101) / 100.0;
}
