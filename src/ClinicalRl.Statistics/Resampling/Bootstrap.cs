using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>A statistic of the units at these places; a place may come more than once.</summary>
public delegate Estimate<double> UnitStatistic(ReadOnlySpan<int> units);

/// <summary>The bootstrap of any statistic of independent units (gold items, episodes, tasks), whole units resampled.</summary>
public sealed record Bootstrap
{
    /// <summary>The statistic of the units themselves.</summary>
    public required Estimate<double> Value { get; init; }

    /// <summary>BCa interval, or percentile with <see cref="FallbackReason"/>. Undefined with fewer than two units or too many undefined resamples.</summary>
    public required Estimate<Interval> Interval { get; init; }

    /// <summary>The plain interval beside it.</summary>
    public required Estimate<Interval> Percentile { get; init; }

    /// <summary>Why <see cref="Interval"/> is not BCa; null when it is, or when there is none.</summary>
    public required Reason? FallbackReason { get; init; }

    /// <summary>What the ends owe to the number of resamples.</summary>
    public required Estimate<MonteCarloError> MonteCarlo { get; init; }

    /// <summary>Standard deviation of the resampled statistics.</summary>
    public required Estimate<double> StandardError { get; init; }

    /// <summary>Resamples that had no value of the statistic and were dropped.</summary>
    public required int UndefinedResamples { get; init; }

    /// <summary>Number of units.</summary>
    public required int Units { get; init; }

    /// <summary>Resamples <paramref name="units"/> units, named by their places from 0 in canonical order.</summary>
    public static Bootstrap Of(int units, UnitStatistic statistic, BootstrapPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        var all = Enumerable.Range(0, units).ToArray();
        Estimate<double> value = units == 0 ? Reason.NoData : statistic(all);
        if (!value.IsDefined || units < 2)
            return Without(value, value.Reason ?? Reason.TooFewClusters, units);
        var resampled = Resample(units, statistic, plan);
        var undefined = plan.Resamples - resampled.Length;
        var jackknife = JackknifeOf(all, statistic, value.Value);
        var interval = BootstrapInterval.From(resampled, undefined, value.Value, jackknife, plan.Level);
        return new Bootstrap
        {
            Value = value,
            Interval = interval.Then(known => known.Interval),
            Percentile = interval.Then(_ => Resampling.Percentile.Of(resampled, plan.Level)),
            FallbackReason = interval.IsDefined ? interval.Value.FallbackReason : null,
            MonteCarlo = interval.Then(known => known.MonteCarlo),
            StandardError = interval.IsDefined && resampled.Length > 1 ? SpreadOf(resampled) : Reason.TooManyUndefinedResamples,
            UndefinedResamples = undefined,
            Units = units,
        };
    }

    /// <summary>As a report prints it.</summary>
    public Statistic ToStatistic(string method) => new(method, Value, Interval, Units) { Flags = FlagsOf(Units, FallbackReason) };

    /// <summary>Few units, and whether the interval fell back.</summary>
    internal static ImmutableArray<Flag> FlagsOf(int units, Reason? fallback)
    {
        var flags = ImmutableArray.CreateBuilder<Flag>();
        if (units < ClusterMean.FewUnits)
            flags.Add(Flag.FewUnits);
        if (fallback is not null)
            flags.Add(Flag.FellBack);
        return flags.ToImmutable();
    }

    internal static Bootstrap Without(Estimate<double> value, Reason reason, int units) => new()
    {
        Value = value, Interval = reason, Percentile = reason, FallbackReason = null, MonteCarlo = reason, StandardError = reason, UndefinedResamples = 0,
        Units = units,
    };

    private static double[] Resample(int units, UnitStatistic statistic, BootstrapPlan plan)
    {
        var values = new double[plan.Resamples];
        var places = new int[units];
        var known = 0;
        for (var b = 0; b < values.Length; b++)
        {
            for (var i = 0; i < units; i++)
                places[i] = plan.Generator.Index(((ulong)b * (ulong)units) + (ulong)i, units);
            var value = statistic(places);
            if (value.IsDefined)
                values[known++] = value.Value;
        }

        return values[..known];
    }

    /// <summary>A unit without which the statistic does not exist counts as one that changes nothing.</summary>
    private static Jackknife JackknifeOf(int[] all, UnitStatistic statistic, double value)
    {
        var leftOut = new double[all.Length];
        var rest = all[1..];
        for (var i = 0; i < all.Length; i++)
        {
            var without = statistic(rest);
            leftOut[i] = without.IsDefined ? without.Value : value;
            if (i < rest.Length)
                rest[i] = i;
        }

        return Jackknife.Of(leftOut);
    }

    private static double SpreadOf(double[] values)
    {
        var mean = values.Sum() / values.Length;
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
