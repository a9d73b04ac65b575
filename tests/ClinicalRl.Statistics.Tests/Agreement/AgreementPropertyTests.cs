using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Streams;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Agreement;

public sealed class AgreementPropertyTests
{
    private const double Close = 1e-12;

    private static readonly double[] Values = [0, 0.25, 0.5, 0.75, 1];

    private static readonly Gen<int?[][]> Units = Gen.Int[0, 4].Nullable().Array[0, 5].Array[2, 40];

    private static readonly Gen<double[][]> Table = Gen.Int[2, 5].SelectMany(raters => Gen.Int[0, 1_000].Select(score => score / 1_000.0).Array[raters].Array[3, 20]);

    [Fact]
    public void Alpha_IgnoresTheOrderOfUnitsAndRaters() => Gen.Select(Units, Gen.ULong).Sample((units, seed) =>
    {
        int?[][] shuffled = [.. Shuffle.Of(units, seed).Select((unit, i) => Shuffle.Of(unit, seed + (ulong)i))];
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            RequireEqual(Alpha(units, level, code => Values[code]), Alpha(shuffled, level, code => Values[code]));
    });

    [Fact]
    public void Alpha_RespectsWhatItsLevelLeavesOpen() => Gen.Select(Units, Gen.Double[0.1, 9], Gen.Double[-5, 5]).Sample((units, scale, shift) =>
    {
        RequireEqual(Alpha(units, MeasurementLevel.Nominal, code => code), Alpha(units, MeasurementLevel.Nominal, code => (code * 7 % 5) - 2));
        RequireEqual(Alpha(units, MeasurementLevel.Ordinal, code => code), Alpha(units, MeasurementLevel.Ordinal, code => Math.Exp(code)));
        RequireEqual(Alpha(units, MeasurementLevel.Interval, code => code), Alpha(units, MeasurementLevel.Interval, code => (code * scale) + shift), 1e-9);
        RequireEqual(Alpha(units, MeasurementLevel.Ratio, code => code), Alpha(units, MeasurementLevel.Ratio, code => code * scale), 1e-9);
    });

    [Fact]
    public void Coincidences_EqualTheBatch_InAnyOrderWithRevisionsAndParts() => Gen.Select(Units, Units, Gen.ULong).Sample((units, others, seed) =>
    {
        var (stream, part) = (new CoincidenceCounts(5), new CoincidenceCounts(5));
        foreach (var unit in others)
            stream.Add(Codes(unit));
        foreach (var (i, unit) in Shuffle.Of(units, seed).Index())
            (i % 2 == 0 ? stream : part).Add(Codes(unit));
        foreach (var unit in Shuffle.Of(others, seed))
            stream.Remove(Codes(unit));
        stream.Merge(part);
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            RequireEqual(Alpha(units, level, code => Values[code]), stream.Alpha(level, Values));
    });

    [Fact]
    public void Kappas_IgnoreTheNamesOfCategories() => Gen.Int[0, 9].Array[3].Array[3].Sample(table =>
    {
        int[] renamed = [2, 0, 1];
        int[][] other = [.. renamed.Select(i => renamed.Select(j => table[i][j]).ToArray())];
        RequireEqual(CohenKappa.Of(table).Then(kappa => kappa.Kappa), CohenKappa.Of(other).Then(kappa => kappa.Kappa));
        RequireEqual(CohenKappa.Of(table).Then(kappa => kappa.StandardError), CohenKappa.Of(other).Then(kappa => kappa.StandardError), 1e-7);
        int[][] columns = [.. table.Select(row => renamed.Select(j => row[j]).ToArray())];
        RequireEqual(FleissKappa.Of(table).Then(kappa => kappa.Kappa), FleissKappa.Of(columns).Then(kappa => kappa.Kappa));
    });

    [Fact]
    public void Gwet_IgnoresTheNamesOfCategories() => Units.Sample(units => RequireEqual(
        GwetCoefficient.Of(Rated(units, code => code), [0, 1, 2, 3, 4]).Then(gwet => gwet.Coefficient),
        GwetCoefficient.Of(Rated(units, code => code * 7 % 5), [0, 1, 2, 3, 4]).Then(gwet => gwet.Coefficient)));

