using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicalRl.Service.Health;

/// <summary>Probes for whoever runs the service.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Maps <c>/healthz</c> (the process answers) and <c>/readyz</c> (the silo and the journal do).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new HealthAnswer("ok"))).Public().ExcludeFromDescription();
        routes.MapGet("/readyz", ReadyAsync).Public().ExcludeFromDescription();
    }

    /// <summary>
    /// Asks a grain, which needs an active silo and grain storage, and marks an episode that does not exist, which takes the journal's
    /// writer and changes nothing.
    /// </summary>
    private static async Task<Results<Ok<HealthAnswer>, Problem>> ReadyAsync(IGrainFactory grains, IJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ITenantGrain>(TenantId.Development.Text).ListKeysAsync().AsTask().WaitAsync(ProbeLimit, cancellationToken);
            var marked = await journal.MarkStoredAsync(new EpisodeKey(TenantId.Development.Text, "readyz")).AsTask().WaitAsync(ProbeLimit, cancellationToken);
            return marked == AppendOutcome.Unavailable
                ? new Problem(ProblemKind.Unavailable, "The journal cannot be written.")
                : TypedResults.Ok(new HealthAnswer("ready"));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new Problem(ProblemKind.Unavailable, "The silo or its storage did not answer in time.");
        }
    }

    /// <summary>What a probe answers.</summary>
    internal sealed record HealthAnswer(string Status);
}
