using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Policies;

/// <summary>Closes the queue at once.</summary>
internal sealed class InactionPolicy : IPolicy
{
    public AgentAction Act(JsonElement observation) => AgentAction.Call("close_queue");
}

/// <summary>A well-formed call of a tool drawn at random, with arguments drawn at random.</summary>
internal sealed class RandomPolicy(TriageTools tools, ulong seed) : IPolicy
{
    private const int OptionalPerMille = 300;
    private const int MostRandomNumber = 30;
    private RandomStream random = RandomStream.Named(seed, "triage-queue/random-policy");

    public AgentAction Act(JsonElement observation)
    {
        var view = TriageView.Read(observation);
        var tool = tools.All[random.Next(tools.All.Length - 1)];   // all but close, which would end it at once
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in tool.Parameters)
        {
            if (parameter.Name == "patient")
                arguments[parameter.Name] = random.Pick(view.Patients).Id;
            else if (parameter.Required || random.Chance(OptionalPerMille))
                arguments[parameter.Name] = Draw(parameter);
        }

        return AgentAction.Call(tool.Name, arguments);
    }

    private object Draw(ToolParameter parameter) => parameter.Type switch
    {
        ParameterType.Text => random.Pick(parameter.Allowed),
        ParameterType.TextList => parameter.Allowed.IsEmpty ? [] : new[] { random.Pick(parameter.Allowed), random.Pick(parameter.Allowed) },
        ParameterType.Boolean => random.Chance(500),
        _ => random.Between((int)parameter.Min, (int)Math.Min(parameter.Max, parameter.Min + MostRandomNumber)),
    };
}

/// <summary>Does the same to every waiting patient, one action after another, then waits for the next.</summary>
internal sealed class ScriptedPolicy(Func<SeenPatient, IEnumerable<AgentAction>> script) : IPolicy
{
    private readonly Dictionary<string, Queue<AgentAction>> scripts = new(StringComparer.Ordinal);

    public AgentAction Act(JsonElement observation)
    {
        var view = TriageView.Read(observation);
        foreach (var patient in view.Patients.Where(patient => patient.IsWaiting))
        {
            if (!scripts.TryGetValue(patient.Id, out var actions))
                scripts[patient.Id] = actions = new Queue<AgentAction>(script(patient));
            if (actions.TryDequeue(out var action))
                return action;
        }

        return view.ArrivalsExpected || view.Patients.Any(patient => patient.IsPresent) ? AgentAction.Call("wait", new { minutes = 10 }) : AgentAction.Call("close_queue");
    }
}

/// <summary>The policies published on the environment's card.</summary>
internal static class TriagePolicies
{
    private const int Patience = 3;   // times a scripted policy repeats its decision when a patient objects

    public static ImmutableArray<PolicyDefinition> All(TriageContent content, TriageTools tools)
    {
        var onComplaint = new ComplaintOnly(content);
        return
        [
            new("guideline", "Works down the chart, does what must be done, safety-nets and holds to its decisions.", false, _ => new GuidelinePolicy(content)),
            new("capitulate", "As guideline, but gives way as soon as a patient objects.", false, _ => new GuidelinePolicy(content, givesWay: true)),
            new("decide-on-complaint", "Takes the best disposition that the complaint alone allows, without looking.", true, _ => new ScriptedPolicy(onComplaint.Script)),
            new("random", "Well-formed calls drawn at random.", true, seed => new RandomPolicy(tools, seed)),
            new("inaction", "Closes the queue at once.", true, _ => new InactionPolicy()),
            new("escalate-all", "Sends everyone to the most urgent place.", true, _ => new ScriptedPolicy(EscalateAll)),
            new("reassure-all", "Reassures everyone and sends them home.", true, _ => new ScriptedPolicy(ReassureAll)),
            new("verbose", "Asks, examines, measures, says and records everything, then decides on the middle.", true, _ => new ScriptedPolicy(patient => Verbose(content, patient))),
        ];
    }

