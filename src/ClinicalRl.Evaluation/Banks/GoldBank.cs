using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>Gold items of one environment as versioned data.</summary>
/// <param name="Id">Such as <c>triage-queue-gold</c>.</param>
/// <param name="Version">Changes with any item.</param>
/// <param name="Environment">Environment with version.</param>
/// <param name="ContentHash">Hash of the environment's content that the items were made from.</param>
/// <param name="ClinicianMade">Whether clinicians wrote and agreed the items.</param>
/// <param name="Notice">What must be said wherever the bank is used.</param>
/// <param name="Items">The items.</param>
public sealed record GoldBank(string Id, string Version, string Environment, string ContentHash, bool ClinicianMade, string Notice, ImmutableArray<GoldItem> Items)
{
    /// <summary>The notice of banks that no clinician made.</summary>
    public const string RuleDerived =
        "Generated from a simulation. What is right was decided by a draft reward function that no clinician has signed, not by clinicians. For trying out calibration only; it qualifies nobody to judge anything real.";

    private const string Folder = "Banks/";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The banks this product ships, by environment.</summary>
    public static ImmutableArray<GoldBank> Shipped()
    {
        var assembly = typeof(GoldBank).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using var file = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<GoldBank>(file, Options)!;
            }),
        ];
    }

    /// <summary>The bank as indented JSON with a line end: what is shipped.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
