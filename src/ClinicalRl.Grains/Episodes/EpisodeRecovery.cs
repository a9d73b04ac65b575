using System.Collections.Immutable;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Episodes;

/// <summary>Builds an episode's state from its journal by playing it again and writing every line anew.</summary>
internal static class EpisodeRecovery
{
    public static EpisodeMemory Replay(
        RunLogHeader header, ImmutableArray<ReadOnlyMemory<byte>> lines, EnvironmentCatalogue catalogue, RewardLibrary rewards, HeldoutOpening? opening)
    {
        var run = EpisodeRun.Start(EnvironmentOf(header, catalogue), FunctionOf(header, rewards), ScenarioOf(header, opening));
        var line = Same(RunLogWriter.Header(header, run), lines[0], 0);
        var memory = new EpisodeMemory(header, run, RunLogTail.After(line), default, line.Outcome, new EpisodeAnswers(header));
        for (var i = 1; i < lines.Length; i++)
        {
            if (!RunLogReader.TryRead(lines[i], out var record, out var problem))
                throw new EpisodeUnrecoverableException($"Line {i} of the journal cannot be read: {problem}");
            memory = record switch
            {
                RunLogStep step when !memory.Ended => Step(memory, step, lines[i]),
                RunLogSeal seal when i == lines.Length - 1 && seal.Previous == memory.Tail.LineHash => memory with { Sealed = seal.Reason },
                _ => throw new EpisodeUnrecoverableException($"Line {i} of the journal is out of place."),
            };
        }

        return memory;
    }

    private static EpisodeMemory Step(EpisodeMemory before, RunLogStep step, ReadOnlyMemory<byte> recorded)
    {
        if (before.Run.Ended || !RecordedAction.TryRead(step.Action.Span, out var action, out _, out _))
            throw new EpisodeUnrecoverableException($"Step {step.Step} of the journal cannot be played.");
        var run = before.Run.Step(action!.Action);
        var line = RunLogWriter.Step(before.Tail.LineHash, before.NextSequence, action.Bytes.Span, step.Actor, step.Time, run);
        line = Same(line, recorded, step.Step);
        return before with { Run = run, Tail = before.Tail.Then(line), LastAction = action.Bytes, LastOutcome = line.Outcome };
    }

    private static RunLogLine Same(RunLogLine computed, ReadOnlyMemory<byte> recorded, int step) =>
        computed.Bytes.Span.SequenceEqual(recorded.Span)
            ? computed
            : throw new EpisodeUnrecoverableException($"Step {step} of the journal is not what the engine gives now.");

    private static IEnvironment EnvironmentOf(RunLogHeader header, EnvironmentCatalogue catalogue)
    {
        var environment = catalogue.Find($"{header.Environment}@{header.Version}");
        if (environment is null)
            throw new EpisodeUnrecoverableException($"This service does not have environment {header.Environment} {header.Version}.");
        return environment.Spec.ContentHash == header.ContentHash
            ? environment
            : throw new EpisodeUnrecoverableException($"The content of {header.Environment} {header.Version} is not what it was when the episode began.");
    }

    private static RewardFunction FunctionOf(RunLogHeader header, RewardLibrary rewards)
    {
        var (id, version, hash, _) = header.RewardFunction;
        var function = rewards.Find($"{id}@{version}");
        if (function is null)
            throw new EpisodeUnrecoverableException($"This service does not have reward function {id} {version}.");
        return function.Hash == hash ? function : throw new EpisodeUnrecoverableException($"Reward function {id} {version} is not the document it was.");
    }

    private static ScenarioKey ScenarioOf(RunLogHeader header, HeldoutOpening? opening)
    {
        if (opening is not null && opening.Commitment() != header.Commitment)
            throw new EpisodeUnrecoverableException("The tenant's held-out secret is not the one the episode began with.");
        return new ScenarioKey(header.Split, opening?.Seed ?? header.SeedOrIndex, header.Difficulty);
    }
}
