using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Checks of a document as a whole.</summary>
internal static class DocumentChecks
{
    public static void Check(RewardDocument document, EnvironmentSpec environment, FindingList findings)
    {
        CheckEnvironment(document, environment, findings);
        CheckIds(document, findings);
        CheckSources(document, findings);
        CheckCategories(document, environment, findings);
    }

    private static void CheckEnvironment(RewardDocument document, EnvironmentSpec environment, FindingList findings)
    {
        if (document.Environment.Value != environment.Id)
            findings.Error(document.Environment.At, "other-environment", $"the document scores '{document.Environment.Value}', the environment is '{environment.Id}'");
        else if (!document.EnvironmentVersions.Value.Contains(environment.Version))
            findings.Error(document.EnvironmentVersions.At, "version-not-covered", $"'{document.EnvironmentVersions.Value}' does not cover version {environment.Version} of '{environment.Id}'");
    }

    private static void CheckIds(RewardDocument document, FindingList findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var criterion in document.Criteria)
        {
            if (!ids.Add(criterion.Id))
                findings.Error(criterion.At, "duplicate-id", $"criterion '{criterion.Id}' is defined twice");
        }
    }

    private static void CheckSources(RewardDocument document, FindingList findings)
    {
        foreach (var criterion in document.Criteria)
        {
            foreach (var source in criterion.Sources)
            {
                if (!document.Sources.Any(listed => listed.Id == source.Value))
                    findings.Error(source.At, "unknown-source", $"'{source.Value}' is not one of the document's sources");
            }

            if (criterion.Verified && criterion.Sources.IsEmpty)
                findings.Error(criterion.At, "verified-without-source", $"criterion '{criterion.Id}' is marked verified but names no source");
        }
    }

    private static void CheckCategories(RewardDocument document, EnvironmentSpec environment, FindingList findings)
    {
        foreach (var category in environment.Hazards.Select(hazard => hazard.Category).Distinct().Order())
        {
            if (!document.Criteria.Any(criterion => criterion.Category == category || criterion.Also.Contains(category)))
            {
                findings.Error(
                    document.CriteriaAt, "category-empty",
                    $"category cell left empty: '{environment.Id}' declares hazards in {category} ({category.Title()}) and no criterion covers it");
            }
        }
    }
}
