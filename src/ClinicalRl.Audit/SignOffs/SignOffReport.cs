using System.Collections.Immutable;
using System.Text.Json;

namespace ClinicalRl.Audit.SignOffs;

/// <summary>One reason to refuse a sign-off.</summary>
/// <param name="Code">Kebab-case, stable.</param>
/// <param name="Detail">One sentence.</param>
public sealed record SignOffFinding(string Code, string Detail);

/// <summary>What a check of a sign-off found.</summary>
public sealed record SignOffReport
{
    /// <summary>What is stated, or null when it cannot be read.</summary>
    public SignOffStatement? Statement { get; init; }

    /// <summary>Which key is said to have signed, or null when it cannot be read.</summary>
    public string? KeyId { get; init; }

    /// <summary>Every reason to refuse it; none when it is valid.</summary>
    public required ImmutableArray<SignOffFinding> Findings { get; init; }

    /// <summary>Whether it counts.</summary>
    public bool IsValid => Findings.IsEmpty;

    /// <summary>Writes <c>{"valid", "keyId", "statement", "findings"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, IsValid);
        writer.WriteString("keyId"u8, KeyId);
        writer.WritePropertyName("statement"u8);
        if (Statement is null)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(Statement.ToUtf8());
        writer.WriteStartArray("findings"u8);
        foreach (var finding in Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, finding.Code);
            writer.WriteString("detail"u8, finding.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
