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
        var logits = Logits(stated, clip);
        if (logits.Min() == logits.Max())
            return Reason.NoVariation;
        if (IsSeparated(stated, logits))
            return Reason.Separated;
        var fit = Fit(stated, logits);
        var determinant = (fit.W * fit.Wxx) - (fit.Wx * fit.Wx);
        return new LogisticRecalibration
        {
            Intercept = fit.Intercept,
            Slope = fit.Slope,
            InterceptError = Math.Sqrt(fit.Wxx / determinant),
            SlopeError = Math.Sqrt(fit.W / determinant),
            InTheLarge = InterceptAt(stated, logits, 1),
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
            var intercept = InterceptAt(stated, Logits(stated, clip), slope);
            return confidence => Expit(intercept + (slope * Logit(confidence, clip)));
        });
    }

    private static double[] Logits(StatedConfidence stated, double clip) =>
        [.. Enumerable.Range(0, stated.Count).Select(i => Logit(stated.Confidence(i), clip))];

    private static double Logit(double confidence, double clip)
    {
        var held = LogScore.Clip(Numbers.RequireUnit(confidence, nameof(confidence)), clip);
        return Math.Log(held / (1 - held));
    }

    private static double Expit(double logit) => 1 / (1 + Math.Exp(-logit));

    private static bool IsSeparated(StatedConfidence stated, double[] logits)
    {
        double wrongLow = double.MaxValue, wrongHigh = double.MinValue, rightLow = double.MaxValue, rightHigh = double.MinValue;
        for (var i = 0; i < logits.Length; i++)
        {
            if (stated.Outcome(i) > 0)
                (rightLow, rightHigh) = (Math.Min(rightLow, logits[i]), Math.Max(rightHigh, logits[i]));
            else
                (wrongLow, wrongHigh) = (Math.Min(wrongLow, logits[i]), Math.Max(wrongHigh, logits[i]));
        }

        return wrongHigh <= rightLow || rightHigh <= wrongLow;
    }

    /// <summary>Where the expected number right equals the observed; it rises with the intercept.</summary>
    private static double InterceptAt(StatedConfidence stated, double[] logits, double slope)
    {
        var reach = 50 + (Math.Abs(slope) * logits.Max(Math.Abs));
        return Bisection.Find(intercept => stated.Right - logits.Sum(x => Expit(intercept + (slope * x))), -reach, reach);
    }

    /// <summary>Newton's method with halved steps while the likelihood would fall; it is concave, so this finds the one maximum.</summary>
    private static Curvature Fit(StatedConfidence stated, double[] logits)
    {
        var at = CurvatureAt(stated, logits, 0, 1);
        for (var i = 0; i < MaxIterations; i++)
        {
            var determinant = (at.W * at.Wxx) - (at.Wx * at.Wx);
            var intercept = ((at.Wxx * at.Residual) - (at.Wx * at.ResidualX)) / determinant;
            var slope = ((at.W * at.ResidualX) - (at.Wx * at.Residual)) / determinant;
            var next = CurvatureAt(stated, logits, at.Intercept + intercept, at.Slope + slope);
            for (var part = 0.5; next.LogLikelihood < at.LogLikelihood && part > 1e-6; part /= 2)
                next = CurvatureAt(stated, logits, at.Intercept + (part * intercept), at.Slope + (part * slope));
            var isDone = Math.Abs(next.Intercept - at.Intercept) + Math.Abs(next.Slope - at.Slope) <= 1e-14 * (1 + Math.Abs(at.Slope) + Math.Abs(at.Intercept));
            at = next;
            if (isDone)
                break;
        }

        return at;
    }

    private static Curvature CurvatureAt(StatedConfidence stated, double[] logits, double intercept, double slope)
    {
        double residual = 0, residualX = 0, w = 0, wx = 0, wxx = 0, logLikelihood = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            var x = logits[i];
            var logit = intercept + (slope * x);
            var p = Expit(logit);
            residual += stated.Outcome(i) - p;
            residualX += (stated.Outcome(i) - p) * x;
            w += p * (1 - p);
            wx += p * (1 - p) * x;
            wxx += p * (1 - p) * x * x;
            var against = stated.Outcome(i) > 0 ? -logit : logit;
            logLikelihood -= Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
        }

        return new Curvature(intercept, slope, residual, residualX, w, wx, wxx, logLikelihood);
    }

    private readonly record struct Curvature(
        double Intercept, double Slope, double Residual, double ResidualX, double W, double Wx, double Wxx, double LogLikelihood);
}
