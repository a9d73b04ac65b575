using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>
/// Logistic recalibration (Cox 1958): ln odds of being right = intercept + slope · ln odds stated. A slope below 1 means overconfidence.
/// </summary>
public sealed record LogisticRecalibration
{
    /// <summary>Fewest items from which confidence may be mapped.</summary>
    public const int MinMappedItems = 50;

    private const int MaxIterations = 200;

    private const double Rounding = 1e-13;

    private LogisticRecalibration()
    {
    }

    /// <summary>Intercept at the fitted slope.</summary>
    public required double Intercept { get; init; }

    /// <summary>Calibration slope.</summary>
    public required double Slope { get; init; }

    /// <summary>Standard error of the intercept.</summary>
    public required double InterceptError { get; init; }

    /// <summary>Standard error of the slope.</summary>
    public required double SlopeError { get; init; }

    /// <summary>Calibration in the large: the intercept when the slope is held at 1; positive means underconfidence.</summary>
    public required double InTheLarge { get; init; }

    /// <summary>Number of items.</summary>
    public required int Count { get; init; }

    /// <summary>Maximum likelihood. Undefined without items, with outcomes of one class, with one stated value, or when the classes are separated.</summary>
    public static Estimate<LogisticRecalibration> Of(StatedConfidence stated, double clip = LogScore.DefaultClip)
    {
        if (stated.Count == 0)
            return Reason.NoData;
        if (stated.IsOneClass)
            return Reason.SingleOutcomeClass;
        var points = Points(stated, clip);
        if (points.Length < 2)
            return Reason.NoVariation;
        if (IsSeparated(points))
            return Reason.Separated;
        var fit = Fit(points);
        var determinant = fit.Determinant;
        if (!(determinant > 0))
            return Reason.Separated;   // to within rounding
        return new LogisticRecalibration
        {
            Intercept = fit.Intercept,
            Slope = fit.Slope,
            InterceptError = Math.Sqrt(fit.Wxx / determinant),
            SlopeError = Math.Sqrt(fit.W / determinant),
            InTheLarge = InterceptAt(points, 1),
            Count = stated.Count,
        };
    }

    /// <summary>The slope with its normal interval.</summary>
    public static Statistic MeasureSlope(StatedConfidence stated, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var z = NormalDistribution.Quantile((1 + level) / 2);
        var fit = Of(stated);
        return new Statistic(
            "calibration slope",
            fit.Then(known => known.Slope),
            fit.Then(known => new Interval(known.Slope - (z * known.SlopeError), known.Slope + (z * known.SlopeError), level, IntervalMethod.Normal)),
            stated.Count);
    }

    /// <summary>
    /// A map from stated to calibrated confidence whose slope is drawn towards 1 as 1 + (slope − 1)·N/(N + 50), with the intercept refitted at
    /// that slope so that the mean stays right. Undefined below <see cref="MinMappedItems"/> items. Raw values stay on record.
    /// </summary>
    public static Estimate<Func<double, double>> Map(StatedConfidence stated, double clip = LogScore.DefaultClip)
    {
        if (stated.Count < MinMappedItems)
            return Reason.TooFewItems;
        return Of(stated, clip).Then<Func<double, double>>(fit =>
        {
            var slope = 1 + ((fit.Slope - 1) * stated.Count / (stated.Count + MinMappedItems));
            var intercept = InterceptAt(Points(stated, clip), slope);
            return confidence => Expit(intercept + (slope * Logit(confidence, clip)));
        });
    }

    /// <summary>The items by distinct logit, ascending: sums over them are the same bits whatever the order of the items.</summary>
    private static ImmutableArray<Point> Points(StatedConfidence stated, double clip) =>
    [
        .. stated.Groups().GroupBy(group => Logit(group.Confidence, clip))
            .Select(same => new Point(same.Key, same.Sum(group => group.Count), same.Sum(group => group.Right))),
    ];

    private static double Logit(double confidence, double clip)
    {
        var held = LogScore.Clip(Numbers.RequireUnit(confidence, nameof(confidence)), clip);
        return Math.Log(held / (1 - held));
    }

    private static double Expit(double logit) => 1 / (1 + Math.Exp(-logit));

    private static bool IsSeparated(ImmutableArray<Point> points)
    {
        double lowestRight = points.First(point => point.Right > 0).Logit, highestRight = points.Last(point => point.Right > 0).Logit;
        double lowestWrong = points.First(point => point.Wrong > 0).Logit, highestWrong = points.Last(point => point.Wrong > 0).Logit;
        return highestWrong <= lowestRight || highestRight <= lowestWrong;
    }

    /// <summary>Where the expected number right equals the observed; it rises with the intercept.</summary>
    private static double InterceptAt(ImmutableArray<Point> points, double slope)
    {
        var reach = 50 + (Math.Abs(slope) * points.Max(point => Math.Abs(point.Logit)));
        return Bisection.Find(intercept => points.Sum(point => point.Right - (point.Count * Expit(intercept + (slope * point.Logit)))), -reach, reach);
    }

    /// <summary>
    /// Newton's method, with halved steps while the likelihood would fall by more than its rounding; it is concave, so this finds the one maximum.
    /// </summary>
    private static Curvature Fit(ImmutableArray<Point> points)
    {
        var at = CurvatureAt(points, 0, 0);
        for (var i = 0; i < MaxIterations; i++)
        {
            var intercept = ((at.Wxx * at.Residual) - (at.Wx * at.ResidualX)) / at.Determinant;
            var slope = ((at.W * at.ResidualX) - (at.Wx * at.Residual)) / at.Determinant;
            var enough = at.LogLikelihood - (Rounding * Math.Abs(at.LogLikelihood));
            var next = CurvatureAt(points, at.Intercept + intercept, at.Slope + slope);
            for (var part = 0.5; !(next.LogLikelihood >= enough) && part > 1e-12; part /= 2)
                next = CurvatureAt(points, at.Intercept + (part * intercept), at.Slope + (part * slope));
            var isDone = Math.Abs(next.Intercept - at.Intercept) + Math.Abs(next.Slope - at.Slope) <= 1e-14 * (1 + Math.Abs(at.Slope) + Math.Abs(at.Intercept));
            at = next;
            if (isDone)
                break;
        }

        return at;
    }

    private static Curvature CurvatureAt(ImmutableArray<Point> points, double intercept, double slope)
    {
        double residual = 0, residualX = 0, w = 0, wx = 0, wxx = 0, logLikelihood = 0;
        foreach (var point in points)
        {
            var (x, logit) = (point.Logit, intercept + (slope * point.Logit));
            var (p, own) = (Expit(logit), point.Right - (point.Count * Expit(logit)));
            var weight = point.Count * p * (1 - p);
            (residual, residualX) = (residual + own, residualX + (own * x));
            (w, wx, wxx) = (w + weight, wx + (weight * x), wxx + (weight * x * x));
            var tail = Math.Log(1 + Math.Exp(-Math.Abs(logit)));
            logLikelihood -= (point.Right * (Math.Max(-logit, 0) + tail)) + (point.Wrong * (Math.Max(logit, 0) + tail));
        }

        return new Curvature(intercept, slope, residual, residualX, w, wx, wxx, logLikelihood);
    }

    private readonly record struct Point(double Logit, int Count, int Right)
    {
        public int Wrong => Count - Right;
    }

    private readonly record struct Curvature(
        double Intercept, double Slope, double Residual, double ResidualX, double W, double Wx, double Wxx, double LogLikelihood)
    {
        public double Determinant => (W * Wxx) - (Wx * Wx);
    }
}