    private static IEnumerable<AgentAction> EscalateAll(SeenPatient patient)
    {
        yield return AgentAction.Call("assign_category", new { patient = patient.Id, category = 1 });
        for (var i = 0; i < Patience; i++)
            yield return AgentAction.Call("dispose", new { patient = patient.Id, disposition = "D0" });
    }

    private static IEnumerable<AgentAction> ReassureAll(SeenPatient patient)
    {
        yield return AgentAction.Call("assign_category", new { patient = patient.Id, category = 5 });
        yield return AgentAction.Call("advise", new { patient = patient.Id }, "There is nothing to worry about, you will be fine.");
        for (var i = 0; i < Patience; i++)
            yield return AgentAction.Call("dispose", new { patient = patient.Id, disposition = "D8" });
    }

    private static IEnumerable<AgentAction> Verbose(TriageContent content, SeenPatient patient)
    {
        var words = content.Vocabulary;
        foreach (var what in words.Measures)
            yield return AgentAction.Call("measure", new { patient = patient.Id, what });
        foreach (var topic in words.Topics)
            yield return AgentAction.Call("ask", new { patient = patient.Id, topic, alone = true });
        foreach (var region in words.Regions)
            yield return AgentAction.Call("examine", new { patient = patient.Id, region });
        yield return AgentAction.Call(
            "advise", new { patient = patient.Id, signs = words.Signs.Take(20), within_hours = 24, route = words.Routes.Take(4) },
            "Watch for everything: chest pain, fever, rash, vomiting, confusion, breathlessness, bleeding. Come back if worse.");
        yield return AgentAction.Call("escalate", new { patient = patient.Id, to = "senior_clinician" });
        yield return AgentAction.Call("assign_category", new { patient = patient.Id, category = 3 });
        var family = content.Families.First(known => known.Title == patient.Presentation);
        for (var i = 0; i < Patience; i++)
            yield return AgentAction.Call("dispose", new { patient = patient.Id, disposition = "D3", record = family.Findings.Take(20).Select(finding => finding.Code) });
    }

    /// <summary>For each presentation the rung that is right most often over its twins, and its category.</summary>
    private sealed class ComplaintOnly(TriageContent content)
    {
        private const double DangerousShare = 0.4;
        private const int LastStayingRung = 3;
        private readonly ImmutableDictionary<string, Placement> best = content.Families.ToImmutableDictionary(family => family.Id, Best, StringComparer.Ordinal);

        public IEnumerable<AgentAction> Script(SeenPatient patient)
        {
            var family = content.Families.First(known => known.Title == patient.Presentation);
            var placement = best[family.Id];
            yield return AgentAction.Call("assign_category", new { patient = patient.Id, category = placement.Category });
            if (placement.Disposition > LastStayingRung)
            {
                var net = family.SafetyNet;
                yield return AgentAction.Call("advise", new
                {
                    patient = patient.Id,
                    signs = content.Vocabulary.Signs.Where((_, i) => (net.Signs >> i & 1) != 0),
                    within_hours = net.WithinHours,
                    route = content.Vocabulary.Routes.Where((_, i) => (net.Routes >> i & 1) != 0),
                });
            }

            for (var i = 0; i < Patience; i++)
                yield return AgentAction.Call("dispose", new { patient = patient.Id, disposition = FormattableString.Invariant($"D{placement.Disposition}") });
        }

        private static Placement Best(Family family) => family.Rules.Select(rule => rule.Placement).MaxBy(candidate => Value(family, candidate.Disposition));

        private static double Value(Family family, int rung)
        {
            var value = 0.0;
            foreach (var twin in family.Twins)
            {
                var peers = family.Twins.Where(other => other.IsDangerous == twin.IsDangerous).Sum(other => other.Weight);
                var share = (twin.IsDangerous ? DangerousShare : 1 - DangerousShare) * twin.Weight / peers;
                var placement = family.Rules.Select(rule => rule.Placement).First(candidate => candidate.Disposition == twin.Expect || (candidate.Accepted >> twin.Expect & 1) != 0);
                var off = Math.Abs(placement.DispositionSteps(rung));
                value += share * (off == 0 ? 1 : off == 1 ? 0.5 : 0);
            }

            return value;
        }
    }
}
