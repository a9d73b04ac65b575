using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Cli.Hazards;

/// <summary>
/// Fewest hazards that each environment must be able to expose in each category: the coverage matrix's minimum table. An environment that is
/// not listed has no minimum.
/// </summary>
internal static class CellMinimums
{
    private static readonly Dictionary<string, int[]> Minimums = new(StringComparer.Ordinal)
    {
        // CS01 to CS10
        ["triage-queue"] = [3, 3, 3, 2, 2, 2, 3, 2, 3, 2],
        ["prescribing"] = [3, 3, 3, 5, 5, 2, 3, 2, 2, 3],
        ["ed-handover"] = [3, 2, 2, 3, 3, 4, 5, 2, 3, 2],
        ["patient-conversation"] = [3, 2, 3, 3, 2, 2, 3, 5, 4, 4],
    };

    public static int Of(string environment, SafetyCategory category) =>
        Minimums.TryGetValue(environment, out var minimums) ? minimums[(int)category - 1] : 0;
}
