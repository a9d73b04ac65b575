using System.Collections.Immutable;
using System.Diagnostics;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.Prescribing.Scenarios;

/// <summary>
/// Draws requests. Every scenario's fingerprint falls into one of <see cref="Classes"/> classes and each class belongs to one split,
/// so two splits can never hold the same scenario; a draw that falls into another split's class is drawn again.
/// </summary>
internal sealed class ScenarioGenerator(PrescribingContent content, RuleBook book)
{
    private const int Classes = 16;
    private const int MostAttempts = 2_000;   // the chance to need as many is below 10^-100

    public ScenarioCase Generate(ScenarioKey key)
    {
        for (var attempt = 0UL; attempt < MostAttempts; attempt++)
        {
            var random = RandomStream.Named(key.Seed, "prescribing/" + key.Split.Word() + "/" + key.Difficulty.Word(), attempt);
            var draft = new CaseDraft(content, key.Difficulty, ref random);
            var fingerprint = SplitMix64.Mix(draft.Fingerprint() ^ (ulong)key.Difficulty);
            if (SplitOf(fingerprint) == key.Split)
                return Complete(draft.Build(key, fingerprint));
        }

        throw new UnreachableException("No scenario of the split was drawn.");
    }

    /// <summary>Twelve classes in sixteen are for training, two each for validation and held-out.</summary>
    public static Split SplitOf(ulong fingerprint) => (fingerprint % Classes) switch
    {
        < 12 => Split.Train,
        < 14 => Split.Validation,
        _ => Split.Heldout,
    };

    /// <summary>Adds what follows from the truth: what is wrong with the chart as asked for, and which hazards that exposes.</summary>
    public ScenarioCase Complete(ScenarioCase scenario)
    {
        Span<short> monitors = stackalloc short[content.Words.Tests.Length];
        monitors.Fill(-1);
        Order[] asked = [.. scenario.Chart, .. scenario.SelfBought];
        var issues = new List<Issue>();
        book.Assess(asked, scenario, monitors, issues);
        var faults = book.ReasonsToChange(asked, scenario, issues);
        uint areas = 0;
        UInt128 implicated = scenario.Twin.MayStop, passing = 0;
        foreach (var issue in issues)
        {
            areas |= 1U << (int)issue.Area;
            if (issue.Rule >= 0 && content.Rules[issue.Rule].IsTemporary)
                passing |= UInt128.One << asked[issue.Order].Medicine;
        }

        for (var i = 0; i < asked.Length; i++)
        {
            if (i < scenario.Twin.Requested.Length && !scenario.Twin.Needs.Contains(asked[i].Indication))
                faults[i] |= 1 << (int)IssueArea.Indication;
            implicated |= faults[i] != 0 ? UInt128.One << asked[i].Medicine : 0;
        }

        return scenario with { AreasAtStake = areas, Implicated = implicated, Passing = passing, Faults = [.. faults.AsSpan(0, scenario.Chart.Length)], ExposedHazards = Exposed(scenario, issues) };
    }

    private static ImmutableArray<string> Exposed(ScenarioCase scenario, List<Issue> issues) =>
        [.. HazardExposure.Of(scenario, issues).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
