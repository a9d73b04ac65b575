using Azure.Identity;
using Azure.Storage.Blobs;
using ClinicalRl.Audit.Blobs;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>Chooses where blobs are kept; before <c>AddSilo</c>, whose default is files in the data folder.</summary>
internal static class BlobStoreWiring
{
    public static void AddBlobStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BlobOptions>().BindConfiguration(BlobOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BlobOptions>, BlobOptionsValidator>();
        if ((builder.Configuration.GetSection(BlobOptions.Section).Get<BlobOptions>() ?? new BlobOptions()).IsAzure == false)
            return;
        builder.Services.AddSingleton(services => new AzureBlobStore(ContainerOf(services.GetRequiredService<IOptions<BlobOptions>>().Value)));
        builder.Services.AddSingleton<IBlobStore>(services => services.GetRequiredService<AzureBlobStore>());
        builder.Services.AddHostedService<ContainerCheckAtStart>();
    }

    private static BlobContainerClient ContainerOf(BlobOptions options) => string.IsNullOrEmpty(options.Container)
        ? new BlobContainerClient(options.Connection, options.ContainerName, AzureBlobStore.ClientOptions())
        : new BlobContainerClient(new Uri(options.Container), new DefaultAzureCredential(), AzureBlobStore.ClientOptions());
}

/// <summary>
/// Says at start whether Azure itself keeps the container's blobs from being changed. The service starts all the same: episodes go on without the
/// store, and sealed logs wait in the journal.
/// </summary>
internal sealed partial class ContainerCheckAtStart(AzureBlobStore store, ILogger<ContainerCheckAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Limit);
        try
        {
            var protection = await store.ProtectionAsync(limit.Token);
            if (protection.IsPublic)
                LogPublic(logger, protection.Container);
            if (protection.IsImmutable)
                LogImmutable(logger, protection.Container);
            else
                LogNotImmutable(logger, protection.Container);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            LogUnreachable(logger, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Container {Container} is NOT IMMUTABLE: whoever holds the account's keys can change or delete sealed logs. Set a time-based retention policy and lock it.")]
    private static partial void LogNotImmutable(ILogger logger, string container);

    [LoggerMessage(Level = LogLevel.Information, Message = "Container {Container} has an immutability policy. Whether it is locked, 'az storage container immutability-policy show' tells.")]
    private static partial void LogImmutable(ILogger logger, string container);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Container {Container} is PUBLIC: anybody can read the run logs.")]
    private static partial void LogPublic(ILogger logger, string container);

    [LoggerMessage(Level = LogLevel.Error, Message = "The blob container did not answer. Sealed logs wait in the journal until it does.")]
    private static partial void LogUnreachable(ILogger logger, Exception error);
}
