using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Hazards;

/// <summary>A hazard log as one JSON object; the form in which it is given to the log that follows it.</summary>
public static class HazardJson
{
    private const int Depth = 16;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = Depth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // a file for people to read, never part of a page
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters =
        {
            new JsonStringEnumConverter<HazardStatus>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new JsonStringEnumConverter<Likelihood>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false),   // S4, CS01
        },
    };

    /// <summary>The log as UTF-8, ended by a line feed.</summary>
    public static byte[] Render(HazardLog log) => [.. JsonSerializer.SerializeToUtf8Bytes(log, Options), (byte)'\n'];

    /// <summary>Reads what <see cref="Render"/> wrote; throws <see cref="JsonException"/> for anything else.</summary>
    internal static HazardLog Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<HazardLog>(json, Options) ?? throw new JsonException("null");
}
