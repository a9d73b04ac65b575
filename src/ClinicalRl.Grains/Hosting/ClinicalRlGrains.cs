using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Assessments;
using ClinicalRl.Grains.Bundles;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Database;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.GrainStorage;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Retention;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Secrets;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Grains.Usage;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
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
        services.TryAddSingleton<ITenantSecrets>(provider => new FileTenantSecrets(
            Options(provider).PathOf("keys", "tenants"), provider.GetRequiredService<IJournal>(), provider.GetRequiredService<IClusterAgreement>()));
        services.TryAddSingleton(LoadSigningKey);
        services.TryAddSingleton(OpenKeyRegister);
        services.AddHostedService<LogSigningKeyAtStart>();
        services.TryAddSingleton(CreateJournal);
        services.AddSingleton<MessageSignal>();
        services.AddSingleton<IEvaluationRecords>(provider => new EvaluationRecords(provider.GetRequiredService<IJournal>().Tables, provider.GetRequiredService<MessageSignal>()));
        services.AddSingleton<JournalUsage>();
        services.AddSingleton<JobTurns>();
        services.AddSingleton<SealedEpisodes>();
        services.AddSingleton(provider => new CoverageAtOnce(
            provider.GetRequiredService<SealedEpisodes>(), provider.GetRequiredService<IJournal>(), provider.GetRequiredService<JobTurns>(), provider.GetRequiredService<EnvironmentCatalogue>(),
            provider.GetRequiredService<TenantRewardFunctions>()));
        services.AddSingleton(provider => new PostgresDatabase(Options(provider).Database!, AppendTimeout(provider), provider.GetService<DatabaseIdentity>()));
        services.AddSingleton<IClusterAgreement>(provider => Options(provider).Database is null ? new AloneAgreement() : provider.GetRequiredService<PostgresDatabase>());
        services.TryAddSingleton(_ => new GoldBanks(GoldBank.Shipped()));
        services.AddSingleton<EvaluatorPool>();
        services.AddSingleton<AssessmentSources>();
        services.AddSingleton<AssessmentOpening>();
        services.AddSingleton<TenantRewardFunctions>();
        services.AddSingleton<RewardReview>();
        services.AddSingleton<TenantRewards>();
        services.AddSingleton<BundleParts>();
        services.AddSingleton<EpisodeEngine>();
        services.AddSingleton<EpisodeLogs>();
        services.AddSingleton<KeptLinesRoom>();
        services.AddSingleton<SealedLogQueue>();
        services.AddHostedService<SealedLogStorer>();
        services.AddSingleton<TenantRetention>();
        services.AddSingleton<KeptJobs>();
        services.AddSingleton<StoreHolds>();
        services.AddSingleton(provider => new RetentionSweep(
            provider.GetRequiredService<IJournal>(), provider.GetRequiredService<KeptJobs>(), provider.GetRequiredService<TenantRetention>(), provider.GetRequiredService<StoreHolds>(),
            provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<RetentionSweep>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RetentionSweep>());
        services.AddHostedService<SealingLag>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SqliteGrainStorageSchema>();
        TableQueues.AddTo(silo);
        BoundTenants(services);
        return silo.AddAdoNetGrainStorageAsDefault(storage => storage.Configure<IServiceProvider>((adoNet, provider) =>
        {
            var options = Options(provider);
            if (options.Database is null)
                (adoNet.Invariant, adoNet.ConnectionString) = (SqliteGrainStorageSchema.Invariant, SqliteGrainStorageSchema.ConnectionString(options));
            else
                (adoNet.Invariant, adoNet.DataSource) = (PostgresDatabase.Invariant, provider.GetRequiredService<PostgresDatabase>().Plain);
        }));
    }

    /// <summary>Puts the boundary around the factory of Orleans, so that no part of the service can have it without.</summary>
    private static void BoundTenants(IServiceCollection services)
    {
        var orleans = services.Last(service => service.ServiceType == typeof(IGrainFactory)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IGrainFactory>(
            provider => new TenantBoundary((IGrainFactory)orleans(provider), provider.GetRequiredService<IGrainContextAccessor>())));
    }

    private static GrainsOptions Options(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<GrainsOptions>>().Value;
        Directory.CreateDirectory(options.PathOf());
        return options;
    }

    private static TimeSpan AppendTimeout(IServiceProvider provider) => TimeSpan.FromSeconds(Options(provider).AppendTimeoutSeconds);

    private static ILogSigner LoadSigningKey(IServiceProvider provider)
    {
        var options = Options(provider);
        return provider.GetRequiredService<IClusterAgreement>().Exclusively(() => LogSigningKeyFile.LoadOrCreate(
            options.PathOf("keys", LogSigningKeyFile.FileName),
            () => !(options.Database is null ? SqliteJournalSchema.HoldsEpisodes(options.PathOf("journal.db")) : provider.GetRequiredService<PostgresDatabase>().HoldsEpisodes())));
    }

    private static LogKeySet OpenKeyRegister(IServiceProvider provider)
    {
        var cluster = provider.GetRequiredService<IClusterAgreement>();
        var current = provider.GetRequiredService<ILogSigner>().PublicKey;
        var now = provider.GetRequiredService<TimeProvider>().GetUtcNow();
        var keys = cluster.Exclusively(() => LogKeyRegister.Open(Options(provider).PathOf("keys"), current, now));
        cluster.Agree("log-key", current.KeyId, agreed => keys.Find(agreed) is not null);
        return keys;
    }

    private static IJournal CreateJournal(IServiceProvider provider)
    {
        var options = Options(provider);
        if (options.Journal == "memory")
        {
            LogMemoryJournal(provider.GetRequiredService<ILogger<MemoryJournal>>());
            return new MemoryJournal();
        }

        var limits = new JournalOptions { AppendTimeout = AppendTimeout(provider), QueueCapacity = options.JournalQueueCapacity };
        var time = provider.GetRequiredService<TimeProvider>();
        return options.Database is null
            ? new SqliteJournal(options.PathOf("journal.db"), limits, time, provider.GetRequiredService<ILogger<SqliteJournal>>())
            : new PostgresJournal(provider.GetRequiredService<PostgresDatabase>(), limits, time, provider.GetRequiredService<ILogger<PostgresJournal>>());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "THE JOURNAL IS IN MEMORY: every episode is lost when this process ends. For benchmarks only.")]
    private static partial void LogMemoryJournal(ILogger logger);
}
