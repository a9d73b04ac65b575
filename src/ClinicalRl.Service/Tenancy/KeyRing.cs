using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Grains.Tenancy;
using Microsoft.AspNetCore.Authentication;

namespace ClinicalRl.Service.Tenancy;

/// <summary>
/// Turns an Authorization header into a caller. What tenants' grains answered is kept for some seconds under the SHA-256 of the header, so
/// that a usual request costs one hash and one look-up, and no secret stays in memory.
/// </summary>
public sealed class KeyRing(IGrainFactory grains, TimeProvider time)
{
    /// <summary>For how long a key may still be accepted after it was revoked, seconds.</summary>
    public const int KeepSeconds = 15;

    private const int MaxKept = 10_000;

    private const int MaxHeaderLength = 512;

    private readonly ConcurrentDictionary<HeaderHash, Kept> known = new();

    /// <summary>The caller that <paramref name="header"/> proves, as a ready result; a failure when it proves none.</summary>
    public ValueTask<AuthenticateResult> AuthenticateAsync(string header)
    {
        if (header.Length > MaxHeaderLength)
            return ValueTask.FromResult(Refused("The Authorization header is too long."));
        var hash = HeaderHash.Of(header);
        return known.TryGetValue(hash, out var kept) && kept.Until > time.GetTimestamp()
            ? ValueTask.FromResult(kept.Result)
            : AskAsync(header, hash);
    }

    private static AuthenticateResult Refused(string why) => AuthenticateResult.Fail(why);

    private async ValueTask<AuthenticateResult> AskAsync(string header, HeaderHash hash)
    {
        if (!ApiKey.TryParse(CredentialOf(header), out var key))
            return Refused("The Authorization header holds no API key of the form crl_…, as Bearer or as the password of Basic.");
        var found = await grains.GetGrain<ITenantGrain>(key.Tenant.Text).FindKeyAsync(key.Hash());
        if (found is null)
            return Refused("The API key is unknown or revoked.");
        var principal = new CallerPrincipal(new Caller(key.Tenant, found.Id, found.Scopes));
        var result = AuthenticateResult.Success(new AuthenticationTicket(principal, ApiKeyAuthentication.Scheme));
        Keep(hash, result);
        return result;
    }

    private void Keep(HeaderHash hash, AuthenticateResult result)
    {
        if (known.Count >= MaxKept)
            known.Clear();
        known[hash] = new Kept(result, time.GetTimestamp() + (KeepSeconds * time.TimestampFrequency));
    }

    private static string? CredentialOf(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return header["Bearer ".Length..].Trim();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[MaxHeaderLength];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private sealed record Kept(AuthenticateResult Result, long Until);

    private readonly record struct HeaderHash(ulong A, ulong B, ulong C, ulong D)
    {
        public static HeaderHash Of(string header)
        {
            Span<byte> text = stackalloc byte[MaxHeaderLength * 3];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text[..Encoding.UTF8.GetBytes(header, text)], hash);
            return new HeaderHash(
                BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]), BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]));
        }
    }
}
