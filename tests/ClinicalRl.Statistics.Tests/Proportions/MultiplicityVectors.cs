using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Proportions;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Proportions;

internal static class MultiplicityVectors
{
    private static readonly Dictionary<string, Adjustment> Procedures = new(StringComparer.Ordinal)
    {
        ["bonferroni"] = Adjustment.Bonferroni, ["holm"] = Adjustment.Holm, ["bh"] = Adjustment.BenjaminiHochberg, ["by"] = Adjustment.BenjaminiYekutieli,
    };

    public static VectorChecks Checks => new()
    {
        ["adjust"] = CheckAdjusted,
        ["coverageMatrix"] = CheckMatrix,
        ["passPowerK"] = CheckPass,
        ["passPowerKSuite"] = CheckSuite,
        ["passPowerKPosterior"] = CheckExpected,
    };

    private static void CheckAdjusted(VectorCase vector)
    {
        var adjusted = MultipleTesting.Adjust(vector.Numbers("pValues"), Procedures[vector.Word("procedure")]);
        vector.Check("adjusted", adjusted);
        if (vector.Has("rejected"))
            vector.Check("rejected", adjusted.Count(p => p <= vector.Number("level")));
    }

    private static void CheckMatrix(VectorCase vector)
    {
        var matrix = FailureMatrix.Of(Tasks(vector, "cells"), vector.Number("nullRate"), vector.Number("fdr"), vector.Number("level"));
        vector.Check("pValues", [.. matrix.Cells.Select(cell => cell.PValue.Value)]);
        vector.Check("adjusted", [.. matrix.Cells.Select(cell => cell.Adjusted.Value)]);
        var flagged = matrix.Cells.Index().Where(cell => cell.Item.IsFlagged).ToArray();
        vector.Check("flagged", [.. flagged.Select(cell => (double)cell.Index)]);
        vector.Check("fcrLevel", matrix.FlaggedLevel);
        foreach (var (expected, (index, cell)) in vector.Take("fcrIntervals").EnumerateArray().Zip(flagged))
        {
            Assert.Equal(expected[0].GetInt32(), index);
            vector.CheckNear($"lower {index}", expected[1][0].GetDouble(), cell.FlaggedInterval!.Value.Lower);
            vector.CheckNear($"upper {index}", expected[1][1].GetDouble(), cell.FlaggedInterval!.Value.Upper);
        }

        vector.CheckTable("simultaneousBonferroni", matrix.Cells.Select(cell => new[] { cell.Simultaneous.Lower, cell.Simultaneous.Upper }));
    }

    private static void CheckPass(VectorCase vector)
    {
        var task = new Proportion(vector.Count("successes"), vector.Count("trials"));
        vector.Check("passHatK", PassPower.All(task, vector.Count("k")));
        vector.Check("passAtK", PassPower.Any(task, vector.Count("k")));
    }

    private static void CheckSuite(VectorCase vector)
    {
        var plan = BootstrapPlan.Named("suite", BootstrapPlan.ScreenResamples);
        var suites = vector.Counts("k").Select(k => PassPower.Suite(Tasks(vector, "tasks"), k, plan)).ToArray();
        vector.Check("mean", [.. suites.Select(suite => suite.Mean.Value.Value)]);
        vector.Check("se", [.. suites.Select(suite => suite.StandardError.Value)]);
    }

    private static void CheckExpected(VectorCase vector)
    {
        var (successes, trials) = (vector.Count("successes"), vector.Count("trials"));
        var expected = PassPower.Expected(
            BetaPosterior.After(successes, trials, vector.Number("priorA"), vector.Number("priorB")), vector.Count("k"), trials);
        vector.Check("posteriorMean", expected.Value);
        vector.Check("ci", expected.Interval);
    }

    private static Proportion[] Tasks(VectorCase vector, string name) =>
        [.. vector.FullTable(name).Select(cell => new Proportion((int)cell[0], (int)cell[1]))];
}