    [Fact]
    public void Intraclass_IgnoresOrderAndUnit_AndNarrowsWithItems() =>
        Gen.Select(Table, Gen.ULong, Gen.Double[0.1, 50], Gen.Double[-9, 9]).Sample((table, seed, scale, shift) =>
    {
        double[][] other = [.. Shuffle.Of(table, seed).Select(row => row.Select(score => (score * scale) + shift).ToArray())];
        var (here, there) = (IntraclassCorrelation.Of(table).Value, IntraclassCorrelation.Of(other).Value);
        foreach (var (form, same) in Forms(here).Zip(Forms(there)))
            RequireEqual(form.Value, same.Value, 1e-7 * Math.Max(1, Math.Abs(form.Value.IsDefined ? form.Value.Value : 1)));
        var doubled = IntraclassCorrelation.Of([.. table, .. table, .. table, .. table]).Value;
        if (here.FixedSingle.Interval.IsDefined && doubled.FixedSingle.Interval.IsDefined)
            Assert.True(doubled.FixedSingle.Interval.Value.Width < here.FixedSingle.Interval.Value.Width);
    });

    [Fact]
    public void OneWay_EqualsTheFirstForm_OfACompleteTable() => Table.Sample(table =>
    {
        var one = OneWayCorrelation.Of(RatingTable.Of(table.Select(row => row.Select(score => (double?)score).ToArray()))).Value;
        var six = IntraclassCorrelation.Of(table).Value;
        RequireEqual(six.OneWaySingle.Value, one.Value, 1e-9);
        RequireEqual(six.OneWaySingle.Interval.Then(ends => ends.Lower), one.Interval.Then(ends => ends.Lower), 1e-8);
    });

    [Fact]
    public void Alpha_HasNoInterval_WhenTooManyResamplesAreUndefined()
    {
        var ratings = RatingTable.Of([[1, 1], [1, 1], [1, 2]]);
        var alpha = KrippendorffAlpha.Measure(ratings, MeasurementLevel.Nominal, BootstrapPlan.Named("few|alpha|v1", 999));
        Assert.True(alpha.Value.IsDefined);
        Assert.Equal(Reason.TooManyUndefinedResamples, alpha.Interval.Reason);
        Assert.Equal(Reason.NoVariation, KrippendorffAlpha.Of(RatingTable.Of([[1, 1], [1, 1]]), MeasurementLevel.Ordinal).Reason);
        Assert.Equal(Reason.NoPairableValues, KrippendorffAlpha.Of(RatingTable.Of([[1, null], [2]]), MeasurementLevel.Ordinal).Reason);
    }

    /// <summary>Means of equal values are not always equal to them: 3 · 0.1 / 3 is not 0.1.</summary>
    [Fact]
    public void Agreement_HasNoVariation_WhenAllValuesAreEqual() => Gen.Select(Gen.Double[0.01, 1], Gen.Int[2, 6], Gen.Int[2, 7]).Sample((value, raters, items) =>
    {
        double?[][] units = [.. Enumerable.Repeat(Enumerable.Repeat((double?)value, raters).ToArray(), items)];
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Assert.Equal(Reason.NoVariation, KrippendorffAlpha.Of(RatingTable.Of(units), level).Reason);
        Assert.Equal(Reason.NoVariation, OneWayCorrelation.Of(RatingTable.Of([.. units, [value]])).Value.Value.Reason);
        var icc = IntraclassCorrelation.Of([.. units.Select(unit => unit.OfType<double>().ToArray())]).Value;
        Assert.All(Forms(icc), form => Assert.Equal(Reason.NoVariation, form.Value.Reason));
    });

    private static Statistic[] Forms(IntraclassCorrelation icc) =>
        [icc.OneWaySingle, icc.OneWayMean, icc.TwoWaySingle, icc.TwoWayMean, icc.FixedSingle, icc.FixedMean];

    private static int[] Codes(int?[] unit) => [.. unit.OfType<int>()];

    private static RatingTable Rated(int?[][] units, Func<int, double> value) =>
        RatingTable.Of(units.Select(unit => unit.Select(code => code is { } known ? (double?)value(known) : null).ToArray()));

    private static Estimate<double> Alpha(int?[][] units, MeasurementLevel level, Func<int, double> value) => KrippendorffAlpha.Of(Rated(units, value), level);

    private static void RequireEqual(Estimate<double> expected, Estimate<double> actual, double tolerance = Close)
    {
        Assert.Equal(expected.Reason, actual.Reason);
        if (expected.IsDefined)
            Assert.Equal(expected.Value, actual.Value, tolerance);
    }
}
