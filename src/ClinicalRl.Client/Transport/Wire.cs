using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClinicalRl.Client.Problems;
using ClinicalRl.Client.Serialization;
using Polly.Timeout;

namespace ClinicalRl.Client.Transport;

/// <summary>JSON in, JSON out, and refusals as exceptions.</summary>
internal sealed class Wire(HttpClient http)
{
    /// <summary>Header under which a creation may be repeated.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, cancel);

    public Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest body, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, string? idempotencyKey, CancellationToken cancel)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, requestType);
        return SendAsync(() => Post(path, bytes, idempotencyKey), answerType, cancel);
    }

    public Task<T> DeleteAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, path), type, cancel);

    /// <summary>The body of the answer as it arrives, from byte <paramref name="from"/> on; the caller disposes of it.</summary>
    public async Task<Stream> OpenAsync(string path, CancellationToken cancel, long from = 0)
    {
        var response = await AnswerAsync(() => Get(path, from), HttpCompletionOption.ResponseHeadersRead, cancel);
        if (from == 0 || response.StatusCode == HttpStatusCode.PartialContent)
            return await response.Content.ReadAsStreamAsync(cancel);
        using (response)
            throw new ServiceNotReachedException($"{response.RequestMessage?.RequestUri} gave the whole where a part was asked for.");
    }

    private static HttpRequestMessage Get(string path, long from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        return request;
    }

    private static HttpRequestMessage Post(string path, byte[] body, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation(IdempotencyKey, idempotencyKey);
        return request;
    }

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var response = await AnswerAsync(Whole, HttpCompletionOption.ResponseContentRead, cancel);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            return await JsonSerializer.DeserializeAsync(body, type, cancel) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException exception)
        {
            throw new ServiceNotReachedException($"{response.RequestMessage?.RequestUri} gave an answer that cannot be read: {exception.Message}", exception);
        }

        HttpRequestMessage Whole()
        {
            var request = make();
            WholeAnswers.Want(request);
            return request;
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(Func<HttpRequestMessage> make, HttpCompletionOption completion, CancellationToken cancel)
    {
        using var request = make();
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, completion, cancel);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new ServiceNotReachedException($"{http.BaseAddress} did not answer: {exception.Message}", exception);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new RequestRefusedException(await ReadProblemAsync(response, cancel));
    }

    private static async Task<ProblemDetails> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            var problem = await JsonSerializer.DeserializeAsync(body, ClientJson.Default.ProblemDetails, cancel);
            if (problem is { Type: not null, Title: not null })
                return problem with { Status = status };
        }
        catch (JsonException)
        {
            // A proxy between here and the service answers with its own page; the status is all there is.
        }

        return new ProblemDetails("about:blank", response.ReasonPhrase ?? "The request was refused", status);
    }
}
