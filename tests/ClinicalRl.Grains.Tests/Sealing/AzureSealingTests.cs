using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Tests.Ledger;
using ClinicalRl.Testing.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Tests.Sealing;

/// <summary>Sealed logs on their way to Azure Storage, over its emulator.</summary>
public sealed class AzureSealingTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Warnings warnings = new();
    private Azurite azurite = null!;
    private BlobContainerClient container = null!;

    public async ValueTask InitializeAsync()
    {
        azurite = await Azurite.StartAsync();
        container = await azurite.CreateContainerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task ALogWhoseProcessDiedBetweenBlobAndLedger_IsEnteredAtRestart_Once()
    {
        await using (var cluster = await StartAsync(store => new LedgerGrainTests.DyingBlobStore(store)))
        {
            await LedgerGrainTests.PlayAsync(cluster, 5);
            await ((LedgerGrainTests.DyingBlobStore)cluster.Blobs).Died.WaitAsync(GrainCluster.Limit);
            Assert.Equal(0, await cluster.Journal.Ledger.SizeAsync("t1"));
        }

        for (var restart = 0; restart < 2; restart++)
        {
            await using var again = await StartAsync(store => store);
            await LedgerGrainTests.UntilAsync(again, 5);
            await LedgerGrainTests.MustBeWholeAsync(again, 5);
        }
    }

    [Fact]
    public async Task OtherBytesUnderALogsName_AreNeverReplaced_AndReported()
    {
        var taken = container.GetBlobClient("runlogs/t1/ep_0.jsonl");
        await taken.UploadAsync(new BinaryData("somebody else's"));
        await using var cluster = await StartAsync(store => store);
        await LedgerGrainTests.PlayAsync(cluster, 2);
        await LedgerGrainTests.UntilAsync(cluster, 1);
        Assert.Equal("ep_1", Assert.Single(await cluster.Journal.Ledger.ReadAsync("t1", 0, 10)).Episode);
        Assert.Equal("somebody else's", (await taken.DownloadContentAsync()).Value.Content.ToString());
        await warnings.UntilAsync("holds other bytes under the name of t1/ep_0");
    }

    private Task<GrainCluster> StartAsync(Func<IBlobStore, IBlobStore> wrap) => GrainCluster.StartAsync(
        folder.Path, services => services.AddSingleton(wrap(new AzureBlobStore(container))).AddLogging(logging => logging.AddProvider(warnings)));

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> said = new();

        public async Task UntilAsync(string text)
        {
            var deadline = DateTime.UtcNow + GrainCluster.Limit;
            while (!said.Any(line => line.Contains(text, StringComparison.Ordinal)))
            {
                Assert.True(DateTime.UtcNow < deadline, string.Join('\n', said));
                await Task.Yield();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                said.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
