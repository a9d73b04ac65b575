using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Episodes;

/// <summary>
/// Keeps one episode in memory while it is used. The journal is the truth: nothing here changes before the journal has it, and what
/// is here can be forgotten at any time.
/// </summary>
[GrainType("episode")]
internal sealed partial class EpisodeGrain(
    EpisodeEngine engine, IJournal journal, EpisodeLogs logs, SealedLogQueue sealedLogs, KeptLinesRoom room, ILogger<EpisodeGrain> logger)
    : Grain, IEpisodeGrain
{
    /// <summary>Times a request is tried when another activation writes at the same moment.</summary>
    private const int MaxAttempts = 3;

    private static readonly EpisodeReply Contended = EpisodeReplies.Unavailable("The episode is written by several callers at once; repeat the request.");

    private static readonly EpisodeReply JournalSilent = EpisodeReplies.Unavailable("The journal did not answer in time; repeat the request.");

    private static readonly EpisodeReply NothingRecorded = EpisodeReplies.Unavailable("The journal did not answer in time; nothing was recorded. Repeat the request.");

    private EpisodeKey key;
    private EpisodeMemory? memory;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = EpisodeKey.Parse(this.GetPrimaryKeyString());
        EpisodeInstruments.Live.Add(1);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Keep(null);
        EpisodeInstruments.Live.Add(-1);
        return Task.CompletedTask;
    }

    public ValueTask<EpisodeReply> CreateAsync(CreateEpisode request) => GuardAsync(async () =>
    {
        var (refusal, start) = await engine.ReadAsync(key, request);
        if (refusal is { } refused)
            return refused;
        if (memory is null && await CommitAsync(await engine.BeginAsync(key, start, request.Actor)) is { } created)
            return created;
        return await LoadAsync() is { } problem ? problem
            : start.Began(memory!.Header, request) ? await CreatedBeforeAsync() : Taken();
    });

    public ValueTask<EpisodeReply> CreateForkAsync(CreateFork request) => GuardAsync(async () =>
    {
        if (!EpisodeKey.IsId(request.Parent) || request.Parent == key.Episode)
            return EpisodeReplies.NotFound;
        if (request.Step < 0)
            return EpisodeReplies.Invalid("step", "0 (the beginning) or a step that the parent has taken");
        if (memory is null && await ForkAsync(request) is { } answer)
            return answer;
        return await LoadAsync() is { } problem ? problem
            : memory!.Header.Parent == new ForkOrigin(request.Parent, request.Step) ? await CreatedBeforeAsync() : Taken();
    });

    public ValueTask<EpisodeReply> DescribeAsync() => GuardAsync(async () =>
    {
        if (memory is { Ended: false } && journal.IsShared && await journal.FindAsync(key) is { } row && row.Steps != memory.Steps)
            Keep(null);   // another silo took this one for dead and went on
        return await LoadAsync() ?? Answer(EpisodeOutcome.Done, memory!.Answers.Describe(memory));
    });

    public ValueTask<EpisodeReply> AbortAsync(string actor) => GuardAsync(async () =>
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await LoadAsync() is { } problem)
                return problem;
            if (memory!.Ended)
                return Answer(EpisodeOutcome.Replayed, memory.Answers.Describe(memory));
            if (await CommitAsync(await engine.AbortAsync(key, memory)) is { } answer)
                return answer;
        }

        return Contended;
    });

    public ValueTask<EpisodeReply> ReadLogAsync() => GuardAsync(async () =>
        await logs.ReadAsync(key) is { } log
            ? new EpisodeReply(EpisodeOutcome.Done, log, Step: memory?.Steps ?? 0, Ended: memory?.Ended ?? false)
            : NotFound());

    public ValueTask<EpisodeReply> VerifyAsync() => GuardAsync(async () =>
    {
        if (await logs.VerifyAsync(key) is not { } report)
            return NotFound();
        var output = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(output, RunLogWriter.Json);
        report.WriteTo(writer);
        writer.Flush();
        return new EpisodeReply(EpisodeOutcome.Done, output.WrittenSpan.ToArray(), Step: report.Steps, Ended: report.Sealed);
    });

    /// <summary>Reads the episode unless it is here already; null when it is here now.</summary>
    private async ValueTask<EpisodeReply?> LoadAsync()
    {
        if (memory is not null)
            return null;
        var records = await journal.ReadAsync(key);
        if (records.IsEmpty)
            return NotFound();
        Keep((await engine.RecoverAsync(key, records)).Memory);
        EpisodeInstruments.Recovered.Add(1);
        return null;
    }

    /// <summary>Makes a change durable, then current. Null when another activation was first and the episode must be read again.</summary>
    private async ValueTask<EpisodeReply?> CommitAsync(EpisodeChange change)
    {
        var outcome = await AppendAsync(change.Append);
        if (outcome == AppendOutcome.Abandoned)
            return NothingRecorded;
        if (outcome != AppendOutcome.Appended)
        {
            Keep(null);
            if (outcome == AppendOutcome.Unavailable)
                return JournalSilent;
            EpisodeInstruments.Conflicts.Add(1);
            if (change.Append.Opening is null)
            {
                LogConflict(logger, key);
                DeactivateOnIdle();
            }

            return null;
        }

        Keep(change.Memory);
        Count(change);
        if (memory!.Ended)
        {
            sealedLogs.Offer(new SealedLog(key, memory.Kept));
            memory = memory with { Kept = null };
            DeactivateOnIdle();   // few ask again, and the journal has the answers
        }

        return change.Append.Opening is not null ? Answer(EpisodeOutcome.Created, memory.Answers.Create(memory.Steps, memory.LastAnswer.Span))
            : memory.Sealed == SealReason.Aborted ? Answer(EpisodeOutcome.Done, memory.Answers.Describe(memory))
            : Answer(EpisodeOutcome.Done, memory.LastAnswer);
    }

    /// <summary>Appends; a journal that throws is one that did not answer.</summary>
    private async ValueTask<AppendOutcome> AppendAsync(JournalAppend append)
    {
        using var stage = StepStage.Journal.Begin();
        try
        {
            return await journal.AppendAsync(append);
        }
        catch (Exception error)
        {
            LogJournalFailed(logger, key, error);
            return AppendOutcome.Unavailable;
        }
    }

    /// <summary>Null when the fork's id is taken.</summary>
    private async ValueTask<EpisodeReply?> ForkAsync(CreateFork request)
    {
        var parentKey = new EpisodeKey(key.Tenant, request.Parent);
        var records = await journal.ReadAsync(parentKey, 0, request.Step + 1);
        if (records.IsEmpty)
            return NotFound();
        var recovered = await engine.RecoverAsync(parentKey, records);
        var parent = recovered.Memory;
        if (parent.Steps != request.Step || parent.Ended)
            return EpisodeReplies.Invalid("step", $"0 to {parent.Steps}: the parent has taken no more steps");
        if (parent.Run.Ended)
            return EpisodeReplies.Invalid("step", $"0 to {parent.Steps - 1}: the parent ended with step {parent.Steps}");
        return await CommitAsync(await engine.ForkAsync(key, recovered, request.Actor));
    }

    private async ValueTask<EpisodeReply> CreatedBeforeAsync()
    {
        var step = memory!.Header.Parent?.Step ?? 0;
        if (await RecallAsync(step) is not { } then)
            return JournalSilent;
        EpisodeInstruments.Replayed.Add(1);
        return Answer(EpisodeOutcome.Replayed, memory.Answers.Create(step, then.LastAnswer.Span));
    }

    /// <summary>The episode as it was after <paramref name="step"/>; null when the journal does not have it.</summary>
    private async ValueTask<EpisodeMemory?> RecallAsync(int step)
    {
        var records = await journal.ReadAsync(key, 0, step + 1);
        return records.Length == step + 1 ? (await engine.RecoverAsync(key, records)).Memory : null;
    }

    /// <summary>Turns the failures a caller cannot help into an answer, forgetting what may no longer be true.</summary>
    private async ValueTask<EpisodeReply> GuardAsync(Func<ValueTask<EpisodeReply>> serve)
    {
        try
        {
            return await serve();
        }
        catch (EpisodeUnrecoverableException error)
        {
            LogUnrecoverable(logger, key, error.Message);
            return EpisodeReplies.Unavailable(error.Message);
        }
        catch (Exception error)
        {
            Keep(null);
            LogJournalFailed(logger, key, error);
            return JournalSilent;
        }
    }

    private void Keep(EpisodeMemory? next) => memory = room.Exchange(memory, next);

    private EpisodeReply Answer(EpisodeOutcome outcome, ReadOnlyMemory<byte> body) => new(outcome, body, Step: memory!.Steps, Ended: memory.Ended);

    private EpisodeReply NotFound()
    {
        DeactivateOnIdle();
        return EpisodeReplies.NotFound;
    }

    private EpisodeReply Taken() => Answer(EpisodeOutcome.Conflict, default) with { Detail = "This id is taken by an episode begun with another request." };

    private static void Count(EpisodeChange change)
    {
        if (change.Append.Opening is not null)
            EpisodeInstruments.Created.Add(1);
        else if (change.Memory.Sealed != SealReason.Aborted)
            EpisodeInstruments.Steps.Add(1);
        if (change.Memory.Ended)
            EpisodeInstruments.Sealed.Add(1);
    }
}
