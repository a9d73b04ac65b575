using System.Collections.Immutable;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Episodes;

/// <summary>An episode played again.</summary>
/// <param name="Memory">Where it stands.</param>
/// <param name="Lines">Its run log, line by line.</param>
internal readonly record struct RecoveredEpisode(EpisodeMemory Memory, ImmutableArray<ReadOnlyMemory<byte>> Lines);

/// <summary>
/// Builds an episode from its journal, which holds the header's line, an entry for each step and the seal's line: plays it again, writes
/// every line anew and compares it with what was recorded, a step's line by its hash.
/// </summary>
internal static class EpisodeRecovery
{
    /// <param name="header">What the first record says.</param>
    /// <param name="records">The journal, from its beginning; at least the header.</param>
    /// <param name="catalogue">Environments that may be played.</param>
    /// <param name="rewards">Reward functions that may judge.</param>
    /// <param name="opening">The held-out scenario's seed and nonce, or null.</param>
    /// <exception cref="EpisodeUnrecoverableException">A line does not come out as it was, or what it needs is not here.</exception>
    public static RecoveredEpisode Replay(
        RunLogHeader header, ImmutableArray<ReadOnlyMemory<byte>> records, EnvironmentCatalogue catalogue, RewardLibrary rewards, HeldoutOpening? opening)
    {
        var run = EpisodeRun.Start(EnvironmentOf(header, catalogue), FunctionOf(header, rewards), ScenarioOf(header, opening));
        var line = RunLogWriter.Header(header, run);
        if (!line.Bytes.Span.SequenceEqual(records[0].Span))
            throw Differs(0);
        var memory = new EpisodeMemory(header, run, RunLogTail.After(line), default, default, new EpisodeAnswers(header));
        var outcome = line.Outcome;
        var lines = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(records.Length);
        lines.Add(line.Bytes);
        for (var i = 1; i < records.Length; i++)
        {
            if (memory.Ended)
                throw OutOfPlace(i);
            if (StepEntry.TryRead(records[i], out var problem) is { } entry)
            {
                memory = Step(memory, entry, out line);
                lines.Add(line.Bytes);
                outcome = line.Outcome;
            }
            else if (RunLogReader.TryRead(records[i], out var record, out _) && record is RunLogSeal seal)
            {
                if (seal.Previous != memory.Tail.LineHash)
                    throw OutOfPlace(i);
                memory = memory with { Sealed = seal.Reason };
                lines.Add(records[i]);
            }
            else
            {
                throw new EpisodeUnrecoverableException($"Record {i} of the journal cannot be read: {problem}");
            }
        }

        memory = memory with { LastAnswer = memory.Answers.Step(memory.Steps, outcome.Span) };
        return new RecoveredEpisode(memory, lines.MoveToImmutable());
    }

    private static EpisodeMemory Step(EpisodeMemory before, StepEntry entry, out RunLogLine line)
    {
        if (entry.Step != before.NextSequence || before.Run.Ended || !RecordedAction.TryRead(entry.Action.Span, out var action, out _, out _))
            throw new EpisodeUnrecoverableException($"Step {before.NextSequence} of the journal cannot be played.");
        var run = before.Run.Step(action!.Action);
        line = RunLogWriter.Step(before.Tail.LineHash, entry.Step, action.Bytes.Span, entry.Actor, entry.Time, run);
        var tail = before.Tail.Then(line);
        return tail.LineHash == entry.Line
            ? before with { Run = run, Tail = tail, LastAction = action.Bytes }
            : throw Differs(entry.Step);
    }

    private static EpisodeUnrecoverableException Differs(int step) => new($"Step {step} of the journal is not what the engine gives now.");

    private static EpisodeUnrecoverableException OutOfPlace(int record) => new($"Record {record} of the journal is out of place.");

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
