using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>One real service for the tests that only play; each test uses episodes of its own.</summary>
public sealed class PlayedService : IAsyncLifetime
{
    public const string Environment = "corridor";

    public RunningService Service { get; private set; } = null!;

    /// <summary>A key of tenant <c>acme</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>A key of tenant <c>other</c>.</summary>
    public string OtherKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Service = await RunningService.StartAsync();
        Key = await Service.AddKeyAsync("acme", KeyScopes.Agent);
        OtherKey = await Service.AddKeyAsync("other", KeyScopes.Agent);
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    public Task<PlayingSocket> ConnectAsync(string path = "ws", string? key = null) =>
        PlayingSocket.ConnectAsync(Service, $"/openenv/{Environment}/{path}", key ?? Key);

    public async Task<(int Status, JsonElement Body)> GetAsync(string path, string? key = null)
    {
        using var client = Service.Client(key ?? Key);
        return await ReadAsync(await client.GetAsync($"/openenv/{Environment}/{path}"));
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string json, string? key = null)
    {
        using var client = Service.Client(key ?? Key);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await ReadAsync(await client.PostAsync($"/openenv/{Environment}/{path}", content));
    }

    private static async Task<(int Status, JsonElement Body)> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return ((int)answer.StatusCode, JsonElement.Parse(bytes));
    }
}

/// <summary>Tests that share <see cref="PlayedService"/>.</summary>
[CollectionDefinition(Name)]
public sealed class PlayedServiceGroup : ICollectionFixture<PlayedService>
{
    public const string Name = "OpenEnv";
}
