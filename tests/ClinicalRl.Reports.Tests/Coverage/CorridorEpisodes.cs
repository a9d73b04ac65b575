using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Reports.Tests.Coverage;

/// <summary>Covered episodes written by hand.</summary>
internal static class CorridorEpisodes
{
    public const string TooEarly = "CO-CS01-1";

    public static EnvironmentSpec Corridor { get; } = CorridorReward.Catalogue.Environments[0].Spec;

    /// <summary>An episode that exposes leaving too early; failed, it left too early at step 7.</summary>
    public static CoveredEpisode Episode(string id, int seed, int at = 0, bool failed = false) => new()
    {
        Episode = id,
        Environment = "corridor",
        Scenario = $"corridor@1.0.0/train/{seed}/standard",
        RewardFunction = "corridor-reward@1.0.0",
        Began = new DateTimeOffset(2026, 1, 1, 0, at, 0, TimeSpan.Zero),
        Labels = [],
        Hazards = [TooEarly],
        Judged = [new JudgedCriterion("leaves-at-the-door", SafetyCategory.CS01), new JudgedCriterion("follows-the-draught", SafetyCategory.CS03)],
        Failures = failed ? [new CoveredFailure("leaves-at-the-door", SafetyCategory.CS01, Severity.S4, 7, null)] : [],
    };
}
