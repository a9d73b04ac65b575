using ClinicalRl.Grains.Episodes;
using Orleans.Runtime;

namespace ClinicalRl.Service.Episodes;

/// <summary>Makes references to episodes. The factory works out by reflection, on every call, which types are meant; here that is done once.</summary>
internal sealed class EpisodeReferences(IGrainFactory grains)
{
    private GrainReference? example;

    /// <summary>The episode of that key, which need not exist.</summary>
    public IEpisodeGrain Episode(EpisodeKey key)
    {
        if (example is not { } known)
        {
            var first = grains.GetGrain<IEpisodeGrain>(key.ToString());
            example = (GrainReference)first;
            return first;
        }

        return (IEpisodeGrain)grains.GetGrain(GrainId.Create(known.GrainId.Type, key.ToString()), known.InterfaceType);
    }
}
