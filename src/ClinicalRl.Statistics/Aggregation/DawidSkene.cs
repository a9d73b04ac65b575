using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>One answer.</summary>
/// <param name="Item">Place of the item from 0.</param>
/// <param name="Rater">Place of the rater from 0.</param>
/// <param name="Answer">Class from 0.</param>
public readonly record struct ClassAnswer(int Item, int Rater, int Answer);

/// <summary>
/// True classes and raters' errors fitted together by expectation-maximisation from shares of votes (Dawid and Skene 1979). A batch reference
/// for <see cref="RubricPosterior"/>: without gold items it can only tell what the majority would say.
/// </summary>
/// <param name="Prior">Share of each class.</param>
/// <param name="ErrorRates">Of each rater: probability of an answer (column) given the class (row).</param>
/// <param name="Posteriors">Of each item: probability of each class.</param>
/// <param name="LogLikelihood">Of the answers.</param>
/// <param name="HasConverged">Whether the posteriors settled.</param>
public sealed record DawidSkene(
    ImmutableArray<double> Prior, ImmutableArray<ImmutableArray<ImmutableArray<double>>> ErrorRates, ImmutableArray<ImmutableArray<double>> Posteriors,
    double LogLikelihood, bool HasConverged)
{
    private const int MaxIterations = 20_000;
    private const double Settled = 1e-13;

    /// <summary>From answers to <paramref name="items"/> items by <paramref name="raters"/> raters; undefined without answers, and when an item has none.</summary>
    public static Estimate<DawidSkene> Of(IReadOnlyList<ClassAnswer> answers, int items, int raters, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        foreach (var (item, rater, answer) in answers)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)items, nameof(answers));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rater, (uint)raters, nameof(answers));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)answer, (uint)classes, nameof(answers));
        }

        var posteriors = VoteShares(answers, items, classes);
        if (items == 0 || posteriors.Any(row => row.Sum() == 0))
            return Reason.NoData;
        for (var iteration = 0; ; iteration++)
        {
            var (prior, rates) = Maximise(answers, posteriors, raters, classes);
            var (next, logLikelihood) = Expect(answers, prior, rates, items);
            var change = Enumerable.Range(0, items).Max(i => Enumerable.Range(0, classes).Max(c => Math.Abs(next[i][c] - posteriors[i][c])));
            posteriors = next;
            if (change <= Settled || iteration == MaxIterations)
                return new DawidSkene([.. prior], [.. rates.Select(Frozen)], Frozen(posteriors), logLikelihood, change <= Settled);
        }
    }

    private static ImmutableArray<ImmutableArray<double>> Frozen(double[][] rows) => [.. rows.Select(row => row.ToImmutableArray())];

    private static double[][] VoteShares(IReadOnlyList<ClassAnswer> answers, int items, int classes)
    {
        var shares = Rows(items, classes);
        foreach (var (item, _, answer) in answers)
            shares[item][answer]++;
        foreach (var row in shares)
            Normalise(row);
        return shares;
    }

    private static (double[] Prior, double[][][] Rates) Maximise(IReadOnlyList<ClassAnswer> answers, double[][] posteriors, int raters, int classes)
    {
        var prior = Enumerable.Range(0, classes).Select(c => posteriors.Sum(row => row[c]) / posteriors.Length).ToArray();
        var rates = Enumerable.Range(0, raters).Select(_ => Rows(classes, classes)).ToArray();
        foreach (var (item, rater, answer) in answers)
        {
            for (var c = 0; c < classes; c++)
                rates[rater][c][answer] += posteriors[item][c];
        }

        foreach (var row in rates.SelectMany(rater => rater))
            Normalise(row);
        return (prior, rates);
    }

    /// <summary>In logarithms, so that many answers do not underflow.</summary>
    private static (double[][] Posteriors, double LogLikelihood) Expect(IReadOnlyList<ClassAnswer> answers, double[] prior, double[][][] rates, int items)
    {
        var logs = Enumerable.Range(0, items).Select(_ => prior.Select(share => Math.Log(share)).ToArray()).ToArray();
        foreach (var (item, rater, answer) in answers)
        {
            for (var c = 0; c < prior.Length; c++)
                logs[item][c] += Math.Log(rates[rater][c][answer]);
        }

        var logLikelihood = 0.0;
        foreach (var row in logs)
        {
            var highest = row.Max();
            for (var c = 0; c < row.Length; c++)
                row[c] = Math.Exp(row[c] - highest);
            logLikelihood += highest + Math.Log(row.Sum());
            Normalise(row);
        }

        return (logs, logLikelihood);
    }

    private static double[][] Rows(int count, int width) => [.. Enumerable.Range(0, count).Select(_ => new double[width])];

    private static void Normalise(double[] row)
    {
        var sum = row.Sum();
        for (var i = 0; i < row.Length && sum > 0; i++)
            row[i] /= sum;
    }
}
