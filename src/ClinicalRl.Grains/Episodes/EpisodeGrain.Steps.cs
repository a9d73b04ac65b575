using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Telemetry;

namespace ClinicalRl.Grains.Episodes;

internal sealed partial class EpisodeGrain
{
    private static readonly EpisodeReply StepUnknown = EpisodeReplies.Unavailable(
        "The journal did not answer in time; it is unknown whether the step was taken, now or a moment from now. GET the episode, then send the step with its index.");

    public ValueTask<EpisodeReply> StepAsync(StepEpisode request) => GuardAsync(async () =>
    {
        if (!RecordedAction.TryRead(request.Action.Span, out var action, out var field, out var expected))
            return EpisodeReplies.Invalid(field, expected);
        if (request.Step is not { } step)
            return await StepNextAsync(action!, request.Actor);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var kept = memory is not null;
            if (await LoadAsync() is { } problem)
                return problem;
            if (kept && step > memory!.NextSequence && journal.IsShared)
            {
                Keep(null);   // whoever asks for it may have been given the steps before it by another silo
                continue;
            }

            if (step != memory!.NextSequence)
                return await RecallAsync(memory, step, action!);
            if (await TakeAsync(memory, action!, request.Actor) is { } answer)
                return answer;
        }

        return Contended;
    });

    /// <summary>
    /// Takes the next step for a caller who does not say which that is. It is tried once: after a conflict the next step is another
    /// one, and the conflicting line may be this caller's own from an attempt that got no answer.
    /// </summary>
    private async ValueTask<EpisodeReply> StepNextAsync(RecordedAction action, string actor)
    {
        if (await LoadAsync() is { } problem)
            return problem;
        var before = memory!;
        return await TakeAsync(before, action, actor) switch
        {
            null => Overtaken(before),
            var answer when answer == JournalSilent => StepUnknown,
            { } answer => answer,
        };
    }

    /// <summary>Takes the step after <paramref name="before"/>. Null when another one was written in its place.</summary>
    private async ValueTask<EpisodeReply?> TakeAsync(EpisodeMemory before, RecordedAction action, string actor)
    {
        if (before.Ended)
            return Answer(EpisodeOutcome.Finished, default) with { Detail = "The episode has ended." };
        EpisodeChange change;
        try
        {
            using var stage = StepStage.Engine.Begin();
            change = await engine.StepAsync(key, before, action, actor);
        }
        catch (Exception error)
        {
            LogEngineFailed(logger, key, before.NextSequence, error);
            return EpisodeReplies.Unavailable("The engine could not carry out this action, or the log could not be sealed; nothing was recorded.");
        }

        return await CommitAsync(change);
    }

    /// <summary>Answers a step that is not the next one: the recorded answer when it was taken with this action.</summary>
    private async ValueTask<EpisodeReply> RecallAsync(EpisodeMemory now, int step, RecordedAction action)
    {
        if (step < 1)
            return EpisodeReplies.Invalid("step", "a whole number from 1");
        if (step > now.Steps)
        {
            var detail = now.Ended ? $"The episode ended with step {now.Steps}." : $"The next step is {now.NextSequence}.";
            return Answer(now.Ended ? EpisodeOutcome.Finished : EpisodeOutcome.Conflict, default) with { Field = "step", Detail = detail };
        }

        var (recorded, answer) = (now.LastAction, now.LastAnswer);
        if (step < now.Steps)
        {
            if (await RecallAsync(step) is not { } then)
                return JournalSilent;
            (recorded, answer) = (then.LastAction, then.LastAnswer);
        }

        if (!recorded.Span.SequenceEqual(action.Bytes.Span))
            return Answer(EpisodeOutcome.Conflict, default) with { Field = "action", Detail = $"Step {step} was taken with another action." };
        EpisodeInstruments.Replayed.Add(1);
        return Answer(EpisodeOutcome.Replayed, answer);
    }

    private static EpisodeReply Overtaken(EpisodeMemory before) => new(
        EpisodeOutcome.Conflict,
        default,
        "step",
        $"Step {before.NextSequence} was taken meanwhile, perhaps by an earlier request of yours. GET the episode, then send the step with its index.",
        before.Steps);
}
