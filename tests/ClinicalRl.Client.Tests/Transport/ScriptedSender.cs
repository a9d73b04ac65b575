using System.Net;
using System.Text;

namespace ClinicalRl.Client.Tests.Transport;

/// <summary>Answers requests from a script and remembers them; the last line of the script is repeated.</summary>
internal sealed class ScriptedSender(params Func<HttpResponseMessage>[] script) : HttpMessageHandler
{
    public List<SentRequest> Requests { get; } = [];

    public static Func<HttpResponseMessage> Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        () => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static Func<HttpResponseMessage> Busy(HttpStatusCode status, TimeSpan? retryAfter = null) => () =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent("{}") };
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(wait);
        return response;
    };

    public static HttpResponseMessage Refuse() => throw new HttpRequestException("Connection refused");

    /// <summary>What a handler throws when its own limit for a connection passed, as with a machine that stands still.</summary>
    public static HttpResponseMessage ConnectTooLate() => throw new TaskCanceledException("The operation was canceled.", new TimeoutException("A connection could not be established."));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        Requests.Add(new SentRequest(request.Method, request.RequestUri!, body, key, request.Headers.Authorization?.ToString()));
        var response = script[Math.Min(Requests.Count, script.Length) - 1]();
        response.RequestMessage = request;
        return response;
    }
}

/// <summary>A request as it went out.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Address, string Body, string? IdempotencyKey, string? Authorization);

/// <summary>Never answers.</summary>
internal sealed class SilentSender : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nobody gets here.");
    }
}

/// <summary>A body that breaks off.</summary>
internal sealed class BrokenContent : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync("{\"episode\":"u8.ToArray());
        throw new HttpIOException(HttpRequestError.ResponseEnded);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>A body that begins and never ends.</summary>
internal sealed class EndlessContent : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) => await Task.Delay(Timeout.Infinite);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
