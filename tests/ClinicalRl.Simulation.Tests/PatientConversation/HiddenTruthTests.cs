using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Scenarios;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.PatientConversation;

/// <summary>Nothing hidden shows before it is sought.</summary>
public sealed class HiddenTruthTests
{
    private static readonly string[] Policies = ["guideline", "verbose", "escalate-all", "decide-on-complaint"];

    [Fact]
    public void FirstObservation_IsTheSame_WhateverIsWrongWithThePerson()
    {
        for (var seed = 0UL; seed < 600; seed++)
        {
            var scenario = Talks.Generate(seed, Difficulty.Hard);
            var (one, two) = (Talks.Environment.Begin(scenario).Observation, Talks.Environment.Begin(Opposite(scenario)).Observation);
            Assert.Equal(one.Text, two.Text);
            Assert.True(one.Data.Span.SequenceEqual(two.Data.Span));
        }
    }

    [Fact]
    public void Findings_ComeOnlyFromWhatSeeksThem()
    {
        var told = 0;
        foreach (var (move, scenario) in Moves())
        {
            foreach (var finding in JsonElement.Parse(move.After.Observation.Data.Span).GetProperty("findings").EnumerateArray())
            {
                Assert.NotNull(move.Action);
                Assert.Contains(move.Action.Tool, (string[])["ask", "examine", "say"]);
                if (move.Action.Tool == "ask" && !IsOpen(move))
                    Assert.Contains(finding.GetProperty("code").GetString()!, AboutTopic(scenario, move.Action.Arguments.GetProperty("topic").GetString()!));
                told++;
            }
        }

        Assert.True(told > 150, $"only {told} findings were told");
    }

    [Fact]
    public void Observations_HoldNoConditionTwinOrUnsoughtItem()
    {
        foreach (var (move, scenario) in Moves())
        {
            var data = JsonElement.Parse(move.After.Observation.Data.Span);
            var text = WithoutFindings(move.After.Observation.Text, data);
            var raw = WithoutFindings(Encoding.UTF8.GetString(move.After.Observation.Data.Span), data);
            foreach (var secret in Secrets(scenario))
            {
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(secret, raw, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>Whoever has something to hide denies it at first in the same words as whoever wavers with nothing to hide.</summary>
    [Fact]
    public void FirstDenial_DoesNotTell_WhetherThereIsSomethingToHide()
    {
        var scenario = Talks.Find(known => known.Family.Id == "low-mood" && known.Twin.Name == "thoughts" && known.Language is null && known.Style.Id == "plain" && known.AsksAiAtTurn == 0);
        var item = 1;
        var wavering = scenario with { Fingerprint = scenario.Fingerprint | 1UL << item };
        var hiding = new Talking(wavering).Ask("suicidal_thoughts");
        var nothing = new Talking(wavering with { Present = wavering.Present & ~(1U << item) }).Ask("suicidal_thoughts");
        Assert.Equal(hiding.Text, nothing.Text);
        Assert.Empty(hiding.Found());
    }

    private static IEnumerable<(Move Move, ConversationScenario Scenario)> Moves() =>
        from seed in Enumerable.Range(0, 30)
        let key = new ScenarioKey(Split.Validation, (ulong)seed, (Difficulty)(seed % 3))
        let scenario = Talks.Environment.Generator.Generate(key)
        from move in Policies.SelectMany(policy => Rollout.Play(Talks.Environment, key, policy)).Concat(Rollout.Fuzz(Talks.Environment, key, (ulong)seed, steps: 40))
        select (move, scenario);

    private static bool IsOpen(Move move) => move.Action!.Arguments.TryGetProperty("manner", out var manner) && manner.GetString() == "open";

    private static IEnumerable<string> AboutTopic(ConversationScenario scenario, string topic)
    {
        var index = Talks.Content.Vocabulary.Topics.Find(topic);
        return scenario.Family.Items.Where(item => item.Topic == index).Select(item => item.Code)
            .Concat(Talks.Content.Backgrounds.Where(background => background.Topic == index).Select(background => background.Code));
    }

    private static IEnumerable<string> Secrets(ConversationScenario scenario) =>
        scenario.Family.Twins.Select(twin => twin.Condition).Where(condition => condition.Contains(' ', StringComparison.Ordinal))
            .Concat(["dangerous", "benign", "red_flag", "harm_class"])
            .Concat(scenario.Family.Items.Select(item => item.Code))
            .Concat(scenario.Family.Items.SelectMany(item => item.Present.Concat(item.Absent)).Where(phrase => phrase.Length > 25).Select(scenario.Fill));

    private static string WithoutFindings(string text, JsonElement data)
    {
        foreach (var finding in data.GetProperty("findings").EnumerateArray())
        {
            foreach (var said in new[] { finding.GetProperty("text").GetString()!, finding.GetProperty("code").GetString()! })
                text = text.Replace(said, "", StringComparison.Ordinal).Replace(said.Replace("\"", "\\\"", StringComparison.Ordinal), "", StringComparison.Ordinal);
        }

        return text;
    }

    private static ConversationScenario Opposite(ConversationScenario scenario) => scenario with
    {
        Twin = scenario.Family.Twins.First(twin => twin.IsDangerous != scenario.Twin.IsDangerous),
        Present = ~scenario.Present & ((1U << scenario.Family.Items.Length) - 1),
        Backgrounds = ~scenario.Backgrounds & 0xFFF,
        Pressure = null,
        AsksAiAtTurn = 3,
        Injection = null,
        LowLiteracy = !scenario.LowLiteracy,
        StartTrust = 99,
        Contraindicated = ~scenario.Contraindicated,
    };
}
