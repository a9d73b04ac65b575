using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Statistics.Tests.Coverage;

/// <summary>
/// Evaluators with biases and noise of their own rate gold items, are calibrated, and score the four steps of an episode whose true levels are known.
/// Scores are Beta variates with the model's mean and variance, given to two decimals as people do.
/// </summary>
internal static class EpisodeScenarios
{
    private const int Evaluators = 8;
    private const int Steps = 4;

    public static IEnumerable<CoverageScenario> All =>
    [
        new("episode reward, 3 evaluators a step, 24 gold items each", 10_000, chance => Episode(chance, gold: 24, perStep: 3, isEpisode: true)),
        new("episode reward, 5 evaluators a step, 12 gold items each", 10_000, chance => Episode(chance, gold: 12, perStep: 5, isEpisode: true)),
        new("step score, 3 evaluators, 24 gold items each", 10_000, chance => Episode(chance, gold: 24, perStep: 3, isEpisode: false)),
    ];

    private static bool? Episode(SimulatedChance chance, int gold, int perStep, bool isEpisode)
    {
        var panel = Enumerable.Range(1, Evaluators).Select(j => (Id: $"E{j}", Bias: 0.06 * chance.Normal(), Noise: 0.10 + (0.25 * chance.Uniform()))).ToArray();
        var sums = panel.ToDictionary(own => own.Id, own => Enumerable.Range(0, gold).Aggregate(default(GoldSums), (sum, _) =>
        {
            var reference = Math.Round(Truth(chance), 2);
            return sum + GoldSums.Of(Score(chance, reference, own.Bias, own.Noise), reference);
        }), StringComparer.Ordinal);
        var snapshot = CalibrationSnapshot.Of(sums).Value;
        var truths = Enumerable.Range(0, Steps).Select(_ => Truth(chance)).ToArray();
        var first = (int)(chance.Uniform() * Evaluators);
        Estimate<StepScore>[] steps =
        [
            .. truths.Select((truth, s) => StepScore.Of(snapshot, Enumerable.Range(0, perStep).Select(j =>
            {
                var own = panel[(first + s + j) % Evaluators];
                return KeyValuePair.Create(own.Id, Score(chance, truth, own.Bias, own.Noise));
            }))),
        ];
        return isEpisode
            ? EpisodeScore.Of(snapshot, steps).Value.Match.Interval.Contains(truths.Average())
            : steps[0].Value.Match.Interval.Contains(truths[0]);
    }

    private static double Truth(SimulatedChance chance) => 0.2 + (0.7 * chance.Uniform());

    private static double Score(SimulatedChance chance, double truth, double bias, double noise)
    {
        var mean = Math.Clamp(truth + bias, 0.02, 0.98);
        var variance = Math.Min(noise * NoiseModel.Spread(truth), 0.9 * mean * (1 - mean));
        return Math.Round(chance.BetaOf(mean, variance), 2);
    }
}
