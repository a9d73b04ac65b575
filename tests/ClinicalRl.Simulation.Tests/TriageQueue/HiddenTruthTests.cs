using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.Environments;
using ClinicalRl.Simulation.TriageQueue;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue;

/// <summary>Nothing hidden shows before it is sought.</summary>
public sealed class HiddenTruthTests
{
    private static readonly string[] Policies = ["guideline", "verbose", "escalate-all"];

    [Fact]
    public void FirstObservation_IsTheSame_WhateverIsWrongWithThePatients()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var scenario = Triage.Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, Difficulty.Hard));
            var other = scenario with { Patients = [.. scenario.Patients.Select(Opposite)] };
            var (one, two) = (First(scenario), First(other));
            Assert.Equal(one.Text, two.Text);
            Assert.True(one.Data.Span.SequenceEqual(two.Data.Span));
        }
    }

    [Fact]
    public void Findings_ComeOnlyFromTheCheckThatSeeksThem()
    {
        var told = 0;
        foreach (var (move, scenario) in Moves())
        {
            var result = JsonElement.Parse(move.After.Observation.Data.Span).GetProperty("result");
            foreach (var finding in result.GetProperty("findings").EnumerateArray())
            {
                var patient = scenario.Patients.Single(known => known.Id == result.GetProperty("patient").GetString());
                Assert.Contains(finding.GetProperty("code").GetString()!, Sought(patient, move.Action!.Tool, move.Action.Arguments));
                told++;
            }
        }

        Assert.True(told > 400, $"only {told} findings were told");
    }

    [Fact]
    public void Observations_HoldNoConditionTwinOrUnsoughtFinding()
    {
        foreach (var (move, scenario) in Moves())
        {
            var data = JsonElement.Parse(move.After.Observation.Data.Span);
            var words = WithoutWhatMayBeSaid(move.After.Observation.Text, data, scenario);
            var bare = WithoutWhatMayBeSaid(Encoding.UTF8.GetString(move.After.Observation.Data.Span), data, scenario);
            foreach (var row in data.GetProperty("patients").EnumerateArray())
            {
                var patient = scenario.Patients.Single(known => known.Id == row.GetProperty("id").GetString());
                foreach (var secret in Secrets(patient))
                {
                    Assert.DoesNotContain(secret, words, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain(secret, bare, StringComparison.OrdinalIgnoreCase);
                }
            }
        }
    }

    [Fact]
    public void Observations_ListOnlyThoseWhoHaveArrived()
    {
        foreach (var (move, scenario) in Moves())
        {
            var listed = JsonElement.Parse(move.After.Observation.Data.Span).GetProperty("patients").GetArrayLength();
            Assert.Equal(scenario.Patients.Count(patient => patient.ArrivalMinute <= move.After.Observation.TimeMinutes), listed);
        }
    }

    private static IEnumerable<(Move Move, TriageScenario Scenario)> Moves() =>
        from seed in Enumerable.Range(0, 6)
        let key = new ScenarioKey(Split.Validation, (ulong)seed, (Difficulty)(seed % 3))
        let scenario = Triage.Environment.Generator.Generate(key)
        from move in Policies.SelectMany(policy => Rollout.Play(Triage.Environment, key, policy)).Concat(Rollout.Fuzz(Triage.Environment, key, (ulong)seed, steps: 120))
        select (move, scenario);

    private static Observation First(TriageScenario scenario) => new TriageStep(Triage.Content, Triage.Environment.Judgement, scenario).Finish(null).Observation;

    /// <summary>The same surface over the opposite truth.</summary>
    private static ScenarioPatient Opposite(ScenarioPatient patient) => patient with
    {
        Twin = patient.Family.Twins.First(twin => twin.IsDangerous != patient.Twin.IsDangerous),
        Findings = ~patient.Findings & ((1U << patient.Family.Findings.Length) - 1),
        Backgrounds = ~patient.Backgrounds & ((1U << Triage.Content.Backgrounds.Length) - 1),
        VitalsAtArrival = [.. patient.VitalsAtArrival.Select(value => value + 1)],
        HarmMinute = patient.HarmMinute == int.MaxValue ? 30 : int.MaxValue,
        PatienceMinute = patient.PatienceMinute + 9,
        Language = patient.Language is null ? "Polish" : null,
        Pressure = patient.Pressure is null ? "No." : null,
        Distractor = patient.Distractor is null ? "Yes." : null,
        ConsultationMinutes = patient.ConsultationMinutes + 1,
        BayMinutes = patient.BayMinutes + 1,
    };

    private static HashSet<string> Sought(ScenarioPatient patient, string tool, JsonElement arguments)
    {
        var what = arguments.EnumerateObject().First(argument => argument.Name is "topic" or "region" or "what").Value.GetString()!;
        var check = Triage.Content.Checks.Find(tool, what)!.Value;
        var codes = patient.Family.Findings.Where(finding => finding.Check == check || (what == "history" && finding.Disclosure == Disclosure.Open)).Select(finding => finding.Code)
            .Concat(Triage.Content.Backgrounds.Where(background => background.Check == check).Select(background => background.Code));
        return [.. codes, what is "pregnancy_test" or "pregnancy" ? "pregnant" : ""];
    }

    private static IEnumerable<string> Secrets(ScenarioPatient patient) =>
        patient.Family.Twins.Select(twin => twin.Condition)
            .Concat(patient.Family.Twins.Where(twin => twin.Name.Contains('-', StringComparison.Ordinal)).Select(twin => twin.Name))
            .Concat(["dangerous", "benign", "intermediate"])
            .Concat(patient.Family.Findings.Where(finding => finding.Code.Contains('-', StringComparison.Ordinal)).Select(finding => finding.Code))
            .Concat(patient.Family.Findings.SelectMany(finding => new[] { finding.Present, finding.Absent }));

    /// <summary>Takes out the surface that all twins share, what the last action brought to light, and reasons for a refusal, which repeat the caller's words.</summary>
    private static string WithoutWhatMayBeSaid(string text, JsonElement data, TriageScenario scenario)
    {
        var left = new StringBuilder(text);
        foreach (var patient in scenario.Patients)
        {
            foreach (var said in new[] { patient.Complaint, patient.Note, patient.Distractor, patient.Pressure, patient.Family.Title })
                Remove(left, said);
        }

        foreach (var finding in data.GetProperty("result").GetProperty("findings").EnumerateArray())
        {
            Remove(left, finding.GetProperty("text").GetString());
            Remove(left, finding.GetProperty("code").GetString());
        }

        if (!data.GetProperty("result").GetProperty("valid").GetBoolean())
            Remove(left, data.GetProperty("result").GetProperty("text").GetString());
        return left.ToString();
    }

    private static void Remove(StringBuilder text, string? said)
    {
        if (said is not { Length: > 0 })
            return;
        text.Replace(said, "");
        text.Replace(JsonEncodedText.Encode(said, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value, "");
    }
}
