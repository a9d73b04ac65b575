using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>Which kinds of stay can expose a hazard, read off what can be true of them.</summary>
internal static class HazardFamilies
{
    /// <summary>The hazard with the stays that expose it.</summary>
    public static Hazard Name(Hazard hazard, ImmutableArray<StayFamily> families, Concepts concepts, HandoverRules rules, int limitMinutes)
    {
        return IsOfSome(hazard.Id) ? hazard.ExposedBy(families.Where(family => Exposes(hazard.Id, family, concepts, rules, limitMinutes)).Select(family => family.Id)) : hazard;
    }

    /// <summary>Whether it depends on what can be true of a kind of stay; the others come with traps, people and courses that are drawn for any.</summary>
    public static bool IsOfSome(string hazard) => hazard
        is "stopped-medicine-continued" or "anticoagulant-after-bleed" or "dose-time-lost" or "dose-misstated" or "late-dose" or "critical-result-late" or "ceiling-wrong"
        or "isolation-missed" or "section-136-lost" or "child-safeguarding-lost" or "capacity-or-leaving-lost";

    public static bool Exposes(string hazard, StayFamily family, Concepts concepts, HandoverRules rules, int limitMinutes) => hazard switch
    {
        "stopped-medicine-continued" => Has(family, fact => fact.Item == Items.Changes),
        "anticoagulant-after-bleed" => Has(family, fact => fact.Item == Items.Changes && rules.IsAnticoagulant(fact.Concept)),
        "dose-time-lost" => Has(family, fact => fact.Item == Items.Medicines && fact.Due.IsSaid),
        "dose-misstated" => Has(family, fact => fact.Item == Items.Medicines && fact.Value.IsSaid),
        "late-dose" => Has(family, fact => fact.Item == Items.Medicines && rules.IsTimeCritical(fact.Concept) && fact.Due.Low < limitMinutes),
        "critical-result-late" => Has(family, fact => fact.Arrives && !fact.Details.Any(detail => concepts[detail].Code == "normal-result")),
        "ceiling-wrong" => Has(family, fact => fact.Item == Items.Ceiling),
        "isolation-missed" => Has(family, fact => fact.Item == Items.Infection),
        "section-136-lost" => Has(family, fact => concepts[fact.Concept].Code == "section-136"),
        "child-safeguarding-lost" => Has(family, fact => concepts[fact.Concept].Code == "child-protection-concern"),
        "capacity-or-leaving-lost" => Has(family, fact => concepts[fact.Concept] is { Kind: "legal", Code: not "child-protection-concern" }),
        _ => true,
    };

    private static bool Has(StayFamily family, Func<FactTemplate, bool> fits) => family.Facts.Any(fits);
}
