using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Streams;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ClinicalRl.Grains.Coverage;

/// <inheritdoc cref="ISealedCountGrain"/>
/// <remarks>An event says that there is more; what is counted is the ledger, from where the count stands. So one told twice or late counts nothing twice.</remarks>
[GrainType("sealed-count")]
[ImplicitStreamSubscription(EpisodesSealed.Stream)]
internal sealed class SealedCountGrain([PersistentState("sealed-count")] IPersistentState<SealedCountState> kept, IJournal journal)
    : Grain, ISealedCountGrain, IAsyncObserver<StreamEvent>, IStreamSubscriptionObserver
{
    private string Tenant => this.GetPrimaryKeyString();

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<StreamEvent>().ResumeAsync(this);

    public Task OnNextAsync(StreamEvent item, StreamSequenceToken? token = null) => CatchUpAsync();

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public async ValueTask<SealedCounts> ReadAsync()
    {
        await CatchUpAsync();
        return Counts(kept.State);
    }

    public async ValueTask<bool> CheckAsync()
    {
        await CatchUpAsync();
        var fresh = new SealedCountState();
        await AddAsync(fresh, kept.State.Through);
        return Counts(fresh).Items.SequenceEqual(Counts(kept.State).Items);
    }

    private async Task CatchUpAsync()
    {
        var size = await journal.Ledger.SizeAsync(Tenant);
        if (size <= kept.State.Through)
            return;
        try
        {
            await AddAsync(kept.State, size);
            await kept.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }

    private async Task AddAsync(SealedCountState counts, long size)
    {
        var rows = await journal.Tables.ReadAsync(connection => TableRows.QueryAsync(
            connection,
            """
            SELECT e.environment, e.status, count(*) FROM ledger_entries l JOIN episodes e ON e.tenant = l.tenant AND e.episode = l.episode
            WHERE l.tenant = @tenant AND l.leaf >= @from AND l.leaf < @to GROUP BY e.environment, e.status
            """,
            [("tenant", Tenant), ("from", counts.Through), ("to", size)], static row => (Environment: row.GetString(0), Status: (EpisodeStatus)row.GetInt32(1), Count: row.GetInt64(2))));
        foreach (var (environment, status, count) in rows)
        {
            var key = $"{environment}/{status.Word()}";
            counts.Counts[key] = counts.Counts.GetValueOrDefault(key) + count;
        }

        counts.Through = size;
    }

    private static SealedCounts Counts(SealedCountState state) => new(
        state.Through,
        [.. state.Counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => new SealedCount(count.Key.Split('/')[0], count.Key.Split('/')[1], count.Value))]);
}

/// <summary>What is stored of a tenant's counts.</summary>
[GenerateSerializer]
[Alias("clinicalrl.sealed-count.state")]
public sealed class SealedCountState
{
    /// <summary>Entries of the ledger that were counted.</summary>
    [Id(0)]
    public long Through { get; set; }

    /// <summary>Episodes by <c>environment/outcome</c>.</summary>
    [Id(1)]
    public Dictionary<string, long> Counts { get; set; } = [];
}
