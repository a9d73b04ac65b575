using System.Text.Json;
using ClinicalRl.Audit.Rescoring;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
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
    EpisodeLogs logs,
    EnvironmentCatalogue catalogue,
    TenantRewardFunctions functions,
    ITenantSecrets secrets) : Grain, IRescoreGrain
{
    private const string Running = "running";

    /// <summary>How long one turn works before it lets requests in.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    private readonly List<RescoredEpisode> judged = [];

    private TrajectoryRescorer? rescorer;

    private IGrainTimer? timer;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (job.State.Request is not null && job.State.Status == Running)
            GoOn();
        return Task.CompletedTask;
    }

    public async ValueTask<RescoreProgress> StartAsync(StartRescore request)
    {
        if (job.State.Request is null)
        {
            (job.State.Request, job.State.Status) = (request, Running);
            await StoreAsync();
            GoOn();
        }

        return Progress();
    }

    public ValueTask<RescoreProgress?> ReadAsync()
    {
        if (job.State.Request is not null)
            return ValueTask.FromResult<RescoreProgress?>(Progress());
        DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
        return ValueTask.FromResult<RescoreProgress?>(null);
    }

    public async ValueTask<RescoreProgress?> CancelAsync()
    {
        if (job.State.Request is null)
            return null;
        if (job.State.Status == Running)
            await EndAsync("cancelled", null, null);
        return Progress();
    }

    private RescoreProgress Progress() => new(
        job.State.Status, job.State.Status == Running ? judged.Count : job.State.Done, job.State.Request!.Episodes.Length, job.State.Result, job.State.Failure);

    private void GoOn() => timer = this.RegisterGrainTimer(WorkAsync, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(1)) { KeepAlive = true });

    private async Task WorkAsync(CancellationToken cancel)
    {
        try
        {
            if (job.State.Status != Running || !await PrepareAsync())
                return;
            var episodes = job.State.Request!.Episodes;
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            while (judged.Count < episodes.Length && System.Diagnostics.Stopwatch.GetElapsedTime(began) < Turn)
                judged.Add(await JudgeAsync(episodes[judged.Count], cancel));
            if (judged.Count == episodes.Length)
                await EndAsync("done", Render(RescoreComparison.Of(rescorer!.Function, judged)), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await EndAsync("failed", null, "The journal or the storage did not answer; start the job again.");
        }
    }

    private async Task<bool> PrepareAsync()
    {
        if (rescorer is not null)
            return true;
        var request = job.State.Request!;
        var function = functions.Shipped.Find(request.Reference) is { } shipped && shipped.Hash == request.Hash
            ? shipped
            : await functions.CompileAsync(TenantId.Parse(Tenant), request.Hash);
        if (function is null)
        {
            await EndAsync("failed", null, "The reward function no longer fits its environment.");
            return false;
        }

        _ = RewardStatuses.TryParse(request.Status, out var status);
        rescorer = new TrajectoryRescorer(catalogue, function.WithStatus(status));
        return true;
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

    private async Task EndAsync(string status, byte[]? result, string? failure)
    {
        timer?.Dispose();
        timer = null;
        (job.State.Status, job.State.Done, job.State.Result, job.State.Failure) = (status, judged.Count, result, failure);
        await StoreAsync();
        judged.Clear();
        rescorer = null;
    }

    private static byte[] Render(RescoreComparison comparison)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, RunLogWriter.Json))
            comparison.WriteTo(writer);
        return buffer.ToArray();
    }

    private async Task StoreAsync()
    {
        try
        {
            await job.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of a job.</summary>
[GenerateSerializer]
[Alias("clinicalrl.rescore.state")]
public sealed class RescoreState
{
    /// <summary>What was asked for; null while it has not begun.</summary>
    [Id(0)]
    public StartRescore? Request { get; set; }

    /// <summary>running, done, cancelled or failed.</summary>
    [Id(1)]
    public string Status { get; set; } = "";

    /// <summary>Episodes judged when it ended.</summary>
    [Id(2)]
    public int Done { get; set; }

    /// <summary>The comparison, or null.</summary>
    [Id(3)]
    public byte[]? Result { get; set; }

    /// <summary>Why it failed, or null.</summary>
    [Id(4)]
    public string? Failure { get; set; }
}
