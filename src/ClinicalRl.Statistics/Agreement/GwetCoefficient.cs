using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// Gwet's AC1, or AC2 with weights (Gwet 2008, 2014): like kappa, but it does not collapse when nearly all answers are of one category.
/// </summary>
/// <param name="Coefficient">(observed − expected) / (1 − expected).</param>
/// <param name="ObservedAgreement">Mean weighted agreement of the units with two ratings.</param>
/// <param name="ExpectedAgreement">Tw Σ π(1 − π) / (q(q − 1)), Tw the sum of weights.</param>
/// <param name="StandardError">Linearised; undefined with one unit.</param>
/// <param name="Units">Units with at least one rating.</param>
public sealed record GwetCoefficient(
    double Coefficient, double ObservedAgreement, double ExpectedAgreement, Estimate<double> StandardError, int Units)
{
    /// <summary>
    /// From ratings that are among the declared <paramref name="categories"/>, ascending; a category nobody used still counts. Undefined when no
    /// unit has two ratings, and with fewer than two categories.
    /// </summary>
    public static Estimate<GwetCoefficient> Of(RatingTable ratings, ImmutableArray<double> categories, AgreementWeights weights = AgreementWeights.Identity)
    {
        var counts = Counts(ratings, categories);
        if (!counts.Any(unit => unit.Sum() >= 2))
            return Reason.NoPairableValues;
        if (categories.Length < 2)
            return Reason.NoVariation;
        var q = categories.Length;
        var table = WeightTables.Of(weights, q);
        var shares = Enumerable.Range(0, q).Select(c => counts.Sum(unit => unit[c] / (double)unit.Sum()) / counts.Length).ToArray();
        var scale = table.Cast<double>().Sum() / (q * (q - 1.0));
        var expected = scale * shares.Sum(p => p * (1 - p));
        var agreements = counts.Select(unit => AgreementOf(unit, table)).ToArray();
        var pairable = counts.Count(unit => unit.Sum() >= 2);
        var observed = agreements.Sum(agreement => agreement ?? 0) / pairable;
        var coefficient = (observed - expected) / (1 - expected);
        var squares = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            var own = agreements[i] is { } agreement ? (double)counts.Length / pairable * (agreement - expected) / (1 - expected) : 0;
            var ownExpected = scale * Enumerable.Range(0, q).Sum(c => counts[i][c] * (1 - shares[c])) / counts[i].Sum();
            var deviation = own - (2 * (1 - coefficient) * (ownExpected - expected) / (1 - expected)) - coefficient;
            squares += deviation * deviation;
        }

        Estimate<double> error = counts.Length < 2 ? Reason.TooFewItems : Math.Sqrt(squares / (counts.Length * (counts.Length - 1.0)));
        return new GwetCoefficient(coefficient, observed, expected, error, counts.Length);
    }

    /// <summary>Student's interval with one degree of freedom less than units, its upper end held at 1.</summary>
    public Estimate<Interval> Interval(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return StandardError.Then(error =>
        {
            var reach = StudentDistribution.Quantile((1 + level) / 2, Units - 1) * error;
            return new Interval(Coefficient - reach, Math.Min(1, Coefficient + reach), level, IntervalMethod.StudentT);
        });
    }

    /// <summary>As a report prints it.</summary>
    public static Statistic Measure(
        RatingTable ratings, ImmutableArray<double> categories, AgreementWeights weights = AgreementWeights.Identity, double level = 0.95)
    {
        var fit = Of(ratings, categories, weights);
        var name = weights == AgreementWeights.Identity ? "Gwet's AC1" : $"Gwet's AC2, {weights.ToString().ToLowerInvariant()}";
        return new Statistic(name, fit.Then(known => known.Coefficient), fit.Then(known => known.Interval(level)), Counts(ratings, categories).Length);
    }

    private static int[][] Counts(RatingTable ratings, ImmutableArray<double> categories)
    {
        var counts = new List<int[]>(ratings.Units);
        for (var unit = 0; unit < ratings.Units; unit++)
        {
            if (ratings.Values(unit).IsEmpty)
                continue;
            var row = new int[categories.Length];
            foreach (var value in ratings.Values(unit))
            {
                var place = categories.BinarySearch(value);
                row[place >= 0 ? place : throw new ArgumentException(FormattableString.Invariant($"{value} is not a declared category."), nameof(ratings))]++;
            }

            counts.Add(row);
        }

        return [.. counts];
    }

    private static double? AgreementOf(int[] unit, double[,] weights)
    {
        var raters = unit.Sum();
        if (raters < 2)
            return null;
        var sum = 0.0;
        for (var c = 0; c < unit.Length; c++)
        {
            var near = 0.0;
            for (var k = 0; k < unit.Length; k++)
                near += weights[c, k] * unit[k];
            sum += unit[c] * (near - 1);
        }

        return sum / (raters * (raters - 1.0));
    }
}
