using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Testing.RunLogs;

/// <summary>Plays an episode and keeps its run log, without grains or journal.</summary>
public sealed class RecordedEpisode
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly List<ReadOnlyMemory<byte>> lines = [];
    private RunLogTail tail;

    private RecordedEpisode(EpisodeRun run) => Run = run;

    /// <summary>A key for tests.</summary>
    public static LogSigningKey Key { get; } = NewKey();

    /// <summary>The run as far as it went.</summary>
    public EpisodeRun Run { get; private set; }

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Lines => lines;

    /// <summary>What the next line links to.</summary>
    public RunLogTail Tail => tail;

    /// <summary>The log as a file.</summary>
    public byte[] Log => RunLogWriter.Join([.. lines]);

    /// <summary>Another key.</summary>
    public static LogSigningKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Begins a corridor episode.</summary>
    public static RecordedEpisode Begin(ulong seed, Func<RunLogHeader, RunLogHeader>? change = null) =>
        Begin(CorridorReward.Catalogue.Environments[0], CorridorReward.Function, new ScenarioKey(Split.Train, seed, Difficulty.Standard), change);

    /// <summary>Begins an episode; a held-out one needs its <paramref name="change"/> to put index and commitment into the header.</summary>
    public static RecordedEpisode Begin(
        IEnvironment environment, RewardFunction function, ScenarioKey scenario, Func<RunLogHeader, RunLogHeader>? change = null)
    {
        var episode = new RecordedEpisode(EpisodeRun.Start(environment, function, scenario));
        var header = new RunLogHeader
        {
            Tenant = "t1",
            Episode = "ep_recorded",
            Environment = environment.Spec.Id,
            Version = environment.Spec.Version.ToString(),
            ContentHash = environment.Spec.ContentHash,
            Split = scenario.Split,
            SeedOrIndex = scenario.Seed,
            Difficulty = scenario.Difficulty,
            RewardFunction = RewardIdentity.Of(function),
            Labels = [new("run", "ppo-17"), new("team", "a \"quoted\" ½ name")],
            Service = "0.1.0",
            Image = "",
            Actor = "key_test",
            Time = Noon,
        };
        var line = RunLogWriter.Header(change?.Invoke(header) ?? header, episode.Run);
        episode.lines.Add(line.Bytes);
        episode.tail = RunLogTail.After(line);
        return episode;
    }

    /// <summary>A whole corridor episode, sealed.</summary>
    public static RecordedEpisode Whole(ulong seed, string policy = "random", LogSigningKey? key = null) => Begin(seed).Play(policy, seed).Seal(key: key);

    /// <summary>Takes one step.</summary>
    public RecordedEpisode Step(string action)
    {
        if (!RecordedAction.TryRead(Encoding.UTF8.GetBytes(action), out var recorded, out var field, out var expected))
            throw new ArgumentException($"{field} must be {expected}", nameof(action));
        Run = Run.Step(recorded!.Action);
        var line = RunLogWriter.Step(tail.LineHash, tail.Steps + 1, recorded.Bytes.Span, "key_test", Noon.AddSeconds(tail.Steps + 1), Run);
        lines.Add(line.Bytes);
        tail = tail.Then(line);
        return this;
    }

    /// <summary>Lets a policy play to the end, or for <paramref name="most"/> steps.</summary>
    public RecordedEpisode Play(string policyName, ulong policySeed, int most = int.MaxValue)
    {
        var policy = Run.Environment.Policies.First(candidate => candidate.Name == policyName).Create(policySeed);
        for (var i = 0; i < most && !Run.Ended; i++)
            Step(Json(policy.Act(JsonElement.Parse(Json(Run.Observation.WriteTo))).WriteTo));
        return this;
    }

    /// <summary>Seals the log.</summary>
    public RecordedEpisode Seal(SealReason? reason = null, LogSigningKey? key = null)
    {
        var due = Run.Terminated ? SealReason.Terminated : Run.Truncated ? SealReason.Truncated : SealReason.Aborted;
        lines.Add(RunLogWriter.Seal(tail, reason ?? due, Run, Noon.AddHours(1), key ?? Key).Bytes);
        return this;
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, RunLogWriter.Json);
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
