using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ClinicalRl.Service.Tests.Hosting;

/// <summary>An answer, read.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The problem's slug, checked to be a well-formed problem.</summary>
    public string Problem()
    {
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal((int)Status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        var type = Json.GetProperty("type").GetString()!;
        Assert.StartsWith("/problems/", type, StringComparison.Ordinal);
        return type["/problems/".Length..];
    }

    public string? Field => Json.TryGetProperty("field", out var named) ? named.GetString() : null;
}

/// <summary>Short ways to call the service.</summary>
public static class ServiceCalls
{
    public static Task<Answer> PostAsync(this HttpClient client, string path, object body, string? idempotencyKey = null) =>
        client.PostTextAsync(path, body as string ?? JsonSerializer.Serialize(body), idempotencyKey);

    public static Task<Answer> PostTextAsync(this HttpClient client, string path, string body, string? idempotencyKey = null) =>
        client.PostBytesAsync(path, Encoding.UTF8.GetBytes(body), "application/json", idempotencyKey);

    public static async Task<Answer> PostBytesAsync(this HttpClient client, string path, byte[] body, string? contentType, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return await client.AskAsync(request);
    }

    public static async Task<Answer> ReadAsync(this HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await client.AskAsync(request);
    }

    public static async Task<Answer> AskAsync(this HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    /// <summary>Creates an episode and returns its id.</summary>
    public static async Task<string> CreateAsync(this HttpClient client, ulong seed = 1)
    {
        var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        return created.Json.GetProperty("episode").GetString()!;
    }

    public static Task<Answer> MoveAsync(this HttpClient client, string episode, int? step = null, string direction = "right") => client.PostAsync(
        $"/v1/episodes/{episode}/steps", step is null
            ? new { action = new { tool = "move", arguments = new { direction } } }
            : new { step, action = new { tool = "move", arguments = new { direction } } });

    public static Task<Answer> FinishAsync(this HttpClient client, string episode) =>
        client.PostAsync($"/v1/episodes/{episode}/steps", new { action = new { tool = "finish" } });

    /// <summary>The proof that an episode's log is in the ledger, once it is.</summary>
    public static async Task<string> ProofAsync(this HttpClient client, string episode)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            var answer = await client.ReadAsync($"/v1/ledger/proofs/inclusion?episode={episode}");
            if (answer.Status == System.Net.HttpStatusCode.OK)
                return answer.Text;
            Assert.True(DateTime.UtcNow < deadline, answer.Text);
        }
    }

    /// <summary>Everything that is recorded of an episode.</summary>
    public static async Task<string> LogAsync(this HttpClient client, string episode) => (await client.ReadAsync($"/v1/episodes/{episode}/log")).Text;
}
