using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Checks of a document as a whole.</summary>
internal static class DocumentChecks
{
    /// <summary>Most comparisons of facts with values in all conditions of a document together: what an event may cost.</summary>
    public const int MaxComparisons = 5_000;

    public static void Check(RewardDocument document, EnvironmentSpec environment, FindingList findings)
    {
        CheckEnvironment(document, environment, findings);
        CheckIds(document, findings);
        CheckCost(document, findings);
        CheckSources(document, findings);
        CheckCategories(document, environment, findings);
    }

    private static void CheckEnvironment(RewardDocument document, EnvironmentSpec environment, FindingList findings)
    {
        if (document.Environment.Value != environment.Id)
            findings.Add(document.Environment.At, "other-environment", $"the document scores '{document.Environment.Value}', the environment is '{environment.Id}'");
        else if (!document.EnvironmentVersions.Value.Contains(environment.Version))
            findings.Add(document.EnvironmentVersions.At, "version-not-covered", $"'{document.EnvironmentVersions.Value}' does not cover version {environment.Version} of '{environment.Id}'");
    }

    private static void CheckCost(RewardDocument document, FindingList findings)
    {
        var comparisons = 0;
        foreach (var criterion in document.Criteria)
        {
            var before = comparisons;
            comparisons += FactNames.Comparisons(criterion);
            if (before <= MaxComparisons && comparisons > MaxComparisons)
                findings.Add(criterion.At, "too-costly", FormattableString.Invariant($"the conditions up to '{criterion.Id}' hold {comparisons} comparisons; a document has at most {MaxComparisons}"));
        }
    }

    private static void CheckIds(RewardDocument document, FindingList findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var criterion in document.Criteria)
        {
            if (!ids.Add(criterion.Id))
                findings.Add(criterion.At, "duplicate-id", $"criterion '{criterion.Id}' is defined twice");
        }
    }

    private static void CheckSources(RewardDocument document, FindingList findings)
    {
        foreach (var criterion in document.Criteria)
        {
            foreach (var source in criterion.Sources)
            {
                if (!document.Sources.Any(listed => listed.Id == source.Value))
                    findings.Add(source.At, "unknown-source", $"'{source.Value}' is not one of the document's sources");
            }

            CheckVerified(document, criterion, findings);
        }

        foreach (var source in document.Sources)
        {
            if (!source.Verified)
                findings.Add(source.At, "unverified-source", $"no specialist has checked what is drawn from '{source.Id}'");
            if (!document.Criteria.Any(criterion => criterion.Sources.Any(cited => cited.Value == source.Id)))
                findings.Add(source.At, "unused-source", $"no criterion cites '{source.Id}'");
        }
    }

    private static void CheckVerified(RewardDocument document, Criterion criterion, FindingList findings)
    {
        if (!criterion.Verified)
            return;
        if (criterion.Sources.IsEmpty)
            findings.Add(criterion.At, "verified-without-source", $"criterion '{criterion.Id}' is marked verified but names no source");
        foreach (var cited in criterion.Sources)
        {
            if (document.Sources.Any(source => source.Id == cited.Value && !source.Verified))
                findings.Add(cited.At, "verified-on-unverified-source", $"criterion '{criterion.Id}' is marked verified, and '{cited.Value}' is not");
        }
    }

    private static void CheckCategories(RewardDocument document, EnvironmentSpec environment, FindingList findings)
    {
        foreach (var category in environment.Hazards.Select(hazard => hazard.Category).Distinct().Order())
        {
            if (!document.Criteria.Any(criterion => criterion.Category == category || criterion.Also.Contains(category)))
            {
                findings.Add(
                    document.CriteriaAt, "category-empty",
                    $"category cell left empty: '{environment.Id}' declares hazards in {category} ({category.Title()}) and no criterion covers it");
            }
        }
    }
}
