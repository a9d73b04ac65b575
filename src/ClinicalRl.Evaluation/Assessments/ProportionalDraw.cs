using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>
/// Draws without replacement with chances proportional to sizes (systematic sampling over a random order, Madow 1949; Särndal, Swensson and Wretman 1992,
/// section 3.6.2). What would have a chance above 1 is certain, and the rest share what is left.
/// </summary>
internal static class ProportionalDraw
{
    /// <summary>Chance of each unit that was drawn; 0 for those that were not.</summary>
    /// <param name="sizes">Sizes above 0.</param>
    /// <param name="draw">Units to draw, at most as many as there are.</param>
    /// <param name="random">Decides.</param>
    public static double[] Draw(double[] sizes, int draw, ref RandomStream random)
    {
        var chances = Chances(sizes, draw);
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        random.Shuffle<int>(order);
        var drawn = new double[sizes.Length];
        var (next, sum, count) = (random.NextUnit(), 0.0, 0);
        foreach (var place in order)
        {
            sum += chances[place];
            if (sum <= next || count == draw)
                continue;
            drawn[place] = chances[place];
            next++;
            count++;
        }

        // Rounding may leave the last mark just beyond the sum: the last unit in order is then the one it would have met.
        if (count < draw)
        {
            var last = order.Last(place => drawn[place] == 0);
            drawn[last] = chances[last];
        }

        return drawn;
    }

    /// <summary>Chances that sum to <paramref name="draw"/>, none above 1.</summary>
    public static double[] Chances(double[] sizes, int draw)
    {
        var chances = new double[sizes.Length];
        var open = Enumerable.Range(0, sizes.Length).ToList();
        for (var left = draw; open.Count > 0;)
        {
            var total = open.Sum(place => sizes[place]);
            var certain = open.Where(place => left * sizes[place] >= total).ToList();
            if (certain.Count == 0)
            {
                foreach (var place in open)
                    chances[place] = left * sizes[place] / total;
                break;
            }

            foreach (var place in certain)
                chances[place] = 1;
            left -= certain.Count;
            open.RemoveAll(certain.Contains);
        }

        return chances;
    }
}
