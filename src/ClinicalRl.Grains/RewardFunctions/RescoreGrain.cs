using System.Text.Json;
using ClinicalRl.Audit.Rescoring;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Secrets;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.RewardFunctions;

/// <inheritdoc cref="IRescoreGrain"/>
[GrainType("rescore")]
internal sealed class RescoreGrain(
    [PersistentState("rescore")] IPersistentState<RescoreState> job,
    JobTurns turns,
    EpisodeLogs logs,
    EnvironmentCatalogue catalogue,
    TenantRewardFunctions functions,
    ITenantSecrets secrets) : JobGrain<RescoreState, StartRescore>(job, turns), IRescoreGrain
{
    private readonly List<RescoredEpisode> judged = [];

    private TrajectoryRescorer? rescorer;

    protected override bool IsDerived => true;

    protected override int TotalOf(StartRescore request) => request.Episodes.Length;

    protected override async ValueTask<string?> PrepareAsync(StartRescore request)
    {
        var function = await functions.CompileAsync(TenantId.Parse(Tenant), request.Reference, request.Hash);
        if (function is null)
            return "The reward function no longer fits its environment.";
        _ = RewardStatuses.TryParse(request.Status, out var status);
        rescorer = new TrajectoryRescorer(catalogue, function.WithStatus(status));
        return null;
    }

    protected override async ValueTask<string?> WorkAsync(StartRescore request, int piece, CancellationToken cancel)
    {
        judged.Add(await JudgeAsync(request.Episodes[piece], cancel));
        return null;
    }

    protected override ValueTask FinishAsync(StartRescore request)
    {
        State.Result = Render(RescoreComparison.Of(rescorer!.Function, judged));
        return ValueTask.CompletedTask;
    }

    protected override void Forget()
    {
        judged.Clear();
        rescorer = null;
    }

    private async Task<RescoredEpisode> JudgeAsync(string episode, CancellationToken cancel)
    {
        var key = new EpisodeKey(Tenant, episode);
        byte[]? log;
        try
        {
            log = await logs.ReadAsync(key);
        }
        catch (EpisodeUnrecoverableException error)
        {
            return new RescoredEpisode { Episode = episode, Obstacle = error.Message };
        }

        if (log is null)
            return new RescoredEpisode { Episode = episode, Obstacle = "There is no such episode." };
        var secret = await secrets.GetAsync(Tenant);
        return await Task.Run(() => rescorer!.Rescore(log, header => HeldoutSeeds.Derive(secret.Span, header.Environment, header.SeedOrIndex, key), cancel), cancel);
    }

    private static byte[] Render(RescoreComparison comparison)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, RunLogWriter.Json))
            comparison.WriteTo(writer);
        return buffer.ToArray();
    }
}

/// <summary>What is stored of a re-scoring.</summary>
[GenerateSerializer]
[Alias("clinicalrl.rescore.state")]
public sealed class RescoreState : JobState<StartRescore>;
