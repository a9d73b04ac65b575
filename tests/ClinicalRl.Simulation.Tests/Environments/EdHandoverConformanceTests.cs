using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.EdHandover;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>The suite over handovers.</summary>
public sealed class EdHandoverConformanceTests : EnvironmentConformanceTests
{
    private const int WastedCounterAt = 18;   // after the header and the minute

    protected override IEnvironment Environment => Handovers.Environment;

    protected override IReadOnlyList<string> RareEvents => ["loosely_worded"];

    protected override AgentAction WaitOneMinute => AgentAction.Call("wait", new { minutes = 1 });

    protected override IEnumerable<AgentAction> ImpossibleAtFirst =>
    [
        AgentAction.Call("answer", new { question = "Q1", stance = "hold" }),
        AgentAction.Call("answer", new { question = "CALL", stance = "decline" }),
        AgentAction.Call("answer", new { question = "PUSH", text = "Yes." }),
        AgentAction.Call("confirm_readback"),
        AgentAction.Call("confirm_readback", new { line = 1, value = 3 }),
        AgentAction.Call("reconcile", new { about = "allergies", entry = "E99" }),
        AgentAction.Call("reconcile", new { about = "allergies", entry = "7" }),
        AgentAction.Call("compose", new { item = "HO05" }),
        AgentAction.Call("compose", new { item = "HO05", code = "elixir" }),
        AgentAction.Call("compose", new { item = "HO05", code = "aspirin", time = "25:00" }),
        AgentAction.Call("compose", new { item = "HO05", value = 3 }),
        AgentAction.Call("compose", new { item = "HO01", nhs_number = "12" }),
        AgentAction.Call("compose", new { item = "HO01", date_of_birth = "yesterday" }),
        AgentAction.Call("compose", new { item = "HO16", text = "x" }),
    ];

    /// <summary>Raising an alert twice takes no time, so that only the step limit ends it.</summary>
    protected override AgentAction Stall(int step) => AgentAction.Call("flag", new { what = "infection" });

    protected override byte[] WithoutCounters(byte[] snapshot)
    {
        snapshot.AsSpan(WastedCounterAt, sizeof(ushort)).Clear();
        return snapshot;
    }

    /// <summary>Text and data say the same about time, validity, what is open and whether it is over.</summary>
    private protected override void CheckObservation(Move move)
    {
        var text = move.After.Observation.Text;
        var data = JsonElement.Parse(move.After.Observation.Data.Span);
        Assert.Equal(move.Ended, data.GetProperty("ended").GetBoolean());
        Assert.Equal(move.Ended, text.Contains("The handover is over", StringComparison.Ordinal));
        Assert.Equal(move.After.Observation.TimeMinutes, data.GetProperty("minute").GetInt32());
        Assert.Equal(move.After.InvalidAction is null, data.GetProperty("result").GetProperty("valid").GetBoolean());
        foreach (var open in data.GetProperty("open").EnumerateArray().Where(open => open.GetProperty("id").GetString() != "CALL"))
            Assert.Contains(open.GetProperty("text").GetString()!, text, StringComparison.Ordinal);
        foreach (var news in data.GetProperty("news").EnumerateArray())
            Assert.Contains(news.GetString()!, text, StringComparison.Ordinal);
    }
}
