namespace ClinicalRl.Statistics.Agreement;

/// <summary>Mean squares of a complete table of items (rows) by raters (columns).</summary>
/// <param name="Rows">Between items.</param>
/// <param name="Columns">Between raters.</param>
/// <param name="Error">Of what neither explains; 0 with one rater or one item.</param>
/// <param name="Within">Within items: raters and error together.</param>
/// <param name="Items">n.</param>
/// <param name="Raters">k.</param>
/// <param name="Mean">Grand mean.</param>
public sealed record MeanSquares(double Rows, double Columns, double Error, double Within, int Items, int Raters, double Mean)
{
    // A sum of squares this small beside the squares of the values themselves is rounding.
    private const double Rounding = 1e-26;

    /// <summary>From a complete table; undefined with fewer than two raters or items.</summary>
    public static Estimate<MeanSquares> Of(IReadOnlyList<IReadOnlyList<double>> ratings)
    {
        foreach (var row in ratings)
        {
            Numbers.RequireSameLength(ratings[0].Count, row.Count, nameof(ratings));
            foreach (var value in row)
                Numbers.RequireFinite(value, nameof(ratings));
        }

        if (ratings.Count < 2)
            return ratings.Count == 0 ? Reason.NoData : Reason.TooFewItems;
        int n = ratings.Count, k = ratings[0].Count;
        return k < 2 ? Reason.TooFewRaters : Of(ratings, n, k);
    }

    private static MeanSquares Of(IReadOnlyList<IReadOnlyList<double>> ratings, int n, int k)
    {
        var rows = ratings.Select(row => row.Sum() / k).ToArray();
        var columns = Enumerable.Range(0, k).Select(j => ratings.Sum(row => row[j]) / n).ToArray();
        double mean = rows.Sum() / n, between = 0, raters = 0, error = 0, size = 0;
        for (var i = 0; i < n; i++)
            between += k * (rows[i] - mean) * (rows[i] - mean);
        for (var j = 0; j < k; j++)
            raters += n * (columns[j] - mean) * (columns[j] - mean);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < k; j++)
            {
                var rest = ratings[i][j] - rows[i] - columns[j] + mean;
                error += rest * rest;
                size += ratings[i][j] * ratings[i][j];
            }
        }

        (between, raters, error) = (Settle(between, size), Settle(raters, size), Settle(error, size));
        return new MeanSquares(
            between / (n - 1), raters / (k - 1), error / ((n - 1) * (k - 1)), (raters + error) / (n * (k - 1)), n, k, mean);
    }

    private static double Settle(double sum, double size) => sum <= Rounding * size ? 0 : sum;
}
