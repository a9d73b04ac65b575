using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.TriageQueue;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>The suite over the triage queue.</summary>
public sealed class TriageQueueConformanceTests : EnvironmentConformanceTests
{
    private const int WastedCounterAt = 58;

    protected override IEnvironment Environment => Triage.Environment;

    protected override IReadOnlyList<string> RareEvents => ["retriaged"];

    protected override AgentAction WaitOneMinute => AgentAction.Call("wait", new { minutes = 1 });

    protected override IEnumerable<AgentAction> ImpossibleAtFirst =>
    [
        AgentAction.Call("ask", new { patient = "P12", topic = "history" }),
        AgentAction.Call("reassess", new { patient = "P11" }),
        AgentAction.Call("dispose", new { patient = "P1", disposition = "DX" }),
        AgentAction.Call("dispose", new { patient = "P1", disposition = "DX", team = "none" }),
        AgentAction.Call("escalate", new { patient = "P1", to = "call_back" }),
        AgentAction.Call("advise", new { patient = "P1", medicine = "morphine" }),
        AgentAction.Call("measure", new { patient = "P1", what = "troponin" }),
    ];

    protected override AgentAction Stall(int step) => AgentAction.Call("assign_category", new { patient = "P1", category = 1 + (step % 5) });

    protected override byte[] WithoutCounters(byte[] snapshot)
    {
        snapshot.AsSpan(WastedCounterAt, sizeof(ushort)).Clear();
        return snapshot;
    }

    /// <summary>Asked about home in front of the person beside them.</summary>
    private protected override IEnumerable<Move> RareMoves
    {
        get
        {
            var first = Environment.Reset(Triage.Find(scenario => scenario.Patients[0].PartnerPresent && scenario.Patients[0].Language is null).Key);
            var ask = AgentAction.Call("ask", new { patient = "P1", topic = "home" });
            yield return new Move(null, null, first);
            yield return new Move(first.State, ask, Environment.Step(first.State, ask));
        }
    }

    /// <summary>Text and data name the same patients, and both say when it is over.</summary>
    private protected override void CheckObservation(Move move)
    {
        var text = move.After.Observation.Text;
        var data = JsonElement.Parse(move.After.Observation.Data.Span);
        var listed = data.GetProperty("patients").EnumerateArray().Select(patient => patient.GetProperty("id").GetString()!).ToArray();
        var queue = text[text.IndexOf("Queue:\n", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ')[0]);
        Assert.Equal(listed, queue);
        Assert.Equal(move.Ended, data.GetProperty("ended").GetBoolean());
        Assert.Equal(move.Ended, text.Contains("The shift is over.", StringComparison.Ordinal));
        Assert.Equal(move.After.Observation.TimeMinutes, data.GetProperty("minute").GetInt32());
        Assert.Equal(move.After.InvalidAction is null, data.GetProperty("result").GetProperty("valid").GetBoolean());
        foreach (var happened in move.After.Events.Where(happened => happened.Subject is not null && happened.Kind.Name is not ("must_do_missed" or "harmed")))
            Assert.Contains(happened.Subject!, listed);
    }
}
