using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using Orleans.Runtime;

namespace ClinicalRl.Grains.Retention;

/// <summary>A job that has ended and is kept.</summary>
/// <param name="Grain">The grain that keeps it.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Ended">When it ended, or was first seen to have.</param>
internal sealed record KeptJob(string Grain, string Tenant, DateTimeOffset Ended);

/// <summary>The ended jobs of all tenants, so that those whose time is over can be found: grain storage cannot be listed.</summary>
internal sealed class KeptJobs(IJournal journal, TimeProvider time)
{
    /// <summary>Notes that a job has ended, once.</summary>
    /// <exception cref="JournalUnavailableException">It could not be noted; the job is then kept.</exception>
    public async ValueTask AddAsync(GrainId grain, string tenant)
    {
        var outcome = await journal.Tables.WriteAsync(connection => TableRows.RunAsync(
            connection, "INSERT INTO kept_jobs (grain, tenant, ended) VALUES (@grain, @tenant, @ended) ON CONFLICT DO NOTHING",
            ("grain", grain.ToString()), ("tenant", tenant), ("ended", RunLogTime.Write(time.GetUtcNow()))));
        if (outcome != AppendOutcome.Appended)
            throw new JournalUnavailableException("The end of a job could not be noted.");
    }

    /// <summary>Jobs that ended before <paramref name="time"/>, oldest first, after <paramref name="after"/>, at most <paramref name="limit"/>.</summary>
    public ValueTask<ImmutableArray<KeptJob>> ListAsync(DateTimeOffset time, KeptJob? after, int limit) => journal.Tables.ReadAsync(connection => TableRows.QueryAsync(
        connection,
        "SELECT grain, tenant, ended FROM kept_jobs WHERE ended < @time AND (ended > @ended OR (ended = @ended AND grain > @grain)) ORDER BY ended, grain LIMIT @limit",
        [("time", RunLogTime.Write(time)), ("ended", after is null ? "" : RunLogTime.Write(after.Ended)), ("grain", after?.Grain ?? ""), ("limit", limit)],
        static row => new KeptJob(row.GetString(0), row.GetString(1), RunLogTime.TryRead(row.GetString(2), out var ended) ? ended : DateTimeOffset.MaxValue)));

    /// <summary>Forgets a job that was removed.</summary>
    public async ValueTask RemoveAsync(KeptJob job) =>
        await journal.Tables.WriteAsync(connection => TableRows.RunAsync(connection, "DELETE FROM kept_jobs WHERE grain = @grain", ("grain", job.Grain)));
}

/// <summary>A job whose result can be removed when its time is over.</summary>
[Alias("clinicalrl.removable-job")]
internal interface IRemovableJob : IGrainWithStringKey
{
    /// <summary>Removes what came out of it, unless it still runs or the store keeps it; says whether it is gone. Repeating it is harmless.</summary>
    [Alias("remove")]
    ValueTask<bool> RemoveAsync();
}
