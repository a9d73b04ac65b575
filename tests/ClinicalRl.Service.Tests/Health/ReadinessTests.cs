using System.Net;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Health;

public sealed class ReadinessTests
{
    [Fact]
    public async Task EveryPart_IsNamed_WhenAllIsWell()
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Client(key: null);
        var answer = await anybody.ReadAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"status":"ready","checks":{"journal":"ok","blobs":"ok","grains":"ok","membership":"ok","silos":1}}""", answer.Text);
    }

    [Fact]
    public async Task ABlobStoreThatHangs_IsTold_AndEpisodesRunOn()
    {
        await using var service = await RunningService.StartWithAsync(services => services.AddSingleton<IBlobStore>(new HangingBlobStore()));
        using var client = service.Client(service.Shown.Keys.Single());
        var answer = await client.ReadAsync("/readyz");
        Assert.Equal((HttpStatusCode.OK, "degraded"), (answer.Status, answer.Json.GetProperty("status").GetString()));
        Assert.Equal("failed", answer.Json.GetProperty("checks").GetProperty("blobs").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.MoveAsync(await client.CreateAsync(), 1)).Status);
    }

    private sealed class HangingBlobStore : IBlobStore
    {
        public Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) => NeverAsync<bool>(cancellation);

        public Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default) => NeverAsync<bool>(cancellation);

        public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) => NeverAsync<Stream?>(cancellation);

        public Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default) => NeverAsync<byte[]?>(cancellation);

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default) => AsyncEnumerable.Empty<string>();

        private static Task<T> NeverAsync<T>(CancellationToken cancellation) => new TaskCompletionSource<T>().Task.WaitAsync(cancellation);
    }
}
