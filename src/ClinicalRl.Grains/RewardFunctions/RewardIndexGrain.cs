namespace ClinicalRl.Grains.RewardFunctions;

/// <inheritdoc cref="IRewardIndexGrain"/>
[GrainType("reward-index")]
internal sealed class RewardIndexGrain([PersistentState("index")] IPersistentState<RewardIndexState> index) : Grain, IRewardIndexGrain
{
    private const int MaxFunctions = 200;

    public async ValueTask<bool> AddAsync(string id)
    {
        var ids = index.State.Ids;
        if (ids.Contains(id))
            return true;
        if (ids.Count >= MaxFunctions)
            return false;
        ids.Add(id);
        ids.Sort(StringComparer.Ordinal);
        try
        {
            await index.WriteStateAsync();
            return true;
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored
            throw;
        }
    }

    public ValueTask<IReadOnlyList<string>> ListAsync() => ValueTask.FromResult<IReadOnlyList<string>>([.. index.State.Ids]);
}

/// <summary>What is stored of a tenant's reward functions.</summary>
[GenerateSerializer]
[Alias("clinicalrl.reward-index.state")]
public sealed class RewardIndexState
{
    /// <summary>Their ids, in ordinal order.</summary>
    [Id(0)]
    public List<string> Ids { get; set; } = [];
}
