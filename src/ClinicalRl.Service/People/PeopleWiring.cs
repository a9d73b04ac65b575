using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.People;

/// <summary>Wires tokens of people, where they are accepted.</summary>
internal static class PeopleWiring
{
    /// <summary>How far the issuer's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Signatures that only the issuer can make; with a shared secret anybody could who can check them.</summary>
    private static readonly string[] Algorithms = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    public static void AddPeople(this IServiceCollection services)
    {
        services.AddOptions<PeopleOptions>().BindConfiguration(PeopleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PeopleOptions>, PeopleOptionsValidator>();
        services.AddSingleton<PersonTokens>();
        services.AddAuthentication().AddJwtBearer(PersonTokens.Scheme, _ => { });
        services.AddOptions<JwtBearerOptions>(PersonTokens.Scheme).Configure<IOptions<PeopleOptions>>(Configure);
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<PeopleOptions> options)
    {
        if (!options.Value.IsOn)
            return;
        bearer.Authority = options.Value.Authority;
        bearer.RequireHttpsMetadata = new Uri(options.Value.Authority!).Scheme == Uri.UriSchemeHttps;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters.ValidAudience = options.Value.Audience;
        bearer.TokenValidationParameters.ValidAlgorithms = Algorithms;
        bearer.TokenValidationParameters.ClockSkew = ClockSkew;
    }
}
