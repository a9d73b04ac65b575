using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Linting;

/// <summary>
/// Checks of criteria on omissions. An event kind reports omissions when one of its facts is a word that may be <c>deadline</c> or
/// <c>end</c>: the moment at which the thing left undone is judged. What was due is its fact <c>must_do</c>.
/// </summary>
internal sealed class OmissionChecks(FindingList findings)
{
    private const int MaxCases = 500_000;

    private const string Deadline = "deadline";

    private const string End = "end";

    private const string MustDo = "must_do";

    private int casesLeft = MaxCases;

    public void Check(FactSchema schema, IReadOnlyList<IReadOnlyList<BoundCriterion>> criteria, SourcePosition criteriaAt)
    {
        foreach (var kind in schema.Kinds)
        {
            if (kind.Facts.FirstOrDefault(IsMoment) is not { } moment)
                continue;
            var judges = criteria.SelectMany(group => group).Where(bound => ReferenceEquals(bound.Kind, kind)).ToList();
            foreach (var bound in judges)
                CheckDeadline(bound, moment);
            if (kind.Facts.FirstOrDefault(fact => fact.Name == MustDo && fact.Type == FactType.Symbol) is { } due && judges.Count > 0)
                CheckAllJudged(judges, due, criteriaAt);
        }
    }

    private static bool IsMoment(FactField fact) =>
        fact.Type == FactType.Symbol && fact.Symbols.Contains(Deadline, StringComparer.Ordinal) && fact.Symbols.Contains(End, StringComparer.Ordinal);

    private void CheckDeadline(BoundCriterion bound, FactField moment)
    {
        if (CanFallShort(bound, moment, Deadline) || !CanFallShort(bound, moment, End))
            return;
        findings.Add(
            (bound.Criterion.Applies ?? bound.Criterion.Met).At, "must-do-without-deadline",
            $"'{bound.Criterion.Id}' is judged only at the end; judge the omission at its deadline too (leave '{moment.Name}' out)");
    }

    private void CheckAllJudged(IReadOnlyList<BoundCriterion> judges, FactField due, SourcePosition criteriaAt)
    {
        foreach (var thing in due.Symbols.Where(thing => !judges.Any(bound => CanFallShort(bound, due, thing))))
            findings.Add(criteriaAt, "must-do-not-judged", $"no criterion judges that '{thing}' was left undone ('{judges[0].Kind.Name}')");
    }

    /// <summary>Whether the criterion can fall short when <paramref name="fact"/> has that value; true when there are too many cases to tell.</summary>
    private bool CanFallShort(BoundCriterion bound, FactField fact, string symbol)
    {
        var index = bound.Kind.IndexOf(fact.Name);
        var value = fact.Symbols.IndexOf(symbol);
        if (Cases.Of([bound.Criterion], bound.Kind) is not { } cases)
            return true;
        foreach (var values in cases.Values())
        {
            values[index] = value;
            if (--casesLeft < 0 || bound.FallsShort(values))
                return true;
        }

        return false;
    }
}
