using Azure.Identity;
using ClinicalRl.Audit.RunLogs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Signing;

/// <summary>Chooses what seals run logs; before <c>AddSilo</c>, whose default is a key file in the data folder.</summary>
internal static class SigningWiring
{
    public static void AddSigning(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SigningOptions>().BindConfiguration(SigningOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SigningOptions>, SigningOptionsValidator>();
        if (!string.IsNullOrEmpty(builder.Configuration[SigningOptions.Section + ":" + nameof(SigningOptions.KeyVaultKey)]))
            builder.Services.TryAddSingleton(Open);
    }

    private static ILogSigner Open(IServiceProvider services)
    {
        _ = KeyVaultKey.TryParse(services.GetRequiredService<IOptions<SigningOptions>>().Value.KeyVaultKey, out var key);
        return KeyVaultSigner.Open(key!, new DefaultAzureCredential());
    }
}
