using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Service.Signing;

/// <summary>
/// The log-signing key in Azure Key Vault, which signs digests and never gives it out. One call of the vault a signature: for each sealed log, and for each checkpoint, which
/// stands for up to 256 logs or access events. The version in use is that which was the latest at start. The REST API is called through Azure.Core's pipeline (tokens, retries, time limits).
/// </summary>
/// <remarks>Whatever the vault answers is checked against the public key before it is used.</remarks>
internal sealed class KeyVaultSigner : ILogSigner, IDisposable
{
    /// <summary>Calls at once; more wait.</summary>
    public const int MaxParallel = 64;

    private const string ApiVersion = "?api-version=7.4";

    /// <summary>Longest a signature may take, tries, waits for a place and all; longer, and it is given up.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly HttpPipeline pipeline;
    private readonly Uri address;
    private readonly SemaphoreSlim places = new(MaxParallel);

    private KeyVaultSigner(HttpPipeline pipeline, Uri address, LogPublicKey publicKey) => (this.pipeline, this.address, PublicKey) = (pipeline, address, publicKey);

    /// <inheritdoc/>
    public LogPublicKey PublicKey { get; }

    /// <summary>Asks the vault for the key, within bounded time.</summary>
    /// <exception cref="LogSignerUnavailableException">The vault did not answer, or refused.</exception>
    /// <exception cref="InvalidDataException">The key cannot seal logs.</exception>
    public static KeyVaultSigner Open(KeyVaultKey key, TokenCredential credential, HttpPipelineTransport? transport = null)
    {
        var options = new VaultClientOptions { Retry = { Mode = RetryMode.Exponential, MaxRetries = 3, Delay = TimeSpan.FromSeconds(0.2), MaxDelay = TimeSpan.FromSeconds(2), NetworkTimeout = TimeSpan.FromSeconds(5) } };
        if (transport is not null)
            options.Transport = transport;
        var calls = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, key.Scope));
        using var limit = new CancellationTokenSource(Limit);
        using var request = Request(calls, RequestMethod.Get, new Uri(key.Vault, $"/keys/{key.Name}{(key.Version is null ? "" : "/" + key.Version)}"));
        using var response = Answered(() => calls.SendRequest(request, limit.Token));
        var (publicKey, id) = Read(response, key);
        return new KeyVaultSigner(calls, id, publicKey);
    }

    /// <inheritdoc/>
    /// <exception cref="LogSignerUnavailableException">The vault did not answer in time, or refused; nothing was signed that anybody has.</exception>
    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await places.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LogSignerUnavailableException("Key Vault is too slow: no place for another call came free in time.");
        }

        try
        {
            return await SignDigestAsync(bytes, limit.Token);
        }
        catch (Exception error) when (error is Azure.RequestFailedException or AggregateException or OperationCanceledException or Azure.Identity.AuthenticationFailedException && !cancellation.IsCancellationRequested)
        {
            throw new LogSignerUnavailableException("Key Vault did not answer in time.", error);
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var request = Request(pipeline, RequestMethod.Post, new Uri(address + "/sign"));
        request.Headers.Add(HttpHeader.Common.JsonContentType);
        request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new { alg = "ES256", value = Base64Url.EncodeToString(SHA256.HashData(bytes.Span)) }));
        using var response = await pipeline.SendRequestAsync(request, cancellation);
        if (response.Status != StatusCodes.Status200OK)
            throw new LogSignerUnavailableException($"Key Vault refused to sign ({response.Status} {response.ReasonPhrase}).");
        var signature = SignatureOf(response);
        if (signature.Length != LogPublicKey.SignatureBytes)
            throw new LogSignerUnavailableException("Key Vault's answer holds no signature of a P-256 key.");
        LogPublicKey.Normalise(signature);
        return PublicKey.Verify(bytes.Span, signature) ? signature : throw new LogSignerUnavailableException("Key Vault's signature is not that of the key it gave.");
    }

    private static byte[] SignatureOf(Azure.Response response)
    {
        try
        {
            return Base64Url.DecodeFromChars(JsonElement.Parse(response.Content).GetProperty("value").GetString());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }

    private static (LogPublicKey Key, Uri Address) Read(Azure.Response response, KeyVaultKey key)
    {
        if (response.Status != StatusCodes.Status200OK)
            throw new LogSignerUnavailableException($"Key Vault refused to show key {key.Name} of {key.Vault.Host} ({response.Status} {response.ReasonPhrase}); the process's identity needs keys/get and keys/sign.");
        try
        {
            var root = JsonElement.Parse(response.Content);
            var jwk = root.GetProperty("key");
            var isEnabled = !root.TryGetProperty("attributes", out var attributes) || !attributes.TryGetProperty("enabled", out var enabled) || enabled.GetBoolean();
            if (isEnabled && jwk.GetProperty("kty").GetString() is "EC" or "EC-HSM" && jwk.GetProperty("crv").GetString() == "P-256"
                && LogPublicKey.TryCreate(jwk.GetProperty("x").GetString()!, jwk.GetProperty("y").GetString()!, out var publicKey)
                && Uri.TryCreate(jwk.GetProperty("kid").GetString(), UriKind.Absolute, out var id) && id.Host == key.Vault.Host && id.Scheme == Uri.UriSchemeHttps)
                return (publicKey, new UriBuilder(id) { Port = key.Vault.Port }.Uri);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // said below
        }

        throw new InvalidDataException($"Key {key.Name} of {key.Vault.Host} is not an enabled EC key on P-256.");
    }

    private static Azure.Core.Request Request(HttpPipeline calls, RequestMethod method, Uri uri)
    {
        var request = calls.CreateRequest();
        request.Method = method;
        request.Uri.Reset(new Uri(uri + ApiVersion));
        request.Headers.Add(HttpHeader.Common.JsonAccept);
        return request;
    }

    private static Azure.Response Answered(Func<Azure.Response> send)
    {
        try
        {
            return send();
        }
        catch (Exception error) when (error is Azure.RequestFailedException or AggregateException or OperationCanceledException or Azure.Identity.AuthenticationFailedException)
        {
            throw new LogSignerUnavailableException("Key Vault did not answer in time.", error);
        }
    }

    private sealed class VaultClientOptions : ClientOptions;
}

/// <summary>What seals logs could not sign now.</summary>
public sealed class LogSignerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
