using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Testing.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.Hosting;

public sealed class AzureBlobsTests
{
    [Fact]
    public async Task ASealedLog_IsKeptInTheContainer_AndReadFromThere()
    {
        await using var azurite = await Azurite.StartAsync();
        var container = await azurite.CreateContainerAsync();
        await using var service = await RunningService.StartAsync(
            settings: ["--ClinicalRl:Blobs:Connection", azurite.ConnectionString, "--ClinicalRl:Blobs:ContainerName", container.Name]);
        using var client = service.Client(await service.AddKeyAsync("cloud", KeyScopes.All));
        var episode = await client.CreateAsync();
        await client.FinishAsync(episode);
        await client.ProofAsync(episode);
        Assert.False(Directory.Exists(Path.Combine(service.Data, "blobs", "runlogs")));
        var blob = (await container.GetBlobClient($"runlogs/cloud/{episode}.jsonl").DownloadContentAsync()).Value;
        Assert.Equal(await client.LogAsync(episode), blob.Content.ToString());
    }

    [Fact]
    public async Task AContainerThatIsNotImmutable_IsWarnedOf_AtStart()
    {
        await using var azurite = await Azurite.StartAsync();
        var container = await azurite.CreateContainerAsync();
        var logger = new KeptLog();
        await using var service = await RunningService.StartAsync();
        using var check = new ContainerCheckAtStart(new AzureBlobStore(container), isRequired: false, TimeProvider.System, service.Services.GetRequiredService<IHostApplicationLifetime>(), logger);
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal($"Warning: Container {container.Name} is NOT IMMUTABLE: whoever holds the account's keys can change or delete sealed logs. Set a time-based retention policy and lock it.", Assert.Single(logger.Said));
    }

    [Theory]
    [InlineData("ClinicalRl:Blobs:Connection must be", "--ClinicalRl:Blobs:Connection", "not a connection string")]
    [InlineData("ClinicalRl:Blobs:Container must be", "--ClinicalRl:Blobs:Container", "http://account.blob.core.windows.net/runlogs")]
    [InlineData("ClinicalRl:Blobs:Container must be", "--ClinicalRl:Blobs:Container", "https://account.blob.core.windows.net/")]
    [InlineData("exclude each other", "--ClinicalRl:Blobs:Container", "https://account.blob.core.windows.net/a", "--ClinicalRl:Blobs:Connection", "UseDevelopmentStorage=true")]
    public async Task SettingsThatCannotWork_AreRefused(string message, params string[] settings)
    {
        var failure = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => RunningService.StartAsync(settings: settings));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private sealed class KeptLog : ILogger<ContainerCheckAtStart>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
