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
        var isRequired = HostedCheck.IsHosted(builder.Configuration, builder.Environment) && !builder.Configuration.GetSection(AcceptedRisks.Section).GetValue<bool>(nameof(AcceptedRisks.UnprotectedBlobs));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ContainerCheckAtStart>(services, isRequired));
    }

    private static BlobContainerClient ContainerOf(BlobOptions options) => string.IsNullOrEmpty(options.Container)
        ? new BlobContainerClient(options.Connection, options.ContainerName, AzureBlobStore.ClientOptions())
        : new BlobContainerClient(new Uri(options.Container), new DefaultAzureCredential(), AzureBlobStore.ClientOptions());
}

/// <summary>
/// Whether Azure itself keeps the container's blobs from being changed. A hosted service refuses to start, or stops as soon as it knows, where it does not and
/// that was not accepted. A container that does not answer stops nothing: episodes go on, sealed logs wait in the journal, and it is asked again.
/// </summary>
internal sealed partial class ContainerCheckAtStart(AzureBlobStore store, bool isRequired, TimeProvider time, IHostApplicationLifetime host, ILogger<ContainerCheckAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private bool answered;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (isRequired && await RefusalAsync(cancellationToken) is { } refusal)
            throw new OptionsValidationException(BlobOptions.Section, typeof(BlobOptions), [refusal]);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!answered)
        {
            if (await RefusalAsync(stoppingToken) is { } refusal && isRequired)
            {
                LogStopping(logger, refusal);
                host.StopApplication();
            }

            if (!answered)
                await Task.Delay(Interval, time, stoppingToken);
        }
    }

    /// <summary>Why a hosted service may not use the container; null when it may, or when that is not known yet.</summary>
    private async Task<string?> RefusalAsync(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(Limit);
        try
        {
            var protection = await store.ProtectionAsync(limit.Token);
            answered = true;
            if (protection.IsPublic)
                LogPublic(logger, protection.Container);
            if (protection.IsImmutable)
                LogImmutable(logger, protection.Container);
            else
                LogNotImmutable(logger, protection.Container);
            return protection.IsImmutable && !protection.IsPublic ? null
                : $"Container {protection.Container} of ClinicalRl:Blobs {(protection.IsPublic ? "can be read by anybody" : "has no immutability policy")}: deploy infra/storage.bicep, or accept the risk by ClinicalRl:Accept:UnprotectedBlobs=true.";
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            LogUnreachable(logger, error);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Refusal}")]
    private static partial void LogStopping(ILogger logger, string refusal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Container {Container} is NOT IMMUTABLE: whoever holds the account's keys can change or delete sealed logs. Set a time-based retention policy and lock it.")]
    private static partial void LogNotImmutable(ILogger logger, string container);

    [LoggerMessage(Level = LogLevel.Information, Message = "Container {Container} has an immutability policy. Whether it is locked, 'az storage container immutability-policy show' tells.")]
    private static partial void LogImmutable(ILogger logger, string container);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Container {Container} is PUBLIC: anybody can read the run logs.")]
    private static partial void LogPublic(ILogger logger, string container);

    [LoggerMessage(Level = LogLevel.Error, Message = "The blob container did not answer. Sealed logs wait in the journal until it does.")]
    private static partial void LogUnreachable(ILogger logger, Exception error);
}
