using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Agreement;

internal static class IntraclassVectors
{
    public static VectorChecks Checks => new() { ["icc"] = CheckSix, ["icc1Unbalanced"] = CheckUnbalanced };

    private static void CheckSix(VectorCase vector)
    {
        var icc = IntraclassCorrelation.Of(vector.FullTable("ratings"), vector.Number("level")).Value;
        vector.Check("meanSquares.rows", icc.MeanSquares.Rows);
        vector.Check("meanSquares.columns", icc.MeanSquares.Columns);
        vector.Check("meanSquares.error", icc.MeanSquares.Error);
        vector.Check("meanSquares.within", icc.MeanSquares.Within);
        CheckForm(vector, "icc1_1", icc.OneWaySingle);
        CheckForm(vector, "icc1_k", icc.OneWayMean);
        CheckForm(vector, "icc2_1", icc.TwoWaySingle);
        CheckForm(vector, "icc2_k", icc.TwoWayMean);
        CheckForm(vector, "icc3_1", icc.FixedSingle);
        CheckForm(vector, "icc3_k", icc.FixedMean);
        if (vector.Has("icc2_df"))
            vector.Check("icc2_df", icc.TwoWayDegreesOfFreedom);
    }

    private static void CheckForm(VectorCase vector, string path, Statistic form)
    {
        vector.Check(path + ".value", form.Value);
        vector.Check(path + ".ci", form.Interval);
    }

    private static void CheckUnbalanced(VectorCase vector)
    {
        var icc = OneWayCorrelation.Of(RatingTable.Of(vector.Table("units"))).Value;
        vector.Check("value", icc.Value);
        vector.Check("k0", icc.EffectiveRaters);
        vector.Check("msBetween", icc.Between);
        vector.Check("msWithin", icc.Within);
    }
}
