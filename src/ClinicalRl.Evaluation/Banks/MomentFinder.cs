using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>Plays scenarios of the validation split and finds moments at which it matters what is done.</summary>
internal sealed class MomentFinder(IEnvironment environment, RewardFunction rewardFunction)
{
    /// <summary>Observations shown in full before the present one.</summary>
    private const int ShownBefore = 1;

    /// <summary>Actions named before the present moment, the latest of them.</summary>
    private const int NamedBefore = 20;

    /// <summary>The policy whose way is followed; all others only say what they would do.</summary>
    private const string Followed = "guideline";

    private const int LongestAction = 600;

    /// <summary>The moments of one scenario at which at least two different actions were judged.</summary>
    public IEnumerable<Moment> Moments(ulong seed)
    {
        var policies = environment.Policies.Select(policy => (policy.Name, Agent: policy.Create(seed))).ToArray();
        var (now, tally, past, actions) = (environment.Reset(new ScenarioKey(Split.Validation, seed, Difficulty.Standard)), default(RewardTally), new List<string>(), new List<string>());
        while (!Ended(now))
        {
            var observation = Wire(now.Observation);
            var tried = policies.Select(policy => (policy.Name, Action: policy.Agent.Act(observation))).Select(policy =>
            {
                var next = environment.Step(now.State, policy.Action);
                return (Next: next, Option: new MomentOption(policy.Name, MomentOption.Say(policy.Action), rewardFunction.Score(next.Events, tally)));
            }).ToArray();
            var options = tried.Select(step => step.Option).Where(option => option.Reward.Judged && option.Action.Length <= LongestAction).DistinctBy(option => option.Action).ToImmutableArray();
            if (options.Length > 1)
                yield return new Moment(seed, now.State.StepCount, Show(now.Observation, past, actions), options);
            var taken = tried.First(step => step.Option.Policy == Followed);
            past.Add(now.Observation.Text);
            actions.Add(taken.Option.Action);
            (now, tally) = (taken.Next, taken.Option.Reward.Tally);
        }
    }

    /// <summary>A scenario as one policy plays it to its end.</summary>
    public PlayedRun Play(PolicyDefinition policy, ulong seed)
    {
        var (agent, now, tally) = (policy.Create(seed), environment.Reset(new ScenarioKey(Split.Validation, seed, Difficulty.Standard)), default(RewardTally));
        var (opening, steps) = (now.Observation.Text, ImmutableArray.CreateBuilder<MomentOption>());
        while (!Ended(now))
        {
            var action = agent.Act(Wire(now.Observation));
            now = environment.Step(now.State, action);
            var reward = rewardFunction.Score(now.Events, tally);
            tally = reward.Tally;
            steps.Add(new MomentOption(policy.Name, MomentOption.Say(action), reward));
        }

        return new PlayedRun(policy.Name, policy.IsDegenerate, seed, opening, steps.ToImmutable());
    }

    private static ImmutableArray<string> Show(Observation now, List<string> past, List<string> actions)
    {
        var shown = ImmutableArray.CreateBuilder<string>();
        if (actions.Count > 0)
            shown.Add(string.Create(CultureInfo.InvariantCulture, $"Done so far, the latest {Math.Min(NamedBefore, actions.Count)} of {actions.Count}: {string.Join("; ", actions.TakeLast(NamedBefore))}."));
        for (var i = Math.Max(0, past.Count - ShownBefore); i < past.Count; i++)
            shown.Add($"Seen before: {past[i].Trim()}");
        shown.Add($"Seen now: {now.Text.Trim()}");
        return shown.ToImmutable();
    }

    private static bool Ended(Transition transition) => transition.State.Terminated || transition.State.Truncated;

    private static JsonElement Wire(Observation observation)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.ToArray());
    }
}
