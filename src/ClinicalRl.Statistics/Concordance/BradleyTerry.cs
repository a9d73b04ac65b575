using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace ClinicalRl.Statistics.Concordance;

/// <summary>Abilities from paired comparisons by maximum likelihood (Bradley and Terry 1952): ln odds of i over j = ability i − ability j.</summary>
/// <param name="Abilities">Relative to the reference, which has 0.</param>
/// <param name="StandardErrors">Of the differences from the reference, which has 0.</param>
/// <param name="Comparisons">Σ of wins.</param>
public sealed record BradleyTerry(ImmutableArray<double> Abilities, ImmutableArray<double> StandardErrors, double Comparisons)
{
    /// <summary>Most competitors.</summary>
    public const int MaxCompetitors = 500;

    private const int MaxIterations = 200;

    /// <summary>
    /// From a table whose row i, column j holds the wins of i over j; a tie may count half to both. Undefined with fewer than two competitors, and
    /// unless every split of them has wins in both directions.
    /// </summary>
    public static Estimate<BradleyTerry> Of(IReadOnlyList<IReadOnlyList<double>> wins, int reference)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wins.Count, MaxCompetitors, nameof(wins));
        foreach (var row in wins)
        {
            Numbers.RequireSameLength(wins.Count, row.Count, nameof(wins));
            foreach (var count in row)
                Numbers.RequireNotNegative(count, nameof(wins));
        }

        if (wins.Count < 2)
            return Reason.TooFewItems;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)reference, (uint)wins.Count, nameof(reference));
        if (!ReachesAll(wins, (i, j) => wins[i][j] > 0) || !ReachesAll(wins, (i, j) => wins[j][i] > 0))
            return Reason.NotStronglyConnected;
        return Fit(wins, reference);
    }

    /// <summary>An ability with its normal interval.</summary>
    public Statistic Ability(int competitor, string name, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var reach = NormalDistribution.Quantile((1 + level) / 2) * StandardErrors[competitor];
        var ability = Abilities[competitor];
        return new Statistic(
            $"Bradley-Terry ability of {name}", ability,
            reach > 0 ? new Interval(ability - reach, ability + reach, level, IntervalMethod.Normal) : Reason.ZeroStandardError, Abilities.Length);
    }

    private static bool ReachesAll(IReadOnlyList<IReadOnlyList<double>> wins, Func<int, int, bool> isEdge)
    {
        var reached = new HashSet<int> { 0 };
        var open = new Stack<int>(reached);
        while (open.TryPop(out var from))
        {
            for (var to = 0; to < wins.Count; to++)
            {
                if (isEdge(from, to) && reached.Add(to))
                    open.Push(to);
            }
        }

        return reached.Count == wins.Count;
    }

    /// <summary>Newton's method without the reference; the likelihood is concave, so steps that would overshoot are only shortened.</summary>
    private static BradleyTerry Fit(IReadOnlyList<IReadOnlyList<double>> wins, int reference)
    {
        var count = wins.Count;
        var others = Enumerable.Range(0, count).Where(i => i != reference).ToArray();
        var abilities = new double[count];
        Matrix<double> information = null!;
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            (var slope, information) = Derivatives(wins, others, abilities);
            var step = information.Cholesky().Solve(slope);
            var longest = step.AbsoluteMaximum();
            for (var i = 0; i < others.Length; i++)
                abilities[others[i]] += step[i] * Math.Min(1, 2 / longest);
            if (longest < 1e-13)
                break;
        }

        var covariance = information.Inverse();
        var errors = new double[count];
        for (var i = 0; i < others.Length; i++)
            errors[others[i]] = Math.Sqrt(covariance[i, i]);
        return new BradleyTerry([.. abilities], [.. errors], wins.Sum(row => row.Sum()));
    }

    private static (Vector<double> Slope, Matrix<double> Information) Derivatives(IReadOnlyList<IReadOnlyList<double>> wins, int[] others, double[] abilities)
    {
        var slope = Vector<double>.Build.Dense(others.Length);
        var information = Matrix<double>.Build.Dense(others.Length, others.Length);
        var place = Enumerable.Repeat(-1, abilities.Length).ToArray();
        for (var i = 0; i < others.Length; i++)
            place[others[i]] = i;
        for (var i = 0; i < others.Length; i++)
        {
            for (var j = 0; j < abilities.Length; j++)
            {
                if (j == others[i])
                    continue;
                var (won, games) = (wins[others[i]][j], wins[others[i]][j] + wins[j][others[i]]);
                var p = 1 / (1 + Math.Exp(abilities[j] - abilities[others[i]]));
                slope[i] += won - (games * p);
                information[i, i] += games * p * (1 - p);
                if (place[j] >= 0)
                    information[i, place[j]] -= games * p * (1 - p);
            }
        }

        return (slope, information);
    }
}
