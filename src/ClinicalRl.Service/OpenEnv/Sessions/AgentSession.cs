using System.Globalization;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>
/// One client playing one episode after another in one environment. Remembers where the episode stands; the episode itself is durable
/// and outlives the session. Not thread-safe: one request at a time.
/// </summary>
internal sealed class AgentSession(IEnvironment environment, IGrainFactory grains, Caller caller)
{
    private const int MaxBeginnings = 4;

    private readonly string actor = caller.KeyId;
    private readonly EpisodeFinder finder = new(grains, caller.Tenant.Text);
    private IEpisodeGrain? grain;
    private EpisodeStanding standing = EpisodeStanding.None;

    /// <summary>What is played.</summary>
    public IEnvironment Environment => environment;

    /// <summary>Whose session it is.</summary>
    public string Tenant => caller.Tenant.Text;

    /// <summary>Where the episode stands.</summary>
    public EpisodeStanding Standing => standing;

    /// <summary>Whether an episode was begun.</summary>
    public bool HasEpisode => grain is not null;

    /// <summary>Begins, or continues, an episode and writes its first answer's data; null when that worked.</summary>
    public ValueTask<Refusal?> ResetAsync(ResetOptions options, PooledBytes to)
    {
        if (options.EnvironmentVersion is { } version && !IsVersion(version))
        {
            var expected = $"{environment.Spec.Version} or {environment.Spec.Version.Major}";
            return new(new Refusal(RefusalKind.Invalid, $"This environment has version {environment.Spec.Version}.",
                FieldFault.Value("environment_version", expected, WireJson.Text(version))));
        }

        return options.Resume ? ResumeAsync(options, to) : BeginAsync(options, to);
    }

    /// <summary>Takes a step and writes its answer's data; null when that worked. After a refusal the same step may be sent again.</summary>
    public async ValueTask<Refusal?> StepAsync(WireAction action, PooledBytes to)
    {
        if (grain is null)
            return Refusal.NothingBegun;
        if (caller.Allowance?.RefusalOfStep() is { } over)
            return Refusal.Of(over);
        var reply = await grain.StepAsync(new StepEpisode(standing.ExpectedStep, action.Json, actor));
        if (reply.Outcome is not (EpisodeOutcome.Done or EpisodeOutcome.Created or EpisodeOutcome.Replayed))
            return Refusal.Of(reply);
        if (reply.Outcome == EpisodeOutcome.Replayed && standing.RewardMode == RewardMode.Delta)
            standing = standing with { EpisodeReward = await EpisodeRewardBeforeAsync(reply) };
        WriteStep(reply, action, to);
        return null;
    }

    /// <summary>
    /// Takes up the latest episode of a name without asking for its last answer, for one request: <paramref name="step"/> is the index
    /// the client expects, or null.
    /// </summary>
    public async ValueTask<Refusal?> TakeUpAsync(string name, RewardMode mode, int? step)
    {
        var (found, refusal) = await finder.LatestAsync(environment.Spec.Id, name);
        if (refusal is not null || found is null)
            return refusal ?? Refusal.UnknownEpisode(name);
        grain = found.Grain;
        standing = new EpisodeStanding(name, mode) { StepCount = found.Description.Step };
        using var last = new RecordedAnswer(found.Description.Body);
        standing = last.Standing(standing) with { ExpectedStep = step };
        return null;
    }

    /// <summary>What the episode reward was before a step that had been taken already: only the log still knows.</summary>
    private async ValueTask<double> EpisodeRewardBeforeAsync(EpisodeReply replayed)
    {
        var step = new AnswerParts(replayed.Body.Span).Step ?? replayed.Step;
        var log = await grain!.ReadLogAsync();
        return RunLogLine.EpisodeReward(log.Body.Span, step - 1);
    }

    private async ValueTask<Refusal?> BeginAsync(ResetOptions options, PooledBytes to)
    {
        if (caller.Allowance is not { } allowance)
            return await BeginAllowedAsync(options, to);
        if (await allowance.RefusalOfBeginningAsync() is { } over)
            return Refusal.Of(over);
        try
        {
            return await BeginAllowedAsync(options, to);
        }
        finally
        {
            allowance.HasBegun();
        }
    }

