using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Episodes;

/// <summary>
/// Calls of episodes. A call that the cluster lost is made again when that can do no harm; a caller sees a delay, not an error. A step
/// without index is never repeated: it might be taken twice.
/// </summary>
internal sealed class EpisodeCalls(EpisodeReferences references)
{
    private static readonly EpisodeReply NotFound = new(EpisodeOutcome.NotFound, default);

    public ValueTask<EpisodeReply> StepAsync(Caller caller, string id, int? step, ReadOnlyMemory<byte> action)
    {
        var request = new StepEpisode(step, action, caller.KeyId);
        if (Find(caller, id) is not { } episode)
            return ValueTask.FromResult(NotFound);
        if (caller.Allowance?.RefusalOfStep() is { } over)
            return ValueTask.FromResult(over.Reply);
        return step is null ? episode.StepAsync(request) : RepeatAsync(episode, request, static (grain, request) => grain.StepAsync(request));
    }

    public ValueTask<EpisodeReply> CreateAsync(Caller caller, string id, CreateEpisode request) =>
        BeginAsync(caller, id, request, static (grain, request) => grain.CreateAsync(request));

    public ValueTask<EpisodeReply> CreateForkAsync(Caller caller, string id, CreateFork request) =>
        BeginAsync(caller, id, request, static (grain, request) => grain.CreateForkAsync(request));

    public ValueTask<EpisodeReply> AbortAsync(Caller caller, string id) =>
        RepeatAsync(Find(caller, id), caller.KeyId, static (grain, actor) => grain.AbortAsync(actor));

    public ValueTask<EpisodeReply> DescribeAsync(Caller caller, string id) => RepeatAsync(Find(caller, id), 0, static (grain, _) => grain.DescribeAsync());

    public ValueTask<EpisodeReply> ReadLogAsync(Caller caller, string id) => RepeatAsync(Find(caller, id), 0, static (grain, _) => grain.ReadLogAsync());

    public ValueTask<EpisodeReply> VerifyAsync(Caller caller, string id) => RepeatAsync(Find(caller, id), 0, static (grain, _) => grain.VerifyAsync());

    private async ValueTask<EpisodeReply> BeginAsync<T>(Caller caller, string id, T request, Func<IEpisodeGrain, T, ValueTask<EpisodeReply>> begin)
    {
        if (caller.Allowance is not { } allowance)
            return await RepeatAsync(Find(caller, id), request, begin);
        if (await allowance.RefusalOfBeginningAsync() is { } over)
            return over.Reply;
        try
        {
            return await RepeatAsync(Find(caller, id), request, begin);
        }
        finally
        {
            allowance.HasBegun();
        }
    }

    private static ValueTask<EpisodeReply> RepeatAsync<T>(IEpisodeGrain? episode, T request, Func<IEpisodeGrain, T, ValueTask<EpisodeReply>> call) =>
        episode is null ? ValueTask.FromResult(NotFound) : ClusterCall.RepeatAsync(episode, request, call);

    /// <summary>The caller's episode; null when no episode can have that id.</summary>
    private IEpisodeGrain? Find(Caller caller, string id) => EpisodeKey.IsId(id) ? references.Episode(new EpisodeKey(caller.Tenant.Text, id)) : null;
}
