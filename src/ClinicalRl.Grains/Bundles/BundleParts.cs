using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Simulation.Environments;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Bundles;

/// <summary>What bundles are made from and with.</summary>
internal sealed class BundleParts(
    SealedEpisodes source, IJournal journal, IBlobStore blobs, TenantRewardFunctions functions, TenantRewards rewards, EnvironmentCatalogue catalogue, ILogSigner signer, LogKeySet keys, IGrainFactory grains, IOptions<GrainsOptions> options)
{
    public SealedEpisodes Source { get; } = source;

    public IJournal Journal { get; } = journal;

    public IBlobStore Blobs { get; } = blobs;

    public TenantRewardFunctions Functions { get; } = functions;

    public TenantRewards Rewards { get; } = rewards;

    public EnvironmentCatalogue Catalogue { get; } = catalogue;

    public ILogSigner Signer { get; } = signer;

    public LogKeySet Keys { get; } = keys;

    public IGrainFactory Grains { get; } = grains;

    public GrainsOptions Options { get; } = options.Value;

    /// <summary>Most bytes of logs in one bundle.</summary>
    public long MaxBytes => Options.BundleMebibytes * 1024L * 1024L;

    /// <summary>Where a bundle grows until it is whole; what a stopped process left of it is written over.</summary>
    public FileStream OpenUnfinished(string tenant, string bundle)
    {
        var folder = Options.PathOf("unfinished-bundles");
        Directory.CreateDirectory(folder);
        return new FileStream(
            Path.Combine(folder, $"{tenant}-{bundle}.zip"),
            new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, BufferSize = 65_536 });
    }
}
