using System.Globalization;
using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Agreement;

internal static class KrippendorffVectors
{
    public static VectorChecks Checks => new() { ["krippendorffAlpha"] = CheckAlpha, ["krippendorffAlphaBootstrap"] = CheckBootstrap };

    private static void CheckAlpha(VectorCase vector)
    {
        var units = vector.Table("units");
        var alpha = KrippendorffAlpha.Of(RatingTable.Of(units), Level(vector));
        vector.Check("alpha", alpha);
        vector.Check("alpha", Streamed(units, Level(vector)));
        if (vector.Has("numerator"))
            vector.CheckNear("fraction", Whole(vector, "numerator") / Whole(vector, "denominator"), alpha.Value);
    }

    private static void CheckBootstrap(VectorCase vector)
    {
        var plan = BootstrapPlan.Named(vector.Word("seedText"), vector.Count("resamples"), vector.Number("ci"));
        Assert.Equal(vector.Seed, plan.Generator.Seed);
        Assert.Equal("percentile", vector.Word("interval"));
        var bootstrap = KrippendorffAlpha.Resample(RatingTable.Of(vector.Table("units")), Level(vector), plan);
        vector.Check("alpha", bootstrap.Value);
        vector.Check("undefinedResamples", bootstrap.UndefinedResamples);
        vector.Check("ci", bootstrap.Percentile);
        vector.Check("bootstrapSd", bootstrap.StandardError);
    }

    /// <summary>The same through the counts that a stream keeps.</summary>
    private static Estimate<double> Streamed(double?[][] units, MeasurementLevel level)
    {
        var values = units.SelectMany(unit => unit).OfType<double>().Distinct().Order().ToArray();
        var counts = new CoincidenceCounts(values.Length);
        foreach (var unit in units)
            counts.Add([.. unit.OfType<double>().Select(value => Array.BinarySearch(values, value))]);
        return counts.Alpha(level, values);
    }

    private static MeasurementLevel Level(VectorCase vector) => Enum.Parse<MeasurementLevel>(vector.Word("level"), ignoreCase: true);

    private static double Whole(VectorCase vector, string path) => double.Parse(vector.Take(path).GetString()!, CultureInfo.InvariantCulture);
}
