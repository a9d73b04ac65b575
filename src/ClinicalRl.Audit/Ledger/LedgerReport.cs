using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>One thing that is wrong with a ledger's evidence.</summary>
/// <param name="Code">Kebab-case, stable.</param>
/// <param name="File">The file at fault.</param>
/// <param name="Detail">One sentence.</param>
public sealed record LedgerFinding(string Code, string File, string Detail)
{
    /// <summary>Writes the finding as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, Code);
        writer.WriteString("file"u8, File);
        writer.WriteString("detail"u8, Detail);
        writer.WriteEndObject();
    }
}

/// <summary>What was found in a ledger's evidence.</summary>
public sealed record LedgerReport
{
    /// <summary>The checkpoint that everything was checked against, or null when it could not be read.</summary>
    public LedgerCheckpoint? Checkpoint { get; init; }

    /// <summary>Keys, checkpoint, inclusion, completeness, consistency.</summary>
    public required ImmutableArray<EvidenceCheck> Checks { get; init; }

    /// <summary>For each log, by its file's name, whether the ledger holds it.</summary>
    public required ImmutableSortedDictionary<string, EvidenceCheck> Logs { get; init; }

    /// <summary>What is wrong.</summary>
    public required ImmutableArray<LedgerFinding> Findings { get; init; }

    /// <summary>Whether nothing was wrong.</summary>
    public bool IsSound => Findings.IsEmpty;

    /// <summary>Writes the report as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("sound"u8, IsSound);
        writer.WriteString("origin"u8, Checkpoint?.Origin);
        writer.WriteNumber("treeSize"u8, Checkpoint?.TreeSize ?? 0);
        writer.WriteString("rootHash"u8, Checkpoint?.RootHash.ToString());
        writer.WriteStartArray("checks"u8);
        foreach (var check in Checks)
            check.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteStartArray("findings"u8);
        foreach (var finding in Findings)
            finding.WriteTo(writer);

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
