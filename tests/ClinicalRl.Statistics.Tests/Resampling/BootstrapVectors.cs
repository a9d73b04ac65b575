using System.Globalization;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Vectors;
using MathNet.Numerics.Statistics;

namespace ClinicalRl.Statistics.Tests.Resampling;

internal static class BootstrapVectors
{
    public static VectorChecks Checks => new()
    {
        ["counterGenerator"] = vector => vector.CheckWords("values", Counters(vector).Select(t => new CounterGenerator(vector.Seed).Value(t).ToString(CultureInfo.InvariantCulture))),
        ["seedFromText"] = vector => vector.CheckWords("seed", [CounterGenerator.FromText(vector.Input.GetProperty("text").GetString()!).Seed.ToString(CultureInfo.InvariantCulture)]),
        ["boundedIndex"] = vector => vector.Check("values", [.. Counters(vector).Select(t => (double)new CounterGenerator(vector.Seed).Index(t, (int)vector.Number("n")))]),
        ["unitInterval"] = vector => vector.Check("values", [.. Counters(vector).Select(t => new CounterGenerator(vector.Seed).Unit(t))]),
        ["bootstrapMean"] = CheckMean,
        ["clusterBootstrapMean"] = CheckClusters,
        ["bcaFromResamples"] = CheckBca,
        ["jackknifeAcceleration"] = CheckJackknife,
    };

    private static void CheckMean(VectorCase vector)
    {
        var data = vector.Numbers("data");
        var plan = Plan(vector);
        var clusters = Clusters.OfSingles(data);
        var means = clusters.ResampledMeans(plan);
        vector.Check("estimate", clusters.Mean);
        vector.Check("first5", means[..5]);
        vector.Check("bootstrapSe", means.StandardDeviation());
        CheckIntervals(vector, clusters, plan, means);
        var studentized = StudentizedMean.Of(data, plan).Value;
        vector.Check("studentized.ci", Ends(studentized.Interval));
        vector.Check("studentized.droppedResamples", studentized.DroppedResamples);
        if (vector.Has("bayesianBootstrap"))
            vector.Check("bayesianBootstrap.percentile", Ends(BayesianMean.Of(data, plan).Value));
    }

    private static void CheckClusters(VectorCase vector)
    {
        var clusters = Clusters.Of(vector.Input.GetProperty("clusters").EnumerateArray().Select(unit => unit.EnumerateArray().Select(value => value.GetDouble()).ToArray()));
        var plan = Plan(vector);
        vector.Check("mean", clusters.Mean);
        vector.Check("clusterSe", clusters.StandardError);
        vector.Check("clusterSeUncorrected", clusters.StandardError.Value * Math.Sqrt((clusters.Count - 1.0) / clusters.Count));
        CheckIntervals(vector, clusters, plan, clusters.ResampledMeans(plan));
    }

    private static void CheckIntervals(VectorCase vector, Clusters clusters, BootstrapPlan plan, double[] means)
    {
        var ascending = means.Order().ToArray();
        var bca = Bca.From(ascending, clusters.Mean.Value, Jackknife.Of(clusters.LeaveOneOut()).Acceleration, plan.Level).Value;
        vector.Check("percentile", Ends(Percentile.Of(ascending, plan.Level)));
        vector.Check("bca.z0", bca.BiasCorrection);
        vector.Check("bca.acceleration", bca.Acceleration);
        vector.Check("bca.adjustedLevels", bca.LowerLevel, bca.UpperLevel);
        vector.Check("bca.ci", Ends(bca.Interval));
        Assert.Equal(bca.Interval, ClusterMean.Of(clusters, plan).Interval.Value);
    }

    private static void CheckBca(VectorCase vector)
    {
        var ascending = vector.Numbers("resampleStatistics").Order().ToArray();
        var bca = Bca.From(ascending, vector.Number("estimate"), Jackknife.Of(vector.Numbers("jackknife")).Acceleration, vector.Number("level"));
        if (!bca.IsDefined)
        {
            vector.CheckReason("", bca.Reason);
            return;
        }

        vector.Check("z0", bca.Value.BiasCorrection);
        vector.Check("acceleration", bca.Value.Acceleration);
        vector.Check("adjustedLevels", bca.Value.LowerLevel, bca.Value.UpperLevel);
        vector.Check("ci", Ends(bca.Value.Interval));
    }

    private static void CheckJackknife(VectorCase vector)
    {
        var (x, y) = (vector.Numbers("x"), vector.Numbers("y"));
        var leftOut = x.Select((_, skip) => Correlation.Pearson(x.Where((_, i) => i != skip), y.Where((_, i) => i != skip))).ToArray();
        var jackknife = Jackknife.Of(leftOut);
        vector.Check("estimate", Correlation.Pearson(x, y));
        vector.Check("acceleration", jackknife.Acceleration);
        vector.Check("jackknifeSe", jackknife.StandardError);
    }

    private static BootstrapPlan Plan(VectorCase vector)
    {
        var plan = BootstrapPlan.Named(vector.Input.GetProperty("seedText").GetString()!, (int)vector.Number("resamples"), vector.Number("level"));
        Assert.Equal(vector.Seed, plan.Generator.Seed);
        return plan;
    }

    private static IEnumerable<ulong> Counters(VectorCase vector) => vector.Input.GetProperty("counters").EnumerateArray().Select(counter => counter.GetUInt64());

    private static double[] Ends(Interval interval) => [interval.Lower, interval.Upper];
}
