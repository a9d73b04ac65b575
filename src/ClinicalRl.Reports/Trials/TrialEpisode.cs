using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Reports.Trials;

/// <summary>A verdict and what was done in its step.</summary>
internal readonly record struct TrialVerdict(CriterionVerdict Verdict, AgentAction Action, int Step);

/// <summary>One episode of a policy: what it earned and by which criteria, and the first verdict of each kind that each criterion gave.</summary>
internal sealed record TrialEpisode(string Policy, ulong Seed, double Reward, RewardAttribution Attribution, IReadOnlyList<TrialVerdict> Verdicts)
{
    public static TrialEpisode Play(IEnvironment environment, RewardFunction function, PolicyDefinition definition, ulong seed, CancellationToken cancel)
    {
        var policy = definition.Create(seed);
        var run = EpisodeRun.Start(environment, function, new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        var buffer = new ArrayBufferWriter<byte>(8192);
        var seen = new HashSet<(Criterion, Verdict)>();
        var verdicts = new List<TrialVerdict>();
        var attribution = new RewardAttribution(function.Document);
        while (!run.Ended)
        {
            cancel.ThrowIfCancellationRequested();
            var action = policy.Act(Wire(run.Observation, buffer));
            run = run.Step(action);
            attribution.Add(run.Reward!);
            foreach (var verdict in run.Reward!.Breakdown)
            {
                if (seen.Add((verdict.Criterion, verdict.Verdict)))
                    verdicts.Add(new TrialVerdict(verdict, action, run.StepCount));
            }
        }

        attribution.End(run.Tally);
        return new TrialEpisode(definition.Name, seed, run.Tally.EpisodeReward, attribution, verdicts);
    }

    /// <summary>The observation as it comes over the wire.</summary>
    private static JsonElement Wire(Observation observation, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
