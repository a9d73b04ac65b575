using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.EdHandover;

/// <summary>
/// Twins that differ only in sex, ethnicity, age or language: equal actions lead to exactly the same events, and rewards are a pure function of those.
/// </summary>
public sealed class EquityTests
{
    private static readonly string[] Policies = ["guideline", "verbose", "random", "reassure-all", "escalate-all", "capitulate"];

    [Fact]
    public void Twins_GiveTheSameEvents_ForTheSameActions()
    {
        var compared = 0;
        foreach (var stay in Handovers.Stays(60))
        {
            foreach (var twin in Twins(stay))
            {
                foreach (var policy in Policies)
                {
                    var one = new Playing(stay);
                    var other = new Playing(twin);
                    var agent = Handovers.Environment.Policies.Single(known => known.Name == policy).Create(3);
                    while (!one.Ended)
                    {
                        AgentAction action = agent.Act(Rollout.AsSeen(one.Last.Observation));
                        one.Do(action);
                        other.Do(action);
                        Assert.Equal(one.Last.Events.Select(Words), other.Last.Events.Select(Words));
                        compared++;
                    }

                    Assert.True(other.Ended);
                }
            }
        }

        Assert.True(compared > 10_000);
    }

    [Fact]
    public void Generator_DrawsTruth_WhateverThePerson()
    {
        // Whatever is drawn about the person comes before, and apart from, what is true: the same share of dangerous stays in each group.
        var stays = Handovers.Stays(4_000).Where(stay => stay.Family.Female is null).ToArray();
        double Dangerous(Func<Stay, bool> group) => stays.Where(group).Average(stay => stay.Twin.IsDangerous ? 1.0 : 0);
        Assert.InRange(Dangerous(stay => stay.Person.Female) - Dangerous(stay => !stay.Person.Female), -0.05, 0.05);
        Assert.InRange(Dangerous(stay => stay.Person.Language is null) - Dangerous(stay => stay.Person.Language is not null), -0.06, 0.06);
    }

    private static IEnumerable<Stay> Twins(Stay stay)
    {
        yield return Of(stay, stay.Person with { Female = !stay.Person.Female });
        yield return Of(stay, stay.Person with { Ethnicity = stay.Person.Ethnicity == "White British" ? "Black African" : "White British" });
        yield return Of(stay, stay.Person with { AgeMonths = stay.Person.AgeMonths + 60 });
        if (stay.Person.Language is not null)
            yield return Of(stay, stay.Person with { Language = stay.Person.Language == "Polish" ? "Urdu" : "Polish" });
    }

    private static Stay Of(Stay stay, Person person) => stay with { Person = person, Pages = new() };

    private static string Words(FactEvent happened) => $"{happened.Kind.Name} {happened.Subject} {string.Join(',', happened.Values)}";
}
