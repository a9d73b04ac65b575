using System.Buffers;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace ClinicalRl.Service.RunLogs;

/// <summary>The public half of the key that seals run logs, for whoever verifies them.</summary>
internal static class LogSigningKeyApi
{
    /// <summary>Media type of a JSON Web Key Set (RFC 7517).</summary>
    private const string KeySet = "application/jwk-set+json";

    private static readonly RouteDescription Get = new()
    {
        Id = "getLogSigningKey",
        Summary = "Get the key that seals run logs",
        Text = "The public key as a JWK (ES256). Needs no API key. /.well-known/jwks.json has this one and those before it.",
        Answer = typeof(LogSigningKeyAnswer),
    };

    /// <summary>Maps <c>/v1/log-signing-key</c>, the key in use, and <c>/.well-known/jwks.json</c>, all that ever were.</summary>
    public static void MapLogSigningKey(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/log-signing-key", (ILogSigner key) => Render(key.PublicKey)).Public().WithTags("Episode records").Describe(Get);
        routes.MapGet("/.well-known/jwks.json", ([FromServices] LogKeySet keys) => new TaggedDocument(Encoding.UTF8.GetBytes(keys.ToJson()), KeySet)).Public().ExcludeFromDescription();
    }

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
