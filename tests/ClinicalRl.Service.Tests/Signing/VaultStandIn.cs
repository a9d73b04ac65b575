using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using ClinicalRl.Service.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Service.Tests.Signing;

/// <summary>
/// A stand-in for Azure Key Vault, as nobody publishes one that can be had here: an HTTPS endpoint that speaks the two calls that signing needs, as Microsoft's REST reference
/// has them, over real P-256 keys. What it cannot show is how a real vault throttles, and whether its roles are set.
/// </summary>
internal sealed class VaultStandIn : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly X509Certificate2 certificate;
    private readonly List<ECDsa> versions = [];
    private int signed;

    private VaultStandIn(WebApplication host, X509Certificate2 certificate) => (this.host, this.certificate) = (host, certificate);

    /// <summary>Signatures made.</summary>
    public int Signed => signed;

    /// <summary>Requests that are answered otherwise: taken in order, until none is left.</summary>
    public Queue<Func<HttpContext, Task>> Faults { get; } = new();

    /// <summary>Makes something else of the answer that shows the key.</summary>
    public Func<string, string> Show { get; set; } = answer => answer;

    /// <summary>The key that signs whatever it is asked for, or null for the right one.</summary>
    public ECDsa? Impostor { get; set; }

    public KeyVaultKey Key => KeyVaultKey.TryParse($"https://localhost:{new Uri(host.Urls.Single()).Port}/keys/run-logs", out var key) ? key : throw new InvalidOperationException("No address.");

    public static async Task<VaultStandIn> StartAsync()
    {
        var shown = Certificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(shown)));
        var app = builder.Build();
        var vault = new VaultStandIn(app, shown);
        vault.Rotate();
        app.MapGet("/keys/run-logs", (HttpContext context) => vault.AnswerAsync(context, () => vault.ShowAsync(context, vault.versions.Count - 1)));
        app.MapPost("/keys/run-logs/{version}/sign", (HttpContext context, string version) => vault.AnswerAsync(context, () => vault.SignAsync(context, version)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return vault;
    }

    /// <summary>Makes a new version of the key; the old ones go on signing for whoever names them.</summary>
    public void Rotate() => versions.Add(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public KeyVaultSigner Open() => KeyVaultSigner.Open(Key, new Token(), new HttpClientTransport(new HttpClient(new HttpClientHandler
    {
#pragma warning disable MA0039 // the certificate made above and no other is taken
        ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint,
#pragma warning restore MA0039
    })));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
        certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, Func<Task> answer)
    {
        Func<HttpContext, Task>? fault;
        lock (Faults)
            Faults.TryDequeue(out fault);
        if (fault is not null)
            await fault(context);
        else if (context.Request.Headers.Authorization != "Bearer " + Token.Text || context.Request.Query["api-version"] != "7.4")
            context.Response.StatusCode = 401;
        else
            await answer();
    }

    private Task ShowAsync(HttpContext context, int version)
    {
        var point = versions[version].ExportParameters(includePrivateParameters: false).Q;
        return context.Response.WriteAsync(Show(JsonSerializer.Serialize(new
        {
            key = new { kid = $"https://localhost:{context.Request.Host.Port}/keys/run-logs/v{version}", kty = "EC", key_ops = (string[])["sign", "verify"], crv = "P-256", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) },
            attributes = new { enabled = true, created = 1_760_000_000, updated = 1_760_000_000, recoveryLevel = "Recoverable+Purgeable" },
        })));
    }

    private async Task SignAsync(HttpContext context, string version)
    {
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        var digest = Base64Url.DecodeFromChars(body.GetProperty("value").GetString());
        if (body.GetProperty("alg").GetString() != "ES256" || digest.Length != 32)
        {
            context.Response.StatusCode = 400;
            return;
        }

        var key = Impostor ?? versions[int.Parse(version[1..], System.Globalization.CultureInfo.InvariantCulture)];
        byte[] signature;
        lock (key)
            signature = key.SignHash(digest);   // s as it comes, low or high
        Interlocked.Increment(ref signed);
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { kid = $"https://localhost/keys/run-logs/{version}", value = Base64Url.EncodeToString(signature) }));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Token : TokenCredential
    {
        public const string Text = "token-of-a-test";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Text, DateTimeOffset.UtcNow.AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
