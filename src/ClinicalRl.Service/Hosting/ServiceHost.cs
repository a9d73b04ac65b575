using ClinicalRl.Grains.Database;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.AdminEvents;
using ClinicalRl.Service.Assessments;
using ClinicalRl.Service.Batches;
using ClinicalRl.Service.Bundles;
using ClinicalRl.Service.Coverage;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Environments;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Exploits;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Service.Health;
using ClinicalRl.Service.Keys;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenEnv.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Pages;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reliability;
using ClinicalRl.Service.Reports;
using ClinicalRl.Service.Retention;
using ClinicalRl.Service.Rewards;
using ClinicalRl.Service.RunLogs;
using ClinicalRl.Service.Signing;
using ClinicalRl.Service.Telemetry;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Service.Tenants;
using ClinicalRl.Service.Usage;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>The whole service in one process: silo, journal, grain storage and HTTP.</summary>
public static class ServiceHost
{
    /// <summary>
    /// Builds it; run the result. <paramref name="args"/> are the usual ones (<c>--urls</c>, <c>--ClinicalRl:Data</c>, …);
    /// <paramref name="configure"/> runs before the defaults, which never replace what it registered.
    /// </summary>
    /// <exception cref="DataFolderUnavailableException">The data folder cannot be written, or another service has it.</exception>
    /// <exception cref="DatabaseUnsuitableException">The database cannot be reached, or is not one for this version.</exception>
    /// <exception cref="OptionsValidationException">A setting is refused.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);

        builder.AddServiceOptions();
        builder.AddKestrelLimits();
        builder.AddTelemetry();
        builder.AddBlobStore();
        builder.AddSigning();
        builder.AddCluster();
        builder.AddSilo();
        builder.Services.AddTenancy();
        builder.Services.AddRequestRates();
        builder.Services.AddOpenEnv();
        builder.Services.AddDescription();
        builder.Services.TryAddSingleton(_ => ShippedEnvironments.Load());
        builder.Services.TryAddSingleton(services => RewardLibrary.Shipped(services.GetRequiredService<EnvironmentCatalogue>()));
        builder.Services.AddSingleton<EnvironmentDocuments>();
        builder.Services.AddSingleton<EpisodeReferences>();
        builder.Services.AddSingleton<EpisodeCalls>();
        builder.Services.AddSingleton<EpisodeEvidenceReader>();
        builder.Services.AddSingleton<AccessRecorder>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RecordedRefusals>();

        var app = builder.Build();
        try
        {
            Check(app.Services);
            Route(app);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    /// <summary>Makes whatever may refuse to start, so that it does so here with its own words.</summary>
    private static void Check(IServiceProvider services)
    {
        _ = services.GetRequiredService<AnonymousUse>();
        _ = services.GetRequiredService<DataFolder>();
        if (services.GetRequiredService<IOptions<GrainsOptions>>().Value.Database is not null)
            _ = services.GetRequiredService<PostgresDatabase>();
        _ = services.GetRequiredService<EnvironmentDocuments>();
    }

    private static void Route(WebApplication app)
    {
        app.UseMetrics();
        app.UseMiddleware<ProblemBoundary>();
        app.UseRouting();
        app.UseMiddleware<DrainGate>();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<TenantOfRequest>();

        app.MapKeys();
        app.MapTenants();
        app.MapAdminEvents();
        app.MapUsage();
        app.MapEpisodes();
        app.MapEpisodeList();
        app.MapEpisodeRecords();
        app.MapForks();
        app.MapBatches();
        app.MapEnvironments();
        app.MapRewardFunctions();
        app.MapRewardVersions();
        app.MapSignOffs();
        app.MapClinicians();
        app.MapRescores();
        app.MapEvaluators();
        app.MapCalibrations();
        app.MapEvaluatorStanding();
        app.MapInvitations();
        app.MapAssessments();
        app.MapAssignments();
        app.MapRewardSchema();
        app.MapLogSigningKey();
        app.MapLedger();
        app.MapAccessEvents();
        app.MapRetention();
        app.MapLegalHolds();
        app.MapCoverage();
        app.MapBundles();
        app.MapReliability();
        app.MapReports();
        app.MapExploits();
        app.MapHealth();
        app.MapPages();
        app.MapProblems();
        app.MapOpenEnv();
    }
}
