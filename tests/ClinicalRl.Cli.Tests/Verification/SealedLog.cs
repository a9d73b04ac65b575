using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Cli.Tests.Verification;

/// <summary>A run log made without a service.</summary>
internal static class SealedLog
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static LogSigningKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The bytes of a short episode's log.</summary>
    public static byte[] Write(LogSigningKey key, ulong seed)
    {
        var environment = CorridorReward.Catalogue.Environments[0];
        var scenario = new ScenarioKey(Split.Train, seed, Difficulty.Standard);
        var run = EpisodeRun.Start(environment, CorridorReward.Function, scenario);
        var line = RunLogWriter.Header(Header(environment.Spec, scenario), run);
        var tail = RunLogTail.After(line);
        List<ReadOnlyMemory<byte>> lines = [line.Bytes];
        foreach (var action in new[] { AgentAction.Call("move", new { direction = "left" }), AgentAction.Call("finish") })
        {
            run = run.Step(action);
            line = RunLogWriter.Step(tail.LineHash, run.StepCount, ActionBytes(action), "test", Time, run);
            tail = tail.Then(line);
            lines.Add(line.Bytes);
        }

        lines.Add(RunLogWriter.Seal(tail, SealReason.Terminated, run, Time, key).Bytes);
        return RunLogWriter.Join([.. lines]);
    }

    private static RunLogHeader Header(EnvironmentSpec spec, ScenarioKey scenario) => new()
    {
        Tenant = "dev",
        Episode = "ep_test",
        Environment = spec.Id,
        Version = spec.Version.ToString(),
        ContentHash = spec.ContentHash,
        Split = scenario.Split,
        SeedOrIndex = scenario.Seed,
        Difficulty = scenario.Difficulty,
        RewardFunction = RewardIdentity.Of(CorridorReward.Function),
        Service = "test",
        Image = "",
        Actor = "test",
        Time = Time,
    };

    private static byte[] ActionBytes(AgentAction action)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            action.WriteTo(writer);
        return buffer.ToArray();
    }
}
