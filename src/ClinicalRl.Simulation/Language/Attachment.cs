namespace ClinicalRl.Simulation.Language;

/// <summary>Gives each number and time to the concept it belongs to: the nearest of its clause, else of its sentence, that can have such a unit.</summary>
internal readonly ref struct Attachment(LexiconWords words, Workspace workspace)
{
    private const int SeparatorCost = 3;

    /// <summary>How many mentions on either side are looked at.</summary>
    private const int Reach = 8;

    public void Run()
    {
        var near = 0;
        foreach (ref var quantity in workspace.Quantities)
        {
            var token = quantity.Mention;   // until now it held the first token
            near = Advance(near, token);
            var mention = Nearest(quantity, token, near);
            quantity = quantity with { Mention = mention, Unit = mention >= 0 ? UnitFor(quantity, workspace.Founds[mention].Concept) : quantity.Unit };
        }

        near = 0;
        foreach (ref var time in workspace.Times)
        {
            near = Advance(near, time.Mention);
            time = time with { Mention = NearestToTime(time, time.Mention, near) };
        }
    }

    /// <summary>The first mention that begins after the token.</summary>
    private int Advance(int near, int token)
    {
        while (near < workspace.FoundCount && workspace.Founds[near].First <= token)
            near++;
        return near;
    }

    private Unit UnitFor(in Quantity quantity, int concept) =>
        quantity.Unit == Unit.None && words.UnitsOf[concept] is [var usual, ..] ? usual : quantity.Unit;

    private int Nearest(in Quantity quantity, int token, int near)
    {
        var after = After(token, quantity.Span.End);
        var (best, bestCost) = (-1, int.MaxValue);
        for (var i = Math.Max(near - Reach, 0); i < workspace.FoundCount && i < near + Reach; i++)
        {
            ref readonly var found = ref workspace.Founds[i];
            if (Sentence(found.Clause) != Sentence(quantity.Clause) || !CanHave(found.Concept, quantity))
                continue;
            var cost = Cost(found, token, after) + (found.Clause == quantity.Clause ? 0 : 2 * Reach);
            if (cost < bestCost)
                (best, bestCost) = (i, cost);
        }

        return best;
    }

    private int NearestToTime(in TimeExpression time, int token, int near)
    {
        var after = After(token, time.Span.End);
        var (best, bestCost) = (-1, int.MaxValue);
        for (var i = Math.Max(near - Reach, 0); i < workspace.FoundCount && i < near + Reach; i++)
        {
            ref readonly var found = ref workspace.Founds[i];
            if (found.Clause != time.Clause)
                continue;
            var cost = Cost(found, token, after) + (words.Kinds[found.Concept] == ConceptKind.Act ? Reach : 0);
            if (cost < bestCost)
                (best, bestCost) = (i, cost);
        }

        return best;
    }

    private int Sentence(int clause) => workspace.Clauses[clause].Sentence;

    /// <summary>The first token after a number with its unit.</summary>
    private int After(int token, int end)
    {
        while (token < workspace.TokenCount && workspace.Tokens[token].Start < end)
            token++;
        return token;
    }

    /// <summary>Tokens between, with commas and "and" dearer; what comes first wins a tie, but for "300 mg of aspirin".</summary>
    private int Cost(in Found found, int token, int after)
    {
        var (from, to) = found.Last < token ? (found.Last + 1, token) : found.First >= after ? (after, found.First) : (token, token);
        if (from == after && to == after + 1 && words.RolesOf(workspace.Tokens[after].Word).Any(WordRoles.Of))
            return 0;
        var cost = (2 * (to - from)) + (found.First >= after ? 1 : 0);
        for (var at = from; at < to; at++)
            cost += workspace.Tokens[at].IsMark(',') || words.RolesOf(workspace.Tokens[at].Word).Any(WordRoles.Joins) ? SeparatorCost : 0;
        return cost;
    }

    private bool CanHave(int concept, in Quantity quantity)
    {
        var units = words.UnitsOf[concept];
        if (units.AsSpan().Contains(quantity.Unit))
            return true;
        return words.Kinds[concept] switch
        {
            ConceptKind.Measure => quantity.Unit == Unit.None,
            ConceptKind.Medicine => Units.IsDose(quantity.Unit),
            _ => false,
        };
    }
}
