using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.Rescoring;

/// <summary>
/// Judges recorded episodes by another reward function: the recorded actions go through the engine again, which must come to the recorded
/// state, and only the judging differs. Whatever the bytes, the answer is a result, never an exception.
/// </summary>
public sealed class TrajectoryRescorer(EnvironmentCatalogue catalogue, RewardFunction function)
{
    private readonly ArrayBufferWriter<byte> outcome = new(4096);

    /// <summary>The function that judges now.</summary>
    public RewardFunction Function { get; } = function;

    /// <summary>Judges the log of one episode, sealed or not; <paramref name="opening"/> opens a held-out one.</summary>
    public RescoredEpisode Rescore(ReadOnlyMemory<byte> log, Func<RunLogHeader, HeldoutOpening?>? opening = null, CancellationToken cancel = default)
    {
        RunLogHeader? header = null;
        try
        {
            var lines = Lines(log);
            if (lines.Count == 0 || !RunLogReader.TryRead(lines[0], out var first, out _) || first is not RunLogOpening begun)
                return new RescoredEpisode { Episode = "", Obstacle = "The log does not begin with a header that can be read." };
            header = begun.Header;
            return Rescore(begun, lines, opening, cancel);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or JsonException or KeyNotFoundException or FormatException)
        {
            return Refuse(header, $"The engine refused to play the recorded actions ({wrong.GetType().Name}).");
        }
    }

    private RescoredEpisode Rescore(RunLogOpening begun, List<ReadOnlyMemory<byte>> lines, Func<RunLogHeader, HeldoutOpening?>? opening, CancellationToken cancel)
    {
        var header = begun.Header;
        if (catalogue.Find($"{header.Environment}@{header.Version}") is not { } environment || environment.Spec.ContentHash != header.ContentHash)
            return Refuse(header, "This engine does not have the environment and content recorded.");
        if (Function.Document.Environment.Value != header.Environment)
            return Refuse(header, $"The reward function is for another environment than {header.Environment}.");
        var seed = header.Split == Split.Heldout ? opening?.Invoke(header)?.Seed : header.SeedOrIndex;
        if (seed is null)
            return Refuse(header, "A held-out episode cannot be played without the opening of its commitment.");
        var run = EpisodeRun.Start(environment, Function, new ScenarioKey(header.Split, seed.Value, header.Difficulty));
        var recorded = begun.Outcome;
        for (var i = 1; i < lines.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            if (!RunLogReader.TryRead(lines[i], out var record, out var problem))
                return Refuse(header, $"Line {i + 1} cannot be read: {problem}");
            if (record is RunLogSeal)
                break;
            if (record is not RunLogStep step || !RecordedAction.TryRead(step.Action.Span, out var action, out _, out _))
                return Refuse(header, $"Line {i + 1} is not a step that can be played.");
            run = run.Step(action!.Action);
            recorded = step.Outcome;
        }

        return Compare(header, run, recorded);
    }

    private RescoredEpisode Compare(RunLogHeader header, EpisodeRun run, ReadOnlyMemory<byte> recorded)
    {
        var before = JsonElement.Parse(recorded.Span);
        outcome.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(outcome, RunLogWriter.Json))
            run.WriteOutcome(writer);
        var after = JsonElement.Parse(outcome.WrittenSpan);
        if (before.GetProperty("state").GetString() != after.GetProperty("state").GetString())
            return Refuse(header, "The recorded actions lead to another state than was recorded.");
        return new RescoredEpisode
        {
            Episode = header.Episode,
            Original = $"{header.RewardFunction.Id}@{header.RewardFunction.Version}",
            Steps = run.StepCount,
            Before = before.GetProperty("episodeReward").GetProperty("reward").GetDouble(),
            After = run.Tally.EpisodeReward,
        };
    }

    private static RescoredEpisode Refuse(RunLogHeader? header, string obstacle) => new() { Episode = header?.Episode ?? "", Obstacle = obstacle };

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> log)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!log.IsEmpty && lines.Count < RunLogVerifier.MaxLines)
        {
            var end = log.Span.IndexOf((byte)'\n');
            lines.Add(end < 0 ? log : log[..end]);
            log = end < 0 ? default : log[(end + 1)..];
        }

        return lines;
    }
}
