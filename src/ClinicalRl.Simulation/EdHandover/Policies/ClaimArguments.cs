using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <summary>Writes a claim as the arguments of a tool.</summary>
internal static class ClaimArguments
{
    public static Dictionary<string, object> Of(in Claim claim, HandoverContent content)
    {
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        if (claim.Concept >= 0)
            arguments["code"] = content.Concepts[claim.Concept].Code;
        if (claim.Detail >= 0)
            arguments["detail"] = content.Concepts[claim.Detail].Code;
        if (claim.HasValue)
            arguments["value"] = claim.Value;
        if (claim.Unit >= 0)
            arguments["unit"] = content.Vocabulary.Units[claim.Unit];
        if (claim.At >= 0)
            arguments["time"] = ClockTimes.Clock(claim.At);
        if (claim.Due >= 0)
            arguments["due"] = ClockTimes.Clock(claim.Due);
        if (claim.Owner >= 0)
            arguments["owner"] = content.Concepts[claim.Owner].Code;
        if (claim.Side != Side.None)
            arguments["side"] = claim.Side == Side.Left ? "left" : "right";
        return arguments;
    }

    /// <summary>The item a claim belongs under, by what kind of thing it is; -1 when it is of no use to the receiving team.</summary>
    public static int ItemOf(in Claim claim, string author, HandoverContent content) => content.Concepts[claim.Concept].Kind switch
    {
        "score" or "trend" => Items.Severity,
        "diagnosis" => Items.Diagnosis,
        "allergen" or "allergy_status" => Items.Allergies,
        "medicine" => IsChange(claim, author, content) ? Items.Changes : Items.Medicines,
        "test" => claim.HasValue || claim.Detail >= 0 || claim.At >= 0 ? Items.Critical : Items.Pending,
        "action" => Items.Actions,
        "trigger" => Items.Contingency,
        "ceiling" or "ceiling_part" => Items.Ceiling,
        "line" or "oxygen_target" or "side_finding" => Items.Lines,
        "infection" => Items.Infection,
        "mental_health_status" or "legal" => Items.Safety,
        "communication" => Items.Family,
        _ => -1,
    };

    private static bool IsChange(in Claim claim, string author, HandoverContent content) =>
        (claim.Detail >= 0 && content.Concepts[claim.Detail].Kind == "change") || (author == "gp" && claim.Said == ClaimFields.None);
}
