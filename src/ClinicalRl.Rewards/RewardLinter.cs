using System.Collections.Immutable;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards;

/// <summary>Checks a reward document against the environment it scores.</summary>
public static class RewardLinter
{
    /// <summary>Everything wrong with the bytes as a reward document of <paramref name="environment"/>, in document order. Never throws, whatever the bytes.</summary>
    public static ImmutableArray<Finding> Lint(ReadOnlySpan<byte> utf8, EnvironmentSpec environment)
    {
        var reading = RewardDocumentParser.Read(utf8);
        return reading.Document is null ? reading.Findings : Lint(reading.Document, environment);
    }

    /// <summary>Everything wrong with a well-formed document as one of <paramref name="environment"/>, in document order.</summary>
    public static ImmutableArray<Finding> Lint(RewardDocument document, EnvironmentSpec environment)
    {
        var findings = new FindingList();
        DocumentChecks.Check(document, environment, findings);
        var checks = new CriterionChecks(environment.Facts, findings);
        var bound = new List<IReadOnlyList<BoundCriterion>>();
        foreach (var criterion in document.Criteria)
        {
            if (checks.Check(criterion) is { Count: > 0 } kinds)
                bound.Add(kinds);
        }

        new OverlapChecks(findings).Check(bound);
        new OmissionChecks(findings).Check(environment.Facts, bound, document.CriteriaAt);
        return findings.ToImmutable();
    }
}
