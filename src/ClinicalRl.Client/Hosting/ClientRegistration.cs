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

    /// <summary>Longest answer that is read in one piece, bytes. Logs are streamed and have no such limit.</summary>
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    /// <summary>Address, key and limits. The pipeline limits the time until an answer begins; the client also the time until it is whole.</summary>
    internal static void Prepare(HttpClient http, ClinicalRlClientOptions options)
    {
        var address = options.BaseAddress.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        http.Timeout = options.TotalTimeout + options.AttemptTimeout;
        http.MaxResponseContentBufferSize = MaxAnswerBytes;
        if (options.ApiKey is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }
}
