using System.Collections.Immutable;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Collects findings up to a limit.</summary>
internal sealed class FindingList
{
    /// <summary>Most findings kept of one document; the last then says that there are more.</summary>
    public const int MaxFindings = 100;

    private readonly List<Finding> findings = [];

    private bool full;

    public bool HasErrors { get; private set; }

    /// <summary>Adds a finding of the rule <paramref name="code"/>; whether it is an error is the rule's to say.</summary>
    public void Add(SourcePosition at, string code, string message)
    {
        var level = LintRules.Find(code).Level;
        HasErrors |= level == FindingLevel.Error;
        if (findings.Count < MaxFindings)
            findings.Add(new Finding(level, code, at.Line, at.Column, message));
        else
            full = true;
    }

    /// <summary>The findings in document order.</summary>
    public ImmutableArray<Finding> ToImmutable()
    {
        var ordered = findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column).ToList();
        if (full)
            ordered.Add(new Finding(FindingLevel.Error, "too-many-findings", 1, 1, FormattableString.Invariant($"only the first {MaxFindings} findings are shown")));
        return [.. ordered];
    }
}
