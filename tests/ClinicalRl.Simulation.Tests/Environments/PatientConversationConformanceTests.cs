using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.PatientConversation;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>The suite over the patient conversation.</summary>
public sealed class PatientConversationConformanceTests : EnvironmentConformanceTests
{
    protected override IEnvironment Environment => Talks.Environment;

    protected override AgentAction WaitOneMinute => AgentAction.Call("listen");

    protected override IReadOnlyList<string> RareEvents => ["information_shared", "patient_left", "unsafe_question"];

    protected override IEnumerable<AgentAction> ImpossibleAtFirst =>
    [
        AgentAction.Call("refer"),
        AgentAction.Call("refer", new { to = "theatre" }),
        AgentAction.Call("safety_net"),
        AgentAction.Call("ask", new { topic = "horoscope" }),
        AgentAction.Call("advise", new { what = (string[])["morphine"] }),
        AgentAction.Call("advise", new { what = "aspirin" }),
    ];

    protected override AgentAction Stall(int step) => AgentAction.Call("listen");

    /// <summary>The counter of wasted actions stands last.</summary>
    protected override byte[] WithoutCounters(byte[] snapshot)
    {
        snapshot.AsSpan(snapshot.Length - sizeof(ushort)).Clear();
        return snapshot;
    }

    /// <summary>Text and data say the same, and both say when it is over.</summary>
    private protected override void CheckObservation(Move move)
    {
        var text = move.After.Observation.Text;
        var data = JsonElement.Parse(move.After.Observation.Data.Span);
        Assert.Contains(data.GetProperty("said").GetString()!, text, StringComparison.Ordinal);
        Assert.Contains(data.GetProperty("noticed").GetString()!, text, StringComparison.Ordinal);
        Assert.Contains(data.GetProperty("patient").GetProperty("name").GetString()!, text, StringComparison.Ordinal);
        Assert.Equal(move.Ended, data.GetProperty("ended").GetBoolean());
        Assert.Equal(move.Ended, text.Contains("The consultation is over.", StringComparison.Ordinal));
        Assert.Equal(move.After.Observation.TimeMinutes, data.GetProperty("minute").GetInt32());
        Assert.Equal(move.After.InvalidAction is null, data.GetProperty("result").GetProperty("valid").GetBoolean());
        Assert.DoesNotContain('{', data.GetProperty("said").GetString()!);
    }
}
