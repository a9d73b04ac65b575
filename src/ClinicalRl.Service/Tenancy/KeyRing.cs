using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Quotas;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tenancy;

/// <summary>
/// Turns an Authorization header into a caller. What tenants' grains answered is kept for some seconds under the SHA-256 of the header, so
/// that a usual request costs one hash and one look-up, and no secret stays in memory.
/// </summary>
internal sealed class KeyRing(IGrainFactory grains, TenantAllowances allowances, AuthenticatedHeaders known, IOptions<RequestLimits> limits) : IDisposable
{
    /// <summary>The result for an address that showed too many keys nobody has.</summary>
    public static readonly AuthenticateResult TooManyGuesses = Refused("Too many keys that nobody has came from this address.");

    /// <summary>For how long a key may still be accepted after it was revoked, seconds. One that expires ends on time.</summary>
    public const int KeepSeconds = 1;

    private const int MaxHeaderLength = 512;

    // A look-up costs a grain call. Failed ones are paid for by address, so that guessing cannot keep the tenants' grains busy.
    private readonly PartitionedRateLimiter<IPAddress> guesses = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => RequestRates.PerSecond(limits.Value.AnonymousRequestsPerSecond)));

    /// <summary>
    /// The caller that <paramref name="header"/>, sent from <paramref name="address"/>, proves, as a ready result; a failure when it proves none.
    /// </summary>
    public ValueTask<AuthenticateResult> AuthenticateAsync(string header, IPAddress address)
    {
        if (header.Length > MaxHeaderLength)
            return ValueTask.FromResult(Refused("The Authorization header is too long."));
        var hash = HeaderHash.Of(header);
        if (known.TryFind(hash, out var kept))
            return ValueTask.FromResult(kept);
        return known.WasGood(hash) || guesses.GetStatistics(address) is not { CurrentAvailablePermits: 0 }
            ? AskAsync(header, hash, address)
            : ValueTask.FromResult(TooManyGuesses);
    }

    /// <inheritdoc/>
    public void Dispose() => guesses.Dispose();

    private static AuthenticateResult Refused(string why) => AuthenticateResult.Fail(why);

    private async ValueTask<AuthenticateResult> AskAsync(string header, HeaderHash hash, IPAddress address)
    {
        if (!ApiKey.TryParse(CredentialOf(header), out var key))
            return Refused("The Authorization header holds no API key of the form crl_…, as Bearer or as the password of Basic.");
        var found = await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(key.Tenant.Text), key.Hash(), static (tenant, hash) => tenant.FindKeyAsync(hash));
        if (found is null)
        {
            known.Forget(hash);
            guesses.AttemptAcquire(address).Dispose();
            return Refused("The API key is unknown, or was revoked, or has expired.");
        }

        var allowance = allowances.Of(key.Tenant);
        allowance.Hear(found.Quotas);
        var scopes = found.IsSuspended ? KeyScopes.None : found.Scopes;
        var caller = new Caller(key.Tenant, found.Id, scopes) { KeyHash = key.Hash(), Allowance = allowance, IsSuspended = found.IsSuspended };
        var result = AuthenticateResult.Success(new AuthenticationTicket(new CallerPrincipal(caller), ApiKeyAuthentication.Scheme));
        known.Keep(hash, result, found.Remaining);
        return result;
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
}
