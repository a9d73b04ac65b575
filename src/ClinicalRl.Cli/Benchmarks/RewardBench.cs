using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>What judging costs a step: the engine's time without a reward function, and the time the compiled document adds.</summary>
/// <param name="EngineMicroseconds">Simulation, observation and state snapshot of a step.</param>
/// <param name="RewardMicroseconds">Scoring of a step and writing its breakdown.</param>
internal sealed record RewardCost(double EngineMicroseconds, double RewardMicroseconds)
{
    /// <summary>What judging adds to the engine's time, as a share of it.</summary>
    public double Share => RewardMicroseconds / EngineMicroseconds;
}

/// <summary>Measures <see cref="RewardCost"/> on recorded episodes, by turns, so that what else the machine does meets both alike.</summary>
internal static class RewardBench
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    public static RewardCost Measure(BenchPlan plan, IReadOnlyList<RecordedEpisode> episodes, CancellationToken cancel)
    {
        Measure(plan, episodes, Warmup, cancel);
        return Measure(plan, episodes, plan.Time, cancel);
    }

    private static RewardCost Measure(BenchPlan plan, IReadOnlyList<RecordedEpisode> episodes, TimeSpan time, CancellationToken cancel)
    {
        var output = new ArrayBufferWriter<byte>(16384);
        using var writer = new Utf8JsonWriter(output);
        long engine = 0, reward = 0, steps = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; clock.Elapsed < time; i = (i + 1) % episodes.Count)
        {
            cancel.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            var events = Play(plan.Environment, episodes[i], output, writer);
            var between = Stopwatch.GetTimestamp();
            Judge(plan.RewardFunction, events, output, writer);
            reward += Stopwatch.GetTimestamp() - between;
            engine += between - began;
            steps += events.Count;
        }

        return new RewardCost(Microseconds(engine, steps), Microseconds(reward, steps));
    }

    private static List<IReadOnlyList<FactEvent>> Play(IEnvironment environment, RecordedEpisode episode, ArrayBufferWriter<byte> output, Utf8JsonWriter writer)
    {
        var events = new List<IReadOnlyList<FactEvent>>(episode.Actions.Count);
        var at = environment.Reset(new ScenarioKey(Split.Train, episode.Seed, Difficulty.Standard));
        foreach (var action in episode.Actions)
        {
            at = environment.Step(at.State, action);
            events.Add(at.Events);
            output.ResetWrittenCount();
            writer.Reset();
            at.Observation.WriteTo(writer);
            writer.Flush();
            at.State.WriteTo(output);
        }

        return events;
    }

    private static void Judge(RewardFunction function, List<IReadOnlyList<FactEvent>> events, ArrayBufferWriter<byte> output, Utf8JsonWriter writer)
    {
        RewardTally tally = default;
        foreach (var step in events)
        {
            var judged = function.Score(step, tally);
            tally = judged.Tally;
            output.ResetWrittenCount();
            writer.Reset();
            judged.WriteBreakdown(writer);
            writer.Flush();
        }
    }

    private static double Microseconds(long ticks, long steps) => steps == 0 ? 0 : Stopwatch.GetElapsedTime(0, ticks).TotalMicroseconds / steps;
}
