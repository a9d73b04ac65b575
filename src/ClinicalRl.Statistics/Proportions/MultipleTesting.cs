namespace ClinicalRl.Statistics.Proportions;

/// <summary>How p-values of a family are adjusted.</summary>
public enum Adjustment
{
    /// <summary>p·m: any false rejection, for simultaneous statements.</summary>
    Bonferroni,

    /// <summary>Step-down Bonferroni (Holm 1979): any false rejection, for confirmatory families.</summary>
    Holm,

    /// <summary>False discovery rate (Benjamini and Hochberg 1995), independent or positively dependent tests.</summary>
    BenjaminiHochberg,

    /// <summary>False discovery rate under any dependence (Benjamini and Yekutieli 2001).</summary>
    BenjaminiYekutieli,
}

/// <summary>Adjusted p-values: reject those at or below the family's level.</summary>
public static class MultipleTesting
{
    /// <summary>In the order given; none for none. p-values are from 0 to 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues, Adjustment adjustment)
    {
        foreach (var p in pValues)
            Numbers.RequireUnit(p, nameof(pValues));
        var m = pValues.Count;
        var adjusted = new double[m];
        if (adjustment == Adjustment.Bonferroni)
            return [.. pValues.Select(p => Math.Min(1, p * m))];
        var ascending = Enumerable.Range(0, m).OrderBy(i => pValues[i]).ToArray();
        if (adjustment == Adjustment.Holm)
        {
            var largest = 0.0;
            for (var rank = 0; rank < m; rank++)
                adjusted[ascending[rank]] = largest = Math.Max(largest, Math.Min(1, pValues[ascending[rank]] * (m - rank)));
            return adjusted;
        }

        var factor = adjustment == Adjustment.BenjaminiYekutieli ? Enumerable.Range(1, m).Sum(i => 1.0 / i) : 1;
        var smallest = 1.0;
        for (var rank = m - 1; rank >= 0; rank--)
            adjusted[ascending[rank]] = smallest = Math.Min(smallest, pValues[ascending[rank]] * factor * m / (rank + 1));
        return adjusted;
    }
}
