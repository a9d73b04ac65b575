using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Proportions;

/// <summary>One cell of a failure matrix.</summary>
/// <param name="Failures">Failures of trials; a cell without trials is untested, which is not a rate of 0.</param>
/// <param name="PValue">Probability of so many failures or more at the tolerated rate; undefined when untested.</param>
/// <param name="Adjusted">The same adjusted over the tested cells (Benjamini and Hochberg).</param>
/// <param name="IsFlagged">Whether it is at or below the false discovery rate.</param>
/// <param name="FlaggedInterval">Of a flagged cell: exact, at level 1 − R·q/m for R of m flagged (Benjamini and Yekutieli 2005).</param>
/// <param name="Simultaneous">Exact interval that holds for all tested cells at once (Bonferroni); [0, 1] when untested.</param>
public sealed record FailureCell(
    Proportion Failures, Estimate<double> PValue, Estimate<double> Adjusted, bool IsFlagged, Interval? FlaggedInterval, Interval Simultaneous);

/// <summary>Which cells of a taxonomy fail more often than tolerated.</summary>
/// <param name="Cells">In the order given.</param>
/// <param name="TestedCells">Cells with trials: the family.</param>
/// <param name="FlaggedLevel">Level of the flagged cells' intervals; undefined when none is flagged.</param>
public sealed record FailureMatrix(ImmutableArray<FailureCell> Cells, int TestedCells, Estimate<double> FlaggedLevel)
{
    /// <summary>False discovery rate of a report.</summary>
    public const double DefaultDiscoveryRate = 0.10;

    /// <summary>From the cells' failures and the tolerated rate, from 0 to 1. Repeated runs of one task are not independent: use tasks.</summary>
    public static FailureMatrix Of(
        IReadOnlyList<Proportion> cells, double toleratedRate, double discoveryRate = DefaultDiscoveryRate, double level = 0.95)
    {
        Numbers.RequireUnit(toleratedRate, nameof(toleratedRate));
        Intervals.RequireLevel(discoveryRate);
        Intervals.RequireLevel(level);
        var tested = cells.Where(cell => cell.Trials > 0).ToArray();
        var pValues = tested.Select(cell => BinomialDistribution.UpperTail(cell.Events, cell.Trials, toleratedRate)).ToArray();
        var adjusted = MultipleTesting.Adjust(pValues, Adjustment.BenjaminiHochberg);
        var flagged = adjusted.Count(p => p <= discoveryRate);
        Estimate<double> flaggedLevel = flagged == 0 ? Reason.NoData : 1 - (flagged * discoveryRate / tested.Length);
        var next = 0;
        var rows = cells.Select(cell =>
        {
            if (cell.Trials == 0)
                return new FailureCell(cell, Reason.NoData, Reason.NoData, false, null, cell.ClopperPearson(level));
            var i = next++;
            var isFlagged = adjusted[i] <= discoveryRate;
            return new FailureCell(
                cell, pValues[i], adjusted[i], isFlagged, isFlagged ? cell.ClopperPearson(flaggedLevel.Value) : null,
                cell.ClopperPearson(1 - ((1 - level) / tested.Length)));
        });
        return new FailureMatrix([.. rows], tested.Length, flaggedLevel);
    }
}
