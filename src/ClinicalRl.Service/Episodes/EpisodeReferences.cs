using ClinicalRl.Grains.Episodes;
using Orleans.Runtime;

namespace ClinicalRl.Service.Episodes;

/// <summary>Makes references to episodes. The factory works out by reflection, on every call, which types are meant; here that is done once.</summary>
internal sealed class EpisodeReferences(IGrainFactory grains)
{
    private readonly Lazy<GrainReference> example = new(() => (GrainReference)grains.GetGrain<IEpisodeGrain>("any/ep_any"));

    /// <summary>The episode of that key, which need not exist.</summary>
    public IEpisodeGrain Episode(EpisodeKey key)
    {
        var (type, contract) = (example.Value.GrainId.Type, example.Value.InterfaceType);
        return (IEpisodeGrain)grains.GetGrain(GrainId.Create(type, key.ToString()), contract);
    }
}
