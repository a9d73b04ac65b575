using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Testing.Corridor;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace ClinicalRl.Grains.Tests;

/// <summary>One silo over a data folder of its own. Stopping it and starting another over the same folder is a restart.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster cluster;

    private GrainCluster(InProcessTestCluster cluster) => this.cluster = cluster;

    /// <summary>Longest any wait of a test may take.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public IServiceProvider Services => cluster.Silos[0].ServiceProvider;

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    public static async Task<GrainCluster> StartAsync(string folder, Action<IServiceCollection>? configure = null, short silos = 1)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ServiceId = "clinicalrl";   // part of what grain storage finds a state by; by chance otherwise
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(CorridorReward.Catalogue);
            silo.Services.AddSingleton(CorridorReward.Library);
            configure?.Invoke(silo.Services);
            silo.AddClinicalRlGrains(options => options.Data = folder);
        });
        var built = builder.Build();
        await built.DeployAsync();
        return new GrainCluster(built);
    }

    public IEpisodeGrain Episode(string episode, string tenant = "t1") => cluster.Client.GetGrain<IEpisodeGrain>(new EpisodeKey(tenant, episode).ToString());

    public IGrainFactory Grains => cluster.Client;

    public async ValueTask DisposeAsync() => await cluster.DisposeAsync();
}

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("clinicalrl-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
