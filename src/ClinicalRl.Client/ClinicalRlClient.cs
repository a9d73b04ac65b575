using ClinicalRl.Client.Batches;
using ClinicalRl.Client.Bundles;
using ClinicalRl.Client.Environments;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Hosting;
using ClinicalRl.Client.Ledger;
using ClinicalRl.Client.Transport;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace ClinicalRl.Client;

/// <summary>
/// A ClinicalRl service. Safe for many callers at once; make one per service. Calls throw
/// <see cref="Problems.RequestRefusedException"/> when the service refuses and <see cref="Problems.ServiceNotReachedException"/> when it does not answer.
/// </summary>
public sealed class ClinicalRlClient : IDisposable
{
    private readonly HttpClient http;
    private readonly bool owned;

    /// <summary>Over a client that a factory made; see <see cref="ClientRegistration.AddClinicalRlClient"/>. It needs a base address ending in a slash.</summary>
    public ClinicalRlClient(HttpClient http)
        : this(http, owned: false)
    {
    }

    private ClinicalRlClient(HttpClient http, bool owned)
    {
        (this.http, this.owned) = (http, owned);
        var wire = new Wire(http);
        Environments = new EnvironmentsClient(wire);
        Episodes = new EpisodesClient(wire);
        Batch = new BatchClient(wire);
        Ledger = new LedgerClient(wire);
        Bundles = new BundlesClient(wire);
    }

    /// <summary>What can be played.</summary>
    public EnvironmentsClient Environments { get; }

    /// <summary>Single episodes.</summary>
    public EpisodesClient Episodes { get; }

    /// <summary>Many episodes or steps in one request.</summary>
    public BatchClient Batch { get; }

    /// <summary>The tenant's ledger of sealed logs.</summary>
    public LedgerClient Ledger { get; }

    /// <summary>Safety-case bundles.</summary>
    public BundlesClient Bundles { get; }

    /// <summary>A stand-alone client of the service at <paramref name="baseAddress"/>.</summary>
    public static ClinicalRlClient Create(Uri baseAddress, string? apiKey = null) =>
        Create(new ClinicalRlClientOptions { BaseAddress = baseAddress, ApiKey = apiKey });

    /// <summary>A stand-alone client; throws <see cref="ArgumentException"/> when an option cannot be used.</summary>
    public static ClinicalRlClient Create(ClinicalRlClientOptions options) =>
        Create(options, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = !options.BaseAddress.IsLoopback });

    /// <summary>The same over another way of sending.</summary>
    internal static ClinicalRlClient Create(ClinicalRlClientOptions options, HttpMessageHandler sender)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage>();
        RetryPipeline.Configure(builder, options);
        var client = new HttpClient(new ResilienceHandler(builder.Build()) { InnerHandler = new WholeAnswers { InnerHandler = sender } });
        ClientRegistration.Prepare(client, options);
        return new ClinicalRlClient(client, owned: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (owned)
            http.Dispose();
    }
}
