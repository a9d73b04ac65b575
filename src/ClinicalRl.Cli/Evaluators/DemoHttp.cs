using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;

namespace ClinicalRl.Cli.Evaluators;

/// <summary>Calls a service with one key and reads what it answers; a refusal ends the command with its own words.</summary>
internal sealed class DemoHttp : IDisposable
{
    private readonly HttpClient client;

    public DemoHttp(Uri address, string? key)
    {
        client = new HttpClient { BaseAddress = address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancel)
    {
        using var answer = await client.PostAsJsonAsync(path, body, cancel);
        return await ReadAsync<T>(path, answer, cancel);
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancel)
    {
        using var answer = await client.GetAsync(path, cancel);
        return await ReadAsync<T>(path, answer, cancel);
    }

    public Task<byte[]> GetBytesAsync(string path, CancellationToken cancel) => client.GetByteArrayAsync(path, cancel);

    public void Dispose() => client.Dispose();

    private static async Task<T> ReadAsync<T>(string path, HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)! : throw new CommandRefusedException($"{path} answered {(int)answer.StatusCode}: {text}");
    }
}
