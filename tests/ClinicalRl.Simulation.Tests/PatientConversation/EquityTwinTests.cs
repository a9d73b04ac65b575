using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.PatientConversation.Scenarios;
using ClinicalRl.Simulation.Tests.Actions;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.PatientConversation;

/// <summary>
/// People who differ only in sex, name, age within the band, or language are told, judged and (a reward being a function of the facts)
/// rewarded exactly alike for the same actions.
/// </summary>
public sealed class EquityTwinTests
{
    private const int Scenarios = 400;

    [Theory]
    [InlineData("name")]
    [InlineData("sex")]
    [InlineData("age")]
    [InlineData("language")]
    public void Facts_AreEqual_WhenOnlyAProtectedAttributeDiffers(string attribute)
    {
        var compared = 0;
        for (var seed = 0UL; seed < Scenarios; seed++)
        {
            var scenario = Talks.Generate(seed, (Difficulty)(seed % 3));
            if (Twin(scenario, attribute) is not { } twin)
                continue;
            foreach (var actions in (AgentAction[][])[Guideline(scenario), Random(seed)])
            {
                var (one, other) = (Play(scenario, actions), Play(twin, actions));
                Assert.Equal(one.Count, other.Count);
                for (var i = 0; i < one.Count; i++)
                {
                    Assert.Same(one[i].Kind, other[i].Kind);
                    Assert.Equal(one[i].Values, other[i].Values);
                }

                compared += one.Count;
            }
        }

        Assert.True(compared > 500, $"only {compared} facts were compared");
    }

    /// <summary>The same person with one attribute changed; null where it is clinically relevant or there is none to change.</summary>
    private static ConversationScenario? Twin(ConversationScenario scenario, string attribute) => attribute switch
    {
        "name" => scenario with { FirstName = "Ngozi", Surname = scenario.Surname == "Okafor" ? "Smith" : "Okafor" },
        "sex" => scenario.Family.Sex == "any" ? scenario with { Female = !scenario.Female } : null,
        "age" => scenario with { AgeMonths = Math.Min(scenario.AgeMonths + 11, scenario.Family.HighestAgeMonths) } is var older && older.AgeYears >= 16 == scenario.AgeYears >= 16 ? older : null,
        _ => scenario.Language is null ? null : scenario with { Language = scenario.Language == "Polish" ? "Somali" : "Polish" },
    };

    private static AgentAction[] Guideline(ConversationScenario scenario) =>
        [.. Rollout.Play(Talks.Environment, scenario.Key, "guideline").Where(move => move.Action is not null).Select(move => move.Action!)];

    private static AgentAction[] Random(ulong seed)
    {
        var random = Simulation.Randomness.RandomStream.Named(seed, "equity");
        var actions = new AgentAction[30];
        for (var i = 0; i < actions.Length; i++)
            actions[i] = ArbitraryCalls.Action(Talks.Environment.Spec.Tools, ref random);
        return actions;
    }

    private static List<FactEvent> Play(ConversationScenario scenario, AgentAction[] actions)
    {
        var transition = Talks.Environment.Begin(scenario);
        var events = new List<FactEvent>(transition.Events);
        foreach (var action in actions)
        {
            if (transition.State.Terminated || transition.State.Truncated)
                break;
            transition = Talks.Environment.Step(transition.State, action);
            events.AddRange(transition.Events);
        }

        return events;
    }
}
