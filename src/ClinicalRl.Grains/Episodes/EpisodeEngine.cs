using System.Collections.Immutable;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Secrets;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Episodes;

/// <summary>A recorded episode cannot be continued by this service. Nothing of it was changed.</summary>
internal sealed class EpisodeUnrecoverableException(string message) : Exception(message);

/// <summary>What a change of an episode comes to, before it is durable.</summary>
/// <param name="Memory">The episode after it.</param>
/// <param name="Append">The lines that make it so.</param>
internal readonly record struct EpisodeChange(EpisodeMemory Memory, JournalAppend Append);

/// <summary>Turns requests into episodes and run-log lines, and journals back into episodes. Holds no episode.</summary>
internal sealed class EpisodeEngine(
    EnvironmentCatalogue catalogue,
    TenantRewardFunctions functions,
    ITenantSecrets secrets,
    ILogSigner signer,
    LogKeySet logKeys,
    TimeProvider time,
    IOptions<GrainsOptions> options)
{
    /// <summary>Begins an episode that <paramref name="start"/> describes.</summary>
    public async ValueTask<EpisodeChange> BeginAsync(EpisodeKey key, EpisodeStart start, string actor)
    {
        var opening = start.Split == Split.Heldout ? await OpeningAsync(key, start.Environment.Spec.Id, start.SeedOrIndex) : null;
        var run = EpisodeRun.Start(start.Environment, start.RewardFunction, new ScenarioKey(start.Split, opening?.Seed ?? start.SeedOrIndex, start.Difficulty));
        var header = new RunLogHeader
        {
            Tenant = key.Tenant,
            Episode = key.Episode,
            Environment = start.Environment.Spec.Id,
            Version = start.Environment.Spec.Version.ToString(),
            ContentHash = start.Environment.Spec.ContentHash,
            Split = start.Split,
            SeedOrIndex = start.SeedOrIndex,
            Commitment = opening?.Commitment(),
            Difficulty = start.Difficulty,
            RewardFunction = RewardIdentity.Of(start.RewardFunction),
            Labels = start.Labels,
            Service = options.Value.ServiceVersion,
            Image = options.Value.Image,
            Actor = actor,
            Time = time.GetUtcNow(),
        };
        var line = RunLogWriter.Header(header, run);
        var answers = new EpisodeAnswers(header);
        var memory = new EpisodeMemory(header, run, RunLogTail.After(line), default, answers.Step(0, line.Outcome.Span), answers) { Kept = KeptLines.Begin(line.Bytes.Span) };
        return new EpisodeChange(memory, new JournalAppend(key, 0, [line.Bytes]) { Opening = Opening(header) });
    }

    /// <summary>Takes a step, and seals the log when it is the last one.</summary>
    public ValueTask<EpisodeChange> StepAsync(EpisodeKey key, EpisodeMemory before, RecordedAction action, string actor)
    {
        var run = before.Run.Step(action.Action);
        var now = time.GetUtcNow();
        var line = RunLogWriter.TransientStep(before.Tail.LineHash, before.NextSequence, action.Bytes.Span, actor, now, run);
        var memory = before with
        {
            Run = run,
            Tail = before.Tail.Then(line),
            LastAction = action.Bytes,
            LastAnswer = before.Answers.Step(before.NextSequence, line.Outcome.Span),
            Kept = before.Kept?.Then(line.Bytes.Span),
        };
        var entry = new StepEntry(before.NextSequence, action.Bytes, actor, now, memory.Tail.LineHash).ToBytes();
        return run.Ended
            ? SealAsync(key, memory, run.Terminated ? SealReason.Terminated : SealReason.Truncated, now, [entry])
            : ValueTask.FromResult(new EpisodeChange(memory, new JournalAppend(key, before.NextSequence, [entry])));
    }

    /// <summary>Seals a running episode because its owner wants no more of it.</summary>
    public ValueTask<EpisodeChange> AbortAsync(EpisodeKey key, EpisodeMemory before) => SealAsync(key, before, SealReason.Aborted, time.GetUtcNow(), []);

    /// <summary>
    /// Begins a fork: a header of its own, then the parent's steps linked anew. The parent was recovered up to the step forked from.
    /// </summary>
    public async ValueTask<EpisodeChange> ForkAsync(EpisodeKey key, RecoveredEpisode recovered, string actor)
    {
        var (parent, parentLines) = recovered;
        var opening = parent.Header.Split == Split.Heldout ? await OpeningAsync(key, parent.Header.Environment, parent.Header.SeedOrIndex) : null;
        var header = parent.Header with
        {
            Episode = key.Episode,
            Commitment = opening?.Commitment(),
            Service = options.Value.ServiceVersion,
            Image = options.Value.Image,
            Parent = new ForkOrigin(parent.Header.Episode, parent.Steps),
            Actor = actor,
            Time = time.GetUtcNow(),
        };
        RunLogReader.Read(parentLines[0], out var parentHeader);
        var line = RunLogWriter.Header(header, parentHeader.Outcome.Span);
        var tail = RunLogTail.After(line);
        var records = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(parentLines.Length);
        records.Add(line.Bytes);
        var outcome = parentHeader.Outcome;
        foreach (var parentLine in parentLines.AsSpan()[1..])
        {
            var step = (RunLogStep)RunLogReader.Read(parentLine, out _);
            tail = tail.Then(RunLogWriter.Rechain(tail.LineHash, step));
            outcome = step.Outcome;
            records.Add(new StepEntry(step.Step, step.Action, step.Actor, step.Time, tail.LineHash).ToBytes());
        }

        var answers = new EpisodeAnswers(header);
        var memory = parent with { Header = header, Tail = tail, Answers = answers, LastAnswer = answers.Step(tail.Steps, outcome.Span) };
        return new EpisodeChange(memory, new JournalAppend(key, 0, records.MoveToImmutable()) { Opening = Opening(header) });
    }

    /// <summary>Plays a journal again, from its beginning. Every line must come out as it was recorded, byte for byte.</summary>
    /// <exception cref="EpisodeUnrecoverableException">A line does not, or its environment or reward function is not here.</exception>
    public async ValueTask<RecoveredEpisode> RecoverAsync(EpisodeKey key, ImmutableArray<ReadOnlyMemory<byte>> records)
    {
        if (!RunLogReader.TryRead(records[0], out var first, out _) || first is not RunLogOpening { Header: var header })
            throw new EpisodeUnrecoverableException("The journal of this episode does not begin with a header.");
        if (!IsOf(key, header))
            throw new EpisodeUnrecoverableException("The journal of this episode holds the log of another one.");
        var opening = header.Split == Split.Heldout ? await OpeningAsync(key, header.Environment, header.SeedOrIndex) : null;
        var rewards = await functions.LibraryOfAsync(key.Tenant, header.RewardFunction);
        return EpisodeRecovery.Replay(header, records, catalogue, rewards, opening);
    }

    /// <summary>Checks a log as an auditor with the service's key and secrets would.</summary>
    public async ValueTask<RunLogReport> VerifyAsync(EpisodeKey key, ReadOnlyMemory<byte> log)
    {
        var end = log.Span.IndexOf((byte)'\n');
        var recorded = end > 0 && RunLogReader.TryRead(log[..end], out var record, out _) && record is RunLogOpening opening ? opening.Header : null;
        var heldout = recorded is { Split: Split.Heldout } ? await OpeningAsync(key, recorded.Environment, recorded.SeedOrIndex) : null;
        var rewards = recorded is null ? functions.Shipped : await functions.LibraryOfAsync(key.Tenant, recorded.RewardFunction);
        var report = RunLogVerifier.Verify(log, catalogue, rewards, new RunLogVerifierOptions { TrustedKeys = logKeys, Opening = heldout });
        if (recorded is not null && await functions.StatusNowAsync(key.Tenant, recorded.RewardFunction) is { } status)
            report = report with { RewardStatusNow = status.Word() };
        return report.Header is { } header && !IsOf(key, header) ? report.With(new RunLogFinding("identity", 1, "The log is that of another tenant or episode.")) : report;
    }

    /// <summary>Reads a creation request; on failure the refusal says which field and what was expected.</summary>
    public async ValueTask<(EpisodeReply? Refusal, EpisodeStart Start)> ReadAsync(EpisodeKey key, CreateEpisode request)
    {
        var rewards = request.RewardFunction is { } reference ? await functions.LibraryForAsync(key.Tenant, reference) : functions.Shipped;
        var refusal = EpisodeStart.Read(request, catalogue, rewards, out var start);
        return refusal is null && start.RewardFunction.Status == RewardStatus.Revoked
            ? (EpisodeReplies.Invalid("rewardFunction", "a reward function that is not revoked"), start)
            : (refusal, start);
    }

    private static bool IsOf(EpisodeKey key, RunLogHeader header) => header.Tenant == key.Tenant && header.Episode == key.Episode;

    private static EpisodeOpening Opening(RunLogHeader header) => new()
    {
        Created = header.Time,
        Environment = header.Environment,
        Version = header.Version,
        Split = header.Split.Word(),
        Difficulty = header.Difficulty.Word(),
        Labels = header.Labels,
        Parent = header.Parent?.Episode,
    };

    private async ValueTask<EpisodeChange> SealAsync(EpisodeKey key, EpisodeMemory memory, SealReason reason, DateTimeOffset now, ImmutableArray<ReadOnlyMemory<byte>> before)
    {
        var seal = await RunLogWriter.SealAsync(memory.Tail, reason, memory.Run, now, signer);
        var status = reason switch
        {
            SealReason.Terminated => EpisodeStatus.Terminated,
            SealReason.Truncated => EpisodeStatus.Truncated,
            _ => EpisodeStatus.Aborted,
        };
        var append = new JournalAppend(key, memory.NextSequence - before.Length, before.Add(seal.Bytes)) { Closing = new EpisodeClosing(status, memory.Steps) };
        return new EpisodeChange(memory with { Sealed = reason, Kept = memory.Kept?.Then(seal.Bytes.Span) }, append);
    }

    private async ValueTask<HeldoutOpening> OpeningAsync(EpisodeKey key, string environment, ulong index)
    {
        var secret = await secrets.GetAsync(key.Tenant);
        return HeldoutSeeds.Derive(secret.Span, environment, index, key);
    }
}