    private async ValueTask<Refusal?> BeginAllowedAsync(ResetOptions options, PooledBytes to)
    {
        var name = options.EpisodeId ?? EpisodeNames.Create();
        var request = new CreateEpisode(
            FormattableString.Invariant($"{environment.Spec.Id}@{environment.Spec.Version}"), options.Split, options.Seed ?? EpisodeNames.DrawSeed(),
            options.Difficulty, options.RewardFunction, options.Labels, actor);
        var round = 0;
        for (var beginning = 0; beginning < MaxBeginnings; beginning++)
        {
            var next = finder.Grain(EpisodeNames.IdOf(environment.Spec.Id, name, round));
            var reply = await next.CreateAsync(request);
            if (reply.Outcome is EpisodeOutcome.Done or EpisodeOutcome.Created)
            {
                (grain, standing) = (next, new EpisodeStanding(name, options.RewardMode));
                WriteReset(reply, options, to);
                return null;
            }

            if (reply.Outcome is not (EpisodeOutcome.Replayed or EpisodeOutcome.Conflict or EpisodeOutcome.Finished))
                return Refusal.Of(reply);
            var (latest, refusal) = await finder.LatestAsync(environment.Spec.Id, name);
            refusal ??= latest is { Description.Ended: false } ? await EndAsync(latest, name, options.Restart) : null;
            if (refusal is not null)
                return refusal;
            round = latest is null ? 0 : latest.Round + 1;
            if (round > EpisodeFinder.MaxRounds)
                return new Refusal(RefusalKind.Conflict, $"The name '{WireJson.Shorten(name)}' has been used too often.");
        }

        return new Refusal(RefusalKind.Conflict, $"Other sessions keep beginning episodes called '{WireJson.Shorten(name)}'.");
    }

    private async ValueTask<Refusal?> EndAsync(FoundEpisode unfinished, string name, bool allowed)
    {
        if (!allowed)
            return Refusal.Unfinished(name);
        var reply = await unfinished.Grain.AbortAsync(actor);
        return reply.Outcome is EpisodeOutcome.Done or EpisodeOutcome.Replayed or EpisodeOutcome.Finished ? null : Refusal.Of(reply);
    }

    private async ValueTask<Refusal?> ResumeAsync(ResetOptions options, PooledBytes to)
    {
        var name = options.EpisodeId!;
        var (found, refusal) = await finder.LatestAsync(environment.Spec.Id, name);
        if (refusal is not null || found is null)
            return refusal ?? Refusal.UnknownEpisode(name);
        using var last = new RecordedAnswer(found.Description.Body);
        grain = found.Grain;
        standing = last.Standing(new EpisodeStanding(name, options.RewardMode) { StepCount = found.Description.Step });
        last.Write(standing, found.Description.Ended, to);
        return null;
    }

    private bool IsVersion(string asked) =>
        asked == environment.Spec.Version.ToString() || asked == environment.Spec.Version.Major.ToString(CultureInfo.InvariantCulture);

    private void WriteReset(in EpisodeReply reply, ResetOptions options, PooledBytes to)
    {
        var parts = new AnswerParts(reply.Body.Span);
        standing = standing.After(parts.Step ?? reply.Step, parts);
        AnswerWriter.WriteReset(parts, standing, options, to);
    }

    private void WriteStep(in EpisodeReply reply, in WireAction action, PooledBytes to)
    {
        var parts = new AnswerParts(reply.Body.Span);
        var before = standing.EpisodeReward;
        standing = standing.After(parts.Step ?? reply.Step, parts);
        if (action.Form == ActionForm.Mcp)
            AnswerWriter.WriteToolResult(parts, standing, to);
        else if (action.Form == ActionForm.CallTool)
            AnswerWriter.WriteToolStep(parts, standing, before, environment.Spec, action, to);
        else
            AnswerWriter.WriteStep(parts, standing, before, to);
    }
}
