using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Checks of the criteria of one document against the fact schema.</summary>
internal sealed class CriterionChecks(FactSchema schema, FindingList findings)
{
    private readonly ReachabilityChecks reachability = new(findings);

    /// <summary>Checks one criterion; the answer is the criterion bound to each kind it judges, or nothing when it cannot be bound.</summary>
    public IReadOnlyList<BoundCriterion> Check(Criterion criterion)
    {
        var kinds = new List<EventKind>();
        foreach (var judged in criterion.Judge)
        {
            if (schema.Find(judged.Value) is { } kind)
                kinds.Add(kind);
            else
                findings.Add(judged.At, "unknown-event", $"there is no event kind '{judged.Value}'; there are {string.Join(", ", schema.Kinds.Select(known => known.Name))}");
        }

        if (kinds.Count != criterion.Judge.Length || kinds.Count == 0)
            return [];
        var sound = true;
        foreach (var predicate in new[] { criterion.Applies, criterion.Met, criterion.Partly })
        {
            if (predicate is not null)
                sound &= new PredicateChecks(predicate, kinds, findings).Check();
        }

        if (!sound)
            return [];
        reachability.Check(criterion, kinds);
        return [.. kinds.Select(kind => new BoundCriterion(criterion, kind))];
    }
}
