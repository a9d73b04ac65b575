namespace ClinicalRl.Statistics.Concordance;

/// <summary>Kendall's tau-b (Kendall 1945) and the pairs it counts, by merge sort (Knight 1966).</summary>
/// <param name="TauB">(concordant − discordant) / √((pairs − ties in x)(pairs − ties in y)).</param>
/// <param name="Concordant">Pairs in the same order.</param>
/// <param name="Discordant">Pairs in opposite orders.</param>
public readonly record struct KendallTau(double TauB, long Concordant, long Discordant)
{
    /// <summary>Undefined with fewer than two items or when either measurement never varies.</summary>
    public static Estimate<KendallTau> Of(PairedValues pairs)
    {
        if (pairs.WhyUncorrelated is { } reason)
            return reason;
        var order = Enumerable.Range(0, pairs.Count).OrderBy(i => pairs.X[i]).ThenBy(i => pairs.Y[i]).ToArray();
        var all = Pairs(order.Length);
        var tiedX = Ties(order.Length, i => pairs.X[order[i]] == pairs.X[order[i - 1]]);
        var tiedBoth = Ties(order.Length, i => pairs.X[order[i]] == pairs.X[order[i - 1]] && pairs.Y[order[i]] == pairs.Y[order[i - 1]]);
        var y = order.Select(i => pairs.Y[i]).ToArray();
        var discordant = SortCountingSwaps(y, new double[y.Length], 0, y.Length);
        var tiedY = Ties(y.Length, i => y[i] == y[i - 1]);
        var concordant = all - tiedX - tiedY + tiedBoth - discordant;
        var tau = (concordant - discordant) / (Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY));
        return new KendallTau(Math.Clamp(tau, -1, 1), concordant, discordant);
    }

    private static long Pairs(long n) => n * (n - 1) / 2;

    private static long Ties(int count, Func<int, bool> isTiedToPrevious)
    {
        var (ties, run) = (0L, 1L);
        for (var i = 1; i <= count; i++)
        {
            if (i < count && isTiedToPrevious(i))
            {
                run++;
                continue;
            }

            ties += Pairs(run);
            run = 1;
        }

        return ties;
    }

    private static long SortCountingSwaps(double[] values, double[] buffer, int start, int end)
    {
        if (end - start < 2)
            return 0;
        var middle = (start + end) / 2;
        var swaps = SortCountingSwaps(values, buffer, start, middle) + SortCountingSwaps(values, buffer, middle, end);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            if (right >= end || (left < middle && values[left] <= values[right]))
            {
                buffer[i] = values[left++];
                continue;
            }

            swaps += middle - left;
            buffer[i] = values[right++];
        }

        Array.Copy(buffer, start, values, start, end - start);
        return swaps;
    }
}
