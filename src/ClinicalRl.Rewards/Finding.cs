using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Rewards.Linting;

namespace ClinicalRl.Rewards;

/// <summary>Whether a finding stops a document from being used.</summary>
public enum FindingLevel
{
    /// <summary>Worth reading; the document may be used.</summary>
    Warning,

    /// <summary>The document must not be used.</summary>
    Error,
}

/// <summary>Something wrong with a reward document, and where.</summary>
/// <param name="Level">Whether it stops the document from being used.</param>
/// <param name="Code">Stable kebab-case name of the rule, such as <c>unknown-fact</c>.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong and what was expected, in one sentence.</param>
public sealed record Finding(FindingLevel Level, string Code, int Line, int Column, string Message)
{
    /// <summary>Why it matters and what to do, for an author who is no programmer.</summary>
    public string Help => LintRules.Find(Code).Help;

    /// <summary>Writes <c>{"rule", "level", "line", "column", "message", "help"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("rule"u8, Code);
        writer.WriteString("level"u8, Level == FindingLevel.Error ? "error"u8 : "warning"u8);
        writer.WriteNumber("line"u8, Line);
        writer.WriteNumber("column"u8, Column);
        writer.WriteString("message"u8, Message);
        writer.WriteString("help"u8, Help);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Line}:{Column} {(Level == FindingLevel.Error ? "error" : "warning")} {Code}: {Message}");
}

/// <summary>A reward document cannot be used; <see cref="Findings"/> say why.</summary>
public sealed class RewardDocumentInvalidException : Exception
{
    /// <summary>Says what the first error is and how many there are.</summary>
    public RewardDocumentInvalidException(ImmutableArray<Finding> findings)
        : base(Describe(findings)) => Findings = findings;

    /// <summary>All findings, warnings too, in document order.</summary>
    public ImmutableArray<Finding> Findings { get; }

    private static string Describe(ImmutableArray<Finding> findings)
    {
        var errors = findings.Where(finding => finding.Level == FindingLevel.Error).ToList();
        return errors.Count == 0
            ? "The reward document is not valid."
            : FormattableString.Invariant($"The reward document is not valid ({errors.Count} errors). First: {errors[0]}");
    }
}
