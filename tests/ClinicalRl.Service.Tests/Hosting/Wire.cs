using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Service.Tests.Hosting;

/// <summary>Reads answers as the published description has them: no member more, none less.</summary>
public static class Wire
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
    };

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Strict)!;
}
