using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Client.Hosting;

/// <summary>Registers <see cref="ClinicalRlClient"/> with a host.</summary>
public static class ClientRegistration
{
    /// <summary>
    /// Adds a typed client over <c>IHttpClientFactory</c>, with the same retries as the stand-alone one. Options that cannot be used
    /// throw <see cref="ArgumentException"/> here.
    /// </summary>
    public static IHttpClientBuilder AddClinicalRlClient(this IServiceCollection services, Action<ClinicalRlClientOptions> configure)
    {
        var options = new ClinicalRlClientOptions();
        configure(options);
        options.Validate();
        var builder = services.AddHttpClient<ClinicalRlClient>(http => Prepare(http, options));
        builder.AddResilienceHandler("clinicalrl", pipeline => RetryPipeline.Configure(pipeline, options));
        return builder;
    }

    /// <summary>Address, key and time limit; the pipeline, not the client, limits the time.</summary>
    internal static void Prepare(HttpClient http, ClinicalRlClientOptions options)
    {
        var address = options.BaseAddress.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        http.Timeout = Timeout.InfiniteTimeSpan;
        if (options.ApiKey is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }
}
