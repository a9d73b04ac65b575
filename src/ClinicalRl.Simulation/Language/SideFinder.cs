namespace ClinicalRl.Simulation.Language;

/// <summary>Gives "left", "right" and "both" to the finding they stand in, before, or after.</summary>
internal readonly ref struct SideFinder(LexiconWords words, Workspace workspace)
{
    private const int Ahead = 3;
    private const int Behind = 4;

    /// <summary>The longest phrase with its gap, and the words behind it.</summary>
    private const int LongestReach = 24;

    public void Run()
    {
        const CueRoles Sides = CueRoles.Left | CueRoles.Right | CueRoles.Both;
        var from = 0;
        for (var at = 0; at < workspace.TokenCount; at++)
        {
            while (from < workspace.FoundCount && workspace.Founds[from].First < at - LongestReach)
                from++;
            if (workspace.Cues[at].Any(Sides) && !IsPronoun(at) && Nearest(at, from) is var nearest and >= 0)
                workspace.Founds[nearest].Side |= SideOf(workspace.Cues[at]);
        }
    }

    private bool HasComma(int from, int to)
    {
        for (var between = from + 1; between < to && between <= from + Behind; between++)
        {
            if (workspace.Tokens[between].IsMark(','))
                return true;
        }

        return false;
    }

    /// <summary>"Both had": they are people.</summary>
    private bool IsPronoun(int at) =>
        workspace.Cues[at].Any(CueRoles.Both) && at + 1 < workspace.TokenCount && words.RolesOf(workspace.Tokens[at + 1].Word).Any(WordRoles.Verb | WordRoles.Auxiliary);

    /// <summary>Left and right together are both.</summary>
    private static Side SideOf(CueRoles roles) =>
        (roles.Any(CueRoles.Left) ? Side.Left : Side.None) | (roles.Any(CueRoles.Right) ? Side.Right : Side.None) | (roles.Any(CueRoles.Both) ? Side.Both : Side.None);

    private int Nearest(int at, int from)
    {
        var (best, bestDistance) = (-1, int.MaxValue);
        for (var i = from; i < workspace.FoundCount; i++)
        {
            ref readonly var found = ref workspace.Founds[i];
            if (found.First > at + Ahead)
                break;
            if (found.Clause != workspace.ClauseOf[at] || (found.Last < at && HasComma(found.Last, at)))
                continue;
            var distance = found.First > at ? found.First - at : found.Last >= at ? 0 : at - found.Last <= Behind ? Ahead + at - found.Last : int.MaxValue;
            if (distance < bestDistance)
                (best, bestDistance) = (i, distance);
        }

        return best;
    }
}
