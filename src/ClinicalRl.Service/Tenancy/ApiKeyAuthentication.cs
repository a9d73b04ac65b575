using System.Net;
using ClinicalRl.Service.People;
using ClinicalRl.Service.Problems;
using Microsoft.AspNetCore.Authentication;

namespace ClinicalRl.Service.Tenancy;

/// <summary>How every caller proves who they are: an API key as Bearer, or as the password of Basic; where it is configured, also a token of a person.</summary>
internal sealed class ApiKeyAuthentication(KeyRing keys, PersonTokens people, AnonymousUse anonymous) : IAuthenticationHandler
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "ApiKey";

    private static readonly AuthenticateResult Anonymous =
        AuthenticateResult.Success(new AuthenticationTicket(new CallerPrincipal(Caller.Anonymous), Scheme));

    private HttpContext context = null!;

    private string? failure;

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        this.context = context;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
            return anonymous.Allows(context) ? Anonymous : AuthenticateResult.NoResult();
        var result = header.Count == 1
            ? people.Takes(header[0]!) ? await people.AuthenticateAsync(context, header[0]!) : await keys.AuthenticateAsync(header[0]!, context.Connection.RemoteIpAddress ?? IPAddress.None)
            : AuthenticateResult.Fail("There is more than one Authorization header.");
        failure = result.Failure?.Message;
        return result;
    }

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (failure is not null && failure == KeyRing.TooManyGuesses.Failure!.Message)
        {
            context.Response.Headers.RetryAfter = "1";
            return new Problem(ProblemKind.TooManyRequests, failure).ExecuteAsync(context);
        }

        context.Response.Headers.WWWAuthenticate = new(
        [
            failure is null ? "Bearer realm=\"ClinicalRl\"" : "Bearer realm=\"ClinicalRl\", error=\"invalid_token\"",
            "Basic realm=\"ClinicalRl\", charset=\"UTF-8\"",
        ]);
        return new Problem(ProblemKind.Unauthenticated, failure ?? "No API key came with the request.").ExecuteAsync(context);
    }

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        if (context.User is CallerPrincipal { Caller.IsSuspended: true })
            return new Problem(ProblemKind.TenantSuspended, "The tenant is suspended: none of its keys can be used until the operator resumes it. Its data is kept.").ExecuteAsync(context);
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<ScopeNeeded>();
        var words = needed is null ? "another scope" : "one of the scopes " + string.Join(", ", needed.Words);
        return new Problem(ProblemKind.Forbidden, $"This needs a key with {words}.").ExecuteAsync(context);
    }
}
