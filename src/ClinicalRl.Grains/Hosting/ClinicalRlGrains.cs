using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.GrainStorage;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Secrets;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace ClinicalRl.Grains.Hosting;

/// <summary>Wires the grains into a silo.</summary>
public static partial class ClinicalRlGrains
{
    /// <summary>
    /// Adds journal, run logs, blob store, grain storage (the default provider) and the episode grain. An
    /// <see cref="EnvironmentCatalogue"/> must be registered; reward library, blob store, tenant secrets, log signer, published keys and clock may
    /// be, before this call, and otherwise have defaults in the data folder. Calling it twice is harmless.
    /// </summary>
    public static ISiloBuilder AddClinicalRlGrains(this ISiloBuilder silo, Action<GrainsOptions>? configure = null)
    {
        var services = silo.Services;
        if (configure is not null)
            services.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(EpisodeEngine)))
            return silo;
        services.AddOptions<GrainsOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GrainsOptions>, GrainsOptionsValidator>();
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<GrainsOptions>>((collection, options) =>
            collection.ClassSpecificCollectionAge[typeof(EpisodeGrain).FullName!] = TimeSpan.FromMinutes(options.Value.EpisodeIdleMinutes));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => RewardLibrary.Shipped(provider.GetRequiredService<EnvironmentCatalogue>()));
        services.TryAddSingleton<IBlobStore>(provider => new FileBlobStore(Options(provider).PathOf("blobs")));
        services.TryAddSingleton<ITenantSecrets>(provider => new FileTenantSecrets(Options(provider).PathOf("keys", "tenants"), provider.GetRequiredService<IJournal>()));
        services.TryAddSingleton(LoadSigningKey);
        services.TryAddSingleton(OpenKeyRegister);
        services.AddHostedService<LogSigningKeyAtStart>();
        services.TryAddSingleton(CreateJournal);
        services.TryAddSingleton(_ => new GoldBanks(GoldBank.Shipped()));
        services.AddSingleton<TenantRewardFunctions>();
        services.AddSingleton<RewardReview>();
        services.AddSingleton<EpisodeEngine>();
        services.AddSingleton<EpisodeLogs>();
        services.AddSingleton<KeptLinesRoom>();
        services.AddSingleton<SealedLogQueue>();
        services.AddHostedService<SealedLogStorer>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SqliteGrainStorageSchema>();
        return silo.AddAdoNetGrainStorageAsDefault(storage => storage.Configure<IOptions<GrainsOptions>>((adoNet, options) =>
        {
            adoNet.Invariant = SqliteGrainStorageSchema.Invariant;
            adoNet.ConnectionString = SqliteGrainStorageSchema.ConnectionString(options.Value);
        }));
    }

    private static GrainsOptions Options(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<GrainsOptions>>().Value;
        Directory.CreateDirectory(options.PathOf());
        return options;
    }

    private static ILogSigner LoadSigningKey(IServiceProvider provider)
    {
        var options = Options(provider);
        return LogSigningKeyFile.LoadOrCreate(options.PathOf("keys", LogSigningKeyFile.FileName), () => !SqliteJournalSchema.HoldsEpisodes(options.PathOf("journal.db")));
    }

    private static LogKeySet OpenKeyRegister(IServiceProvider provider) => LogKeyRegister.Open(
        Options(provider).PathOf("keys"), provider.GetRequiredService<ILogSigner>().PublicKey, provider.GetRequiredService<TimeProvider>().GetUtcNow());

    private static IJournal CreateJournal(IServiceProvider provider)
    {
        var options = Options(provider);
        if (options.Journal == "memory")
        {
            LogMemoryJournal(provider.GetRequiredService<ILogger<MemoryJournal>>());
            return new MemoryJournal();
        }

        var limits = new SqliteJournalOptions { AppendTimeout = TimeSpan.FromSeconds(options.AppendTimeoutSeconds) };
        return new SqliteJournal(
            options.PathOf("journal.db"), limits, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteJournal>>());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "THE JOURNAL IS IN MEMORY: every episode is lost when this process ends. For benchmarks only.")]
    private static partial void LogMemoryJournal(ILogger logger);
}
