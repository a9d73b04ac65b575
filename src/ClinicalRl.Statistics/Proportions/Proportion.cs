using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Proportions;

/// <summary>A number of events among independent trials, and what it says about their rate.</summary>
public readonly record struct Proportion
{
    /// <summary>Refuses negative counts and more events than trials.</summary>
    public Proportion(int events, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, trials);
        (Events, Trials) = (events, trials);
    }

    /// <summary>How often it happened.</summary>
    public int Events { get; }

    /// <summary>How often it could have happened; 0 is untested, which is not a rate of 0.</summary>
    public int Trials { get; }

    /// <summary>Events per trial; undefined without trials.</summary>
    public Estimate<double> Rate => Trials == 0 ? Reason.NoData : (double)Events / Trials;

    /// <summary>Three events per number of trials: the usual label of "none seen". Undefined unless there are trials and no event.</summary>
    public Estimate<double> RuleOfThree => Trials == 0 || Events > 0 ? Reason.NoData : 3.0 / Trials;

    /// <summary>Score interval (Wilson 1927), for charts; [0, 1] without trials.</summary>
    public Interval Wilson(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        if (Trials == 0)
            return new Interval(0, 1, level, IntervalMethod.Wilson);
        double n = Trials, rate = Events / n;
        var z = NormalDistribution.Quantile((1 + level) / 2);
        var centre = (rate + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((rate * (1 - rate) / n) + (z * z / (4 * n * n)));
        return new Interval(Events == 0 ? 0 : centre - half, Events == Trials ? 1 : centre + half, level, IntervalMethod.Wilson);
    }

    /// <summary>Beta interval under Jeffreys' prior, for display; its end is 0 at no event and 1 when every trial is one.</summary>
    public Interval Jeffreys(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        double a = Events + 0.5, b = Trials - Events + 0.5;
        var lower = Events == 0 ? 0 : BetaDistribution.Quantile((1 - level) / 2, a, b);
        var upper = Events == Trials ? 1 : BetaDistribution.Quantile((1 + level) / 2, a, b);
        return new Interval(lower, upper, level, IntervalMethod.Jeffreys);
    }

    /// <summary>Exact interval (Clopper and Pearson 1934), for guarantees: it covers the rate at least as often as its level says.</summary>
    public Interval ClopperPearson(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        double x = Events, n = Trials;
        var lower = Events == 0 ? 0 : BetaDistribution.Quantile((1 - level) / 2, x, n - x + 1);
        var upper = Events == Trials ? 1 : BetaDistribution.Quantile((1 + level) / 2, x + 1, n - x);
        return new Interval(lower, upper, level, IntervalMethod.ClopperPearson);
    }

    /// <summary>Exact one-sided lower bound: 0 at no event.</summary>
    public double LowerBound(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return Events == 0 ? 0 : BetaDistribution.Quantile(1 - level, Events, Trials - Events + 1.0);
    }

    /// <summary>As a report prints it; without trials the cell is untested, which is not a rate of 0.</summary>
    public Statistic ToStatistic(string method, IntervalMethod interval = IntervalMethod.Jeffreys, double level = 0.95) => new(
        method,
        Rate,
        interval switch
        {
            IntervalMethod.Jeffreys => Jeffreys(level),
            IntervalMethod.Wilson => Wilson(level),
            IntervalMethod.ClopperPearson => ClopperPearson(level),
            _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, "Jeffreys, Wilson or Clopper-Pearson."),
        },
        Trials);

    /// <summary>One-sided upper bound 1 - (1 - level)^(1/n) when no event was seen; undefined otherwise.</summary>
    public Estimate<double> UpperBoundWhenNone(double level = 0.95)
    {
        Intervals.RequireLevel(level);
        return Trials == 0 || Events > 0 ? Reason.NoData : 1 - Math.Pow(1 - level, 1.0 / Trials);
    }
}
