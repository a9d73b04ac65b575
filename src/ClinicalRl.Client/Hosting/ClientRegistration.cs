using System.Net.Http.Headers;
using ClinicalRl.Client.Transport;
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
        builder.AddHttpMessageHandler(() => new WholeAnswers());
        return builder;
    }

    /// <summary>Address, key and limits. The pipeline limits the time until an answer is whole, or of one that is streamed until it begins.</summary>
    internal static void Prepare(HttpClient http, ClinicalRlClientOptions options)
    {
        var address = options.BaseAddress.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        http.Timeout = options.TotalTimeout + options.AttemptTimeout;
        if (options.ApiKey is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }
}
