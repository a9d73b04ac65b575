using System.Diagnostics.CodeAnalysis;

namespace ClinicalRl.Grains.Tenancy;

/// <summary>A customer: 2 to 32 characters of a-z, 0-9 and '-', beginning with a letter.</summary>
public readonly record struct TenantId
{
    /// <summary>Longest id, characters.</summary>
    public const int MaxLength = 32;

    private TenantId(string text) => Text = text;

    /// <summary>The tenant that a first start makes.</summary>
    public static TenantId Development { get; } = new("dev");

    /// <summary>Whoever runs the service: makes tenants, plays nothing. Reserved.</summary>
    public static TenantId Operator { get; } = new("operator");

    /// <summary>Ids that no customer can have: they would be taken for a part of the service.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [Operator.Text, "admin", "all", "any", "anonymous", "clinicalrl", "none", "shared", "system"];

    /// <summary>The id itself.</summary>
    public string Text { get; }

    /// <summary>Reads an id; false when it has not the form of one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId tenant)
    {
        tenant = default;
        if (text is null || text.Length is < 2 or > MaxLength || text[0] is not (>= 'a' and <= 'z'))
            return false;
        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return false;
        }

        tenant = new TenantId(text);
        return true;
    }

    /// <summary>Reads an id; throws <see cref="FormatException"/> when it has not the form of one.</summary>
    public static TenantId Parse(string text) =>
        TryParse(text, out var tenant) ? tenant : throw new FormatException("A tenant id is 2 to 32 characters of a-z, 0-9 and '-', beginning with a letter.");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
