using ClinicalRl.Client.Serialization;
using ClinicalRl.Client.Transport;

namespace ClinicalRl.Client.Environments;

/// <summary>What can be played.</summary>
public sealed class EnvironmentsClient
{
    private readonly Wire wire;

    internal EnvironmentsClient(Wire wire) => this.wire = wire;

    /// <summary>All environments.</summary>
    public async Task<IReadOnlyList<EnvironmentInfo>> ListAsync(CancellationToken cancel = default) =>
        (await wire.GetAsync("v1/environments", ClientJson.Default.ItemsOfEnvironmentInfo, cancel)).Items;

    /// <summary>One environment, by <c>id</c>, <c>id@1</c> or <c>id@1.2.3</c>.</summary>
    public Task<EnvironmentInfo> GetAsync(string environment, CancellationToken cancel = default) =>
        wire.GetAsync("v1/environments/" + Uri.EscapeDataString(environment), ClientJson.Default.EnvironmentInfo, cancel);
}
