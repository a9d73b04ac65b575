using ClinicalRl.Service.People;
using ClinicalRl.Service.Quotas;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicalRl.Service.Tenancy;

/// <summary>Wires keys, scopes and the first tenants.</summary>
internal static class TenancyWiring
{
    /// <summary>A route that says nothing of authorization is closed to callers without a key.</summary>
    public static void AddTenancy(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDevelopmentKeyDisplay, ConsoleKeyDisplay>();
        services.AddSingleton<AuthenticatedHeaders>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<TenantAllowances>();
        services.AddSingleton<FairTurns>();
        services.AddSingleton<AnonymousUse>();
        services.AddAuthentication(options =>
        {
            options.DefaultScheme = ApiKeyAuthentication.Scheme;
            options.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, displayName: null);
        });
        services.AddPeople();
        services.AddTransient<ApiKeyAuthentication>();
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddHostedService<FirstTenants>();
    }
}
