using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Posteriors;

/// <summary>What is known of a rate: a Beta distribution. The default prior is Jeffreys', Beta(1/2, 1/2).</summary>
public readonly record struct BetaPosterior
{
    /// <summary>Jeffreys' prior: half a success and half a failure.</summary>
    public const double Jeffreys = 0.5;

    /// <summary>Refuses shapes that are not above 0.</summary>
    public BetaPosterior(double a, double b) => (A, B) = (Numbers.RequirePositive(a, nameof(a)), Numbers.RequirePositive(b, nameof(b)));

    /// <summary>Prior plus successes.</summary>
    public double A { get; }

    /// <summary>Prior plus failures.</summary>
    public double B { get; }

    /// <summary>a / (a + b).</summary>
    public double Mean => A / (A + B);

    /// <summary>ab / ((a + b)²(a + b + 1)).</summary>
    public double Variance => A * B / ((A + B) * (A + B) * (A + B + 1));

    /// <summary>The value with half the probability on either side.</summary>
    public double Median => Quantile(0.5);

    /// <summary>(a − 1) / (a + b − 2) when both shapes are above 1; otherwise the density has no peak inside.</summary>
    public Estimate<double> Mode => A > 1 && B > 1 ? (A - 1) / (A + B - 2) : Reason.NoInteriorMode;

    /// <summary>After <paramref name="successes"/>, which may be partial, in <paramref name="trials"/>; refuses more successes than trials.</summary>
    public static BetaPosterior After(double successes, double trials, double priorA = Jeffreys, double priorB = Jeffreys)
    {
        Numbers.RequireNotNegative(successes, nameof(successes));
        if (!(trials >= successes && double.IsFinite(trials)))
            throw new ArgumentOutOfRangeException(nameof(trials), trials, "At least as many trials as successes.");
        return new BetaPosterior(priorA + successes, priorB + (trials - successes));
    }

    /// <summary>The value with probability <paramref name="p"/>, from 0 to 1, below it.</summary>
    public double Quantile(double p) => BetaDistribution.Quantile(p, A, B);

    /// <summary>Probability that the rate is at least <paramref name="threshold"/>, from 0 to 1.</summary>
    public double ProbabilityAtLeast(double threshold) => BetaDistribution.UpperTail(threshold, A, B);

    /// <summary>One-sided lower bound: the rate is above it with probability <paramref name="level"/>.</summary>
    public double LowerBound(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return Quantile(1 - level);
    }

    /// <summary>One-sided upper bound: the rate is below it with probability <paramref name="level"/>.</summary>
    public double UpperBound(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return Quantile(level);
    }

    /// <summary>Posterior quantiles with equal tails.</summary>
    public Interval EqualTailed(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return new Interval(Quantile((1 - level) / 2), Quantile((1 + level) / 2), level, IntervalMethod.EqualTailed);
    }

    /// <summary>
    /// The shortest interval: equal densities at its ends, or from the end at which the density peaks. Undefined when it peaks at both
    /// ends; equal-tailed when the density is flat.
    /// </summary>
    public Estimate<Interval> HighestDensity(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        if (A < 1 && B < 1)
            return Reason.BimodalDensity;
        var (lower, upper) = (A, B) switch
        {
            (1, 1) => (Quantile((1 - level) / 2), Quantile((1 + level) / 2)),
            _ when A <= 1 => (0, Quantile(level)),
            _ when B <= 1 => (Quantile(1 - level), 1),
            _ => Densest(level),
        };
        return new Interval(lower, upper, level, IntervalMethod.HighestDensity);
    }

    /// <summary>Probability that this rate is below an independent <paramref name="other"/>; see <see cref="PosteriorOrder"/>.</summary>
    public double ProbabilityBelow(BetaPosterior other) => PosteriorOrder.ProbabilityBelow(this, other);

    /// <summary>As a report prints it: the mean with the equal-tailed interval.</summary>
    public Statistic ToStatistic(string method, int count, double level = 0.95) => new(method, Mean, EqualTailed(level), count);

    /// <summary>Bisects the probability below the interval: the denser end tells on which side the interval must move.</summary>
    private (double Lower, double Upper) Densest(double level)
    {
        var (low, high) = (0.0, 1 - level);
        while (true)
        {
            var below = low + ((high - low) / 2);
            if (below <= low || below >= high)
                return (Quantile(below), Quantile(below + level));
            double lower = Quantile(below), upper = Quantile(below + level);
            if (upper >= 1 || (lower > 0 && LogDensity(lower) > LogDensity(upper)))
                high = below;
            else
                low = below;
        }
    }

    private double LogDensity(double x) => ((A - 1) * Math.Log(x)) + ((B - 1) * Math.Log(1 - x));
}
