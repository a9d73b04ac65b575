namespace ClinicalRl.Statistics.Distributions;

/// <summary>Numbers of successes in independent trials, with equal or with different probabilities.</summary>
public static class BinomialDistribution
{
    /// <summary>Probability of at least <paramref name="successes"/> in <paramref name="trials"/> at probability <paramref name="p"/> from 0 to 1.</summary>
    public static double UpperTail(int successes, int trials, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        Numbers.RequireUnit(p, nameof(p));
        if (successes <= 0)
            return 1;
        return successes > trials ? 0 : BetaDistribution.Cumulative(p, successes, trials - successes + 1.0);
    }

    /// <summary>Probability of each number of successes from 0 to the number of trials, one probability a trial (Poisson-binomial), by convolution.</summary>
    public static double[] Probabilities(IReadOnlyList<double> trials)
    {
        var probabilities = new double[trials.Count + 1];
        probabilities[0] = 1;
        for (var i = 0; i < trials.Count; i++)
        {
            var p = Numbers.RequireUnit(trials[i], nameof(trials));
            for (var k = i + 1; k > 0; k--)
                probabilities[k] = (probabilities[k] * (1 - p)) + (probabilities[k - 1] * p);
            probabilities[0] *= 1 - p;
        }

        return probabilities;
    }

    /// <summary>Probability of at least <paramref name="successes"/> when each trial has a probability of its own.</summary>
    public static double UpperTail(int successes, IReadOnlyList<double> trials)
    {
        if (successes <= 0)
            return 1;
        var probabilities = Probabilities(trials);
        var sum = 0.0;
        for (var k = trials.Count; k >= successes; k--)   // the smallest terms first
            sum += probabilities[k];
        return sum;
    }
}
