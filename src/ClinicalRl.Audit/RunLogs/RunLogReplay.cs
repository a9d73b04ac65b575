using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>Plays a log again, line by line, and compares. Each method returns a sentence when what is recorded is not what happens.</summary>
internal sealed class RunLogReplay(EnvironmentCatalogue catalogue, RewardLibrary rewards, HeldoutOpening? opening)
{
    private readonly ArrayBufferWriter<byte> computed = new(4096);
    private EpisodeRun? run;

    /// <summary>Why the replay could not be made, or null.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Every line so far was played again and was the same.</summary>
    public bool Finished => run is not null && Obstacle is null;

    public string? Start(RunLogOpening recorded)
    {
        var header = recorded.Header;
        var environment = catalogue.Find($"{header.Environment}@{header.Version}");
        if (environment is null)
            return Abandon($"This engine has no environment {Show(header.Environment)} {Show(header.Version)}. Replay needs the one of service version {Show(header.Service)}, content {Show(header.ContentHash)}.");
        if (environment.Spec.ContentHash != header.ContentHash)
        {
            return Abandon($"This engine's {Show(header.Environment)} {Show(header.Version)} has other content ({environment.Spec.ContentHash}) than the log names. "
                + $"Replay needs the engine of service version {Show(header.Service)}, content {Show(header.ContentHash)}.");
        }

        var function = rewards.Find($"{header.RewardFunction.Id}@{header.RewardFunction.Version}");
        if (function is null)
            return Abandon($"This library has no reward function {Show(header.RewardFunction.Id)} {Show(header.RewardFunction.Version)}. Replay needs its document, SHA-256 {Show(header.RewardFunction.Hash)}.");
        if (function.Hash != header.RewardFunction.Hash)
        {
            return Abandon($"The reward function {Show(header.RewardFunction.Id)} {Show(header.RewardFunction.Version)} here is another document ({function.Hash}) than the log names. "
                + $"Replay needs the one with SHA-256 {Show(header.RewardFunction.Hash)}.");
        }

        if (header.Split == Split.Heldout && opening is null)
            return Abandon("Replay is not possible without the opening (seed and nonce) of the held-out commitment.");
        if (header.Split == Split.Heldout && opening!.Commitment() != header.Commitment)
            return AbandonAs("The opening given does not fit the commitment.");
        var seed = header.Split == Split.Heldout ? opening!.Seed : header.SeedOrIndex;
        return Play(() => EpisodeRun.Start(environment, function, new ScenarioKey(header.Split, seed, header.Difficulty)), recorded.Outcome);
    }

    public string? Step(RunLogStep recorded, RecordedAction action)
    {
        if (!Finished)
            return null;
        var before = run!;
        return before.Ended
            ? AbandonAs("There is a step after the end of the episode.")
            : Play(() => before.Step(action.Action), recorded.Outcome);
    }

    public string? Seal(RunLogSeal recorded)
    {
        if (!Finished)
            return null;
        if (!Write(run!.Tally.WriteTo).SequenceEqual(recorded.EpisodeReward.Span))
            return "'episodeReward' is not what the steps earned.";
        if (!recorded.Hazards.SequenceEqual(run.State.ExposedHazards, StringComparer.Ordinal))
            return "'hazards' are not those the scenario exposed.";
        var due = run.Terminated ? SealReason.Terminated : run.Truncated ? SealReason.Truncated : SealReason.Aborted;
        return recorded.Reason == due ? null : $"'reason' is {recorded.Reason.Word()} where {due.Word()} is what happened.";
    }

    /// <summary>Gives up, without that being a fault of the log.</summary>
    public string? Abandon(string obstacle)
    {
        Obstacle ??= obstacle;
        return null;
    }

    private static string Show(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private string AbandonAs(string wrong)
    {
        Obstacle ??= wrong;
        return wrong;
    }

    private string? Play(Func<EpisodeRun> next, ReadOnlyMemory<byte> recorded)
    {
        try
        {
            run = next();
        }
        catch (Exception error)
        {
            return AbandonAs($"The engine refused to play this line ({error.GetType().Name}).");
        }

        return Write(run.WriteOutcome).SequenceEqual(recorded.Span) ? null : AbandonAs("The recorded outcome is not what the engine gives for this action.");
    }

    private ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> write)
    {
        computed.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(computed, RunLogWriter.Json);
        write(writer);
        writer.Flush();
        return computed.WrittenSpan;
    }
}
