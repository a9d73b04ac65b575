using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;

namespace ClinicalRl.Service.RunLogs;

/// <summary>The public half of the key that seals run logs, for whoever verifies them.</summary>
internal static class LogSigningKeyApi
{
    private static readonly RouteDescription Get = new()
    {
        Id = "getLogSigningKey",
        Summary = "Get the key that seals run logs",
        Text = "The public key as a JWK (ES256). Needs no API key.",
        Answer = typeof(LogSigningKeyAnswer),
    };

    /// <summary>Maps <c>/v1/log-signing-key</c>.</summary>
    public static void MapLogSigningKey(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/log-signing-key", (LogSigningKey key) => Render(key.PublicKey)).Public().WithTags("Episode records").Describe(Get);

    private static TaggedDocument Render(LogPublicKey key)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
            key.WriteTo(writer);
        return new TaggedDocument(output.WrittenMemory, JsonBytes.Json);
    }
}

/// <summary>A public key as a JWK.</summary>
public sealed record LogSigningKeyAnswer
{
    /// <summary>Always EC.</summary>
    public required string Kty { get; init; }

    /// <summary>Always P-256.</summary>
    public required string Crv { get; init; }

    /// <summary>First coordinate, base64url.</summary>
    public required string X { get; init; }

    /// <summary>Second coordinate, base64url.</summary>
    public required string Y { get; init; }
}
