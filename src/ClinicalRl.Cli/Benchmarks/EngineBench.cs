using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Steps per second of the engine alone on one core: simulation, observation, reward, breakdown, state digest and JSON.</summary>
internal static class EngineBench
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);

    public static double StepsPerSecond(BenchPlan plan, IReadOnlyList<RecordedEpisode> episodes, CancellationToken cancel)
    {
        Play(plan, episodes, Warmup, cancel);
        return Play(plan, episodes, plan.Time, cancel);
    }

    private static double Play(BenchPlan plan, IReadOnlyList<RecordedEpisode> episodes, TimeSpan time, CancellationToken cancel)
    {
        var buffer = new ArrayBufferWriter<byte>(16384);
        using var writer = new Utf8JsonWriter(buffer);
        long steps = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; clock.Elapsed < time; i = (i + 1) % episodes.Count)
        {
            cancel.ThrowIfCancellationRequested();
            var episode = episodes[i];
            var run = EpisodeRun.Start(plan.Environment, plan.RewardFunction, new ScenarioKey(Split.Train, episode.Seed, Difficulty.Standard));
            foreach (var action in episode.Actions)
            {
                run = run.Step(action);
                buffer.ResetWrittenCount();
                writer.Reset();
                run.WriteOutcome(writer);
                writer.Flush();
                steps++;
            }
        }

        return steps / clock.Elapsed.TotalSeconds;
    }
}
