using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// The six intraclass correlations of Shrout and Fleiss (1979) with their intervals (McGraw and Wong 1996). Rewards use the second model:
/// evaluators are a sample and must agree absolutely.
/// </summary>
public sealed record IntraclassCorrelation
{
    private IntraclassCorrelation()
    {
    }

    /// <summary>What all are made of.</summary>
    public required MeanSquares MeanSquares { get; init; }

    /// <summary>ICC(1,1): each item has raters of its own; one rating.</summary>
    public required Statistic OneWaySingle { get; init; }

    /// <summary>ICC(1,k): the same; the mean of all ratings.</summary>
    public required Statistic OneWayMean { get; init; }

    /// <summary>ICC(2,1): raters are a sample, absolute agreement; one rating.</summary>
    public required Statistic TwoWaySingle { get; init; }

    /// <summary>ICC(2,k): the same; the mean of all ratings.</summary>
    public required Statistic TwoWayMean { get; init; }

    /// <summary>ICC(3,1): these raters only, consistency; one rating.</summary>
    public required Statistic FixedSingle { get; init; }

    /// <summary>ICC(3,k): the same; the mean of all ratings.</summary>
    public required Statistic FixedMean { get; init; }

    /// <summary>Satterthwaite's degrees of freedom of the second model's interval.</summary>
    public required Estimate<double> TwoWayDegreesOfFreedom { get; init; }

    /// <summary>From a complete table, items by raters; undefined with fewer than two of either. Single forms may be undefined by themselves.</summary>
    public static Estimate<IntraclassCorrelation> Of(IReadOnlyList<IReadOnlyList<double>> ratings, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return MeanSquares.Of(ratings).Then(squares => Of(squares, level));
    }

    private static IntraclassCorrelation Of(MeanSquares squares, double level)
    {
        double n = squares.Items, k = squares.Raters, rows = squares.Rows, error = squares.Error, within = squares.Within;
        var oneWay = new FForm(within, n - 1, n * (k - 1), rows, k, level);
        var two = new FForm(error, n - 1, (n - 1) * (k - 1), rows, k, level);
        var twoSingle = Ratio(rows - error, rows + ((k - 1) * error) + (k * (squares.Columns - error) / n));
        var freedom = twoSingle.Then(rho => Freedom(squares, rho));
        var twoInterval = TwoWayInterval(squares, freedom, level);
        return new IntraclassCorrelation
        {
            MeanSquares = squares,
            OneWaySingle = Named("ICC(1,1)", Ratio(rows - within, rows + ((k - 1) * within)), oneWay.Single()),
            OneWayMean = Named("ICC(1,k)", MeanRatio(rows - within, rows), oneWay.Mean()),
            TwoWaySingle = Named("ICC(2,1)", twoSingle, twoInterval),
            TwoWayMean = Named("ICC(2,k)", MeanRatio(rows - error, rows + ((squares.Columns - error) / n)), twoInterval.Then(single => StepUp(single, k))),
            FixedSingle = Named("ICC(3,1)", Ratio(rows - error, rows + ((k - 1) * error)), two.Single()),
            FixedMean = Named("ICC(3,k)", MeanRatio(rows - error, rows), two.Mean()),
            TwoWayDegreesOfFreedom = freedom,
        };

        Statistic Named(string method, Estimate<double> value, Estimate<Interval> interval) =>
            new(method, value, value.IsDefined ? interval : value.Reason!.Value, squares.Items);
    }

    private static Estimate<double> Ratio(double part, double whole) => (part, whole) switch
    {
        (0, 0) => Reason.NoVariation,
        (_, <= 0) => Reason.NonPositiveDenominator,
        _ => part / whole,
    };

    private static Estimate<double> MeanRatio(double part, double whole) => part != 0 && whole == 0 ? Reason.ZeroDenominator : Ratio(part, whole);

    private static Estimate<double> Freedom(MeanSquares squares, double rho)
    {
        if (squares.Error == 0)
            return Reason.ZeroErrorVariance;
        double n = squares.Items, k = squares.Raters;
        var a = k * rho / (n * (1 - rho)) * squares.Columns;
        var b = (1 + (k * rho * (n - 1) / (n * (1 - rho)))) * squares.Error;
        var freedom = (a + b) * (a + b) / ((a * a / (k - 1)) + (b * b / ((n - 1) * (k - 1))));
        return freedom > 0 ? freedom : Reason.NonPositiveDenominator;
    }

    private static Estimate<Interval> TwoWayInterval(MeanSquares squares, Estimate<double> freedom, double level) => freedom.Then<Interval>(df =>
    {
        double n = squares.Items, k = squares.Raters;
        var high = FDistribution.Quantile((1 + level) / 2, n - 1, df);
        var low = FDistribution.Quantile((1 + level) / 2, df, n - 1);
        var shared = (k * squares.Columns) + (((k * n) - k - n) * squares.Error);
        var (under, over) = ((high * shared) + (n * squares.Rows), shared + (n * low * squares.Rows));
        if (!(under > 0 && over > 0))
            return Reason.NonPositiveDenominator;
        return new Interval(
            n * (squares.Rows - (high * squares.Error)) / under, n * ((low * squares.Rows) - squares.Error) / over, level, IntervalMethod.Satterthwaite);
    });

    /// <summary>Spearman and Brown's formula on both ends.</summary>
    private static Estimate<Interval> StepUp(Interval single, double k) => 1 + ((k - 1) * single.Lower) > 0
        ? single with { Lower = k * single.Lower / (1 + ((k - 1) * single.Lower)), Upper = k * single.Upper / (1 + ((k - 1) * single.Upper)) }
        : Reason.NonPositiveDenominator;

    /// <summary>Intervals of models whose ratio of mean squares has an F distribution.</summary>
    private readonly record struct FForm(double Error, double RowFreedom, double ErrorFreedom, double Rows, double Raters, double Level)
    {
        public Estimate<Interval> Single()
        {
            var k = Raters;
            return Ends().Then(f => new Interval((f.Lower - 1) / (f.Lower + k - 1), (f.Upper - 1) / (f.Upper + k - 1), f.Level, f.Method));
        }

        public Estimate<Interval> Mean() => Ends().Then<Interval>(f => f.Lower > 0
            ? new Interval(1 - (1 / f.Lower), 1 - (1 / f.Upper), f.Level, f.Method)
            : Reason.ZeroDenominator);

        private Estimate<Interval> Ends()
        {
            if (Error == 0)
                return Reason.ZeroErrorVariance;
            var (f, p) = (Rows / Error, (1 + Level) / 2);
            return new Interval(
                f / FDistribution.Quantile(p, RowFreedom, ErrorFreedom), f * FDistribution.Quantile(p, ErrorFreedom, RowFreedom), Level, IntervalMethod.FRatio);
        }
    }
}
