using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace ClinicalRl.Client.Hosting;

/// <summary>
/// Total time, then tries, then the time of one try. Every request may be repeated: a step carries its index and what is created
/// carries an Idempotency-Key, so the service answers a repeat with what it recorded.
/// </summary>
internal static class RetryPipeline
{
    private static readonly HttpRequestOptionsKey<bool> OnceKey = new("ClinicalRl.Once");

    /// <summary>Marks a request that must not be repeated.</summary>
    public static void SendOnce(HttpRequestMessage request) => request.Options.Set(OnceKey, value: true);

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder, ClinicalRlClientOptions options)
    {
        options.Validate();
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (options.MaxAttempts > 1)
            builder.AddRetry(Retry(options));
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout });
    }

    private static HttpRetryStrategyOptions Retry(ClinicalRlClientOptions options) => new()
    {
        MaxRetryAttempts = options.MaxAttempts - 1,
        Delay = options.FirstDelay,
        MaxDelay = options.MaxDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldRetryAfterHeader = true,
        ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome) && MayRepeat(arguments.Context)),
    };

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException or TaskCanceledException { InnerException: TimeoutException } } => true,   // the last: no connection in time
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };

    private static bool MayRepeat(ResilienceContext context) =>
        context.GetRequestMessage() is not { } request || !request.Options.TryGetValue(OnceKey, out var once) || !once;
}
