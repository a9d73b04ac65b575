using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Service.Tests.People;

/// <summary>A real OpenID Connect issuer on loopback: discovery document, key set, and tokens signed with its key.</summary>
public sealed class LocalIssuer : IAsyncDisposable
{
    public const string Audience = "clinicalrl-test";

    private const string KeyId = "key-1";

    private readonly WebApplication host;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private LocalIssuer(WebApplication host) => this.host = host;

    public string Address => host.Urls.Single();

    /// <summary>The key that others can check its tokens with.</summary>
    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    public static async Task<LocalIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new LocalIssuer(builder.Build());
        issuer.host.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = issuer.Address, ["jwks_uri"] = issuer.Address + "/keys", ["id_token_signing_alg_values_supported"] = new[] { "ES256" },
        }));
        issuer.host.MapGet("/keys", () => Results.Json(new { keys = new[] { issuer.Jwk() } }));
        await issuer.host.StartAsync();
        return issuer;
    }

    /// <summary>Claims of somebody of a tenant, good for ten minutes.</summary>
    public JsonObject Claims(string? tenant, params string[] roles)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Address, ["aud"] = Audience, ["sub"] = "alice", ["iat"] = now, ["nbf"] = now - 5, ["exp"] = now + 600, ["tenant"] = tenant,
            ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
        };
    }

    /// <summary>A token of these claims, signed as it should be.</summary>
    public string Sign(JsonObject claims, string keyId = KeyId) => Join("ES256", keyId, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256));

    /// <summary>A token in this form, with this signature.</summary>
    public static string Join(string algorithm, string keyId, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT", kid = keyId })) + "." + Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return signed + "." + Encode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        key.Dispose();
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private object Jwk()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyId, x = Encode(point.X!), y = Encode(point.Y!) };
    }
}
