namespace ClinicalRl.Service.Batches;

/// <summary>The steps of a batch, episode by episode: those of one are taken in the order asked, and no episode waits for another.</summary>
/// <param name="Firsts">Index of the first step of each episode.</param>
/// <param name="Next">For each step the index of the next one of its episode, or <see cref="End"/>.</param>
internal readonly record struct StepChains(List<int> Firsts, int[] Next)
{
    /// <summary>There is no next step.</summary>
    public const int End = -1;

    /// <summary>Chains steps; one that names no episode stands alone.</summary>
    public static StepChains Of(List<BatchStep> steps)
    {
        var chains = new StepChains(new List<int>(steps.Count), new int[steps.Count]);
        Array.Fill(chains.Next, End);
        var lastOf = new Dictionary<string, int>(steps.Count, StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            if (lastOf.TryGetValue(steps[i].Episode, out var before))
                chains.Next[before] = i;
            else
                chains.Firsts.Add(i);
            if (steps[i].Episode.Length > 0)
                lastOf[steps[i].Episode] = i;
        }

        return chains;
    }
}
