using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>
/// Gold trajectories of an environment: built-in policies play scenarios of the validation split, and the reward function decides what is right. A stand-in
/// until clinicians score some, as the banks are. The same environment and function give the same trajectories.
/// </summary>
public sealed class GoldTraces
{
    /// <summary>Trajectories there are.</summary>
    public const int Count = 48;

    /// <summary>Most steps that must be scored in one.</summary>
    public const int MostAsked = 40;

    private const ulong FirstSeed = 9_001;

    /// <summary>Every second one is played well, as those of a good agent are.</summary>
    private const string PlayedWell = "guideline";

    private readonly ImmutableSortedDictionary<string, GoldTrace> traces;

    private GoldTraces(ImmutableSortedDictionary<string, GoldTrace> traces) => this.traces = traces;

    /// <summary>Ids, ordinal order.</summary>
    public IEnumerable<string> Ids => traces.Keys;

    /// <summary>Plays them; takes a second or so.</summary>
    public static GoldTraces Of(IEnvironment environment, RewardFunction rewardFunction)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, GoldTrace>(StringComparer.Ordinal);
        for (var place = 0; place < 2 * Count && found.Count < Count; place++)
        {
            var seed = FirstSeed + (ulong)place;
            var random = RandomStream.Named(seed, "gold-trace");
            var policy = place % 2 == 0 ? environment.Policies.Single(known => known.Name == PlayedWell) : random.Pick(environment.Policies);
            var trace = Play(environment, rewardFunction, policy, seed);
            if (trace.References.Count is > 0 and <= MostAsked)
                found[trace.Id] = trace;
        }

        return new GoldTraces(found.ToImmutable());
    }

    /// <summary>One by id; null when there is none.</summary>
    public GoldTrace? Find(string id) => traces.GetValueOrDefault(id);

    private static GoldTrace Play(IEnvironment environment, RewardFunction rewardFunction, PolicyDefinition policy, ulong seed)
    {
        var (agent, now, tally) = (policy.Create(seed), environment.Reset(new ScenarioKey(Split.Validation, seed, Difficulty.Standard)), default(RewardTally));
        var (opening, steps, references) = (now.Observation.Text, ImmutableArray.CreateBuilder<TrajectoryStep>(), ImmutableSortedDictionary.CreateBuilder<int, GoldReference>());
        var buffer = new ArrayBufferWriter<byte>();
        while (!now.State.Terminated && !now.State.Truncated)
        {
            var action = agent.Act(Wire(now.Observation, buffer));
            now = environment.Step(now.State, action);
            var reward = rewardFunction.Score(now.Events, tally);
            tally = reward.Tally;
            var number = steps.Count + 1;
            if (reward.Judged)
                references[number] = new GoldReference(Math.Round(reward.Value, 2, MidpointRounding.ToEven), SeverityOf(reward));
            steps.Add(new TrajectoryStep(number, action.Tool, action.Arguments.GetRawText(), action.Message, action.Rationale, now.Observation.Text, now.Observation.TimeMinutes, reward.Judged));
        }

        var id = FormattableString.Invariant($"{environment.Spec.Id}-trace-{environment.Spec.Version}-{policy.Name}-{seed}");
        return new GoldTrace(id, environment.Spec.Id, new Trajectory(opening, steps.ToImmutable()), references.ToImmutable());
    }

    private static int SeverityOf(StepReward reward)
    {
        var failed = reward.Breakdown.Where(verdict => verdict.Verdict == Verdict.NotMet).Select(verdict => (int)verdict.Criterion.Severity).DefaultIfEmpty(0).Max();
        return Math.Max(1, failed > 0 ? failed : reward.Breakdown.Max(verdict => (int)verdict.Criterion.Severity));
    }

    private static JsonElement Wire(Observation observation, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
