using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing;
using ClinicalRl.Simulation.Tests.Prescribing;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>The suite over prescribing.</summary>
public sealed class PrescribingConformanceTests : EnvironmentConformanceTests
{
    private const int Counters = 4;   // wasted actions and unsafe notations

    protected override IEnvironment Environment => Prescriber.Environment;

    protected override AgentAction WaitOneMinute => AgentAction.Call("wait", new { minutes = 1 });

    protected override IEnumerable<AgentAction> ImpossibleAtFirst =>
    [
        AgentAction.Call("amend", new { order = "M24", dose = 1 }),
        AgentAction.Call("stop", new { order = "M23" }),
        AgentAction.Call("calculate", new { formula = "creatinine_clearance" }),
        AgentAction.Call("calculate", new { formula = "oral_morphine_equivalent" }),
        AgentAction.Call("calculate", new { formula = "dose_for_weight" }),
        AgentAction.Call("calculate", new { formula = "oral_morphine_equivalent", drug = "fentanyl_patch", dose = 13, frequency = "every_72_hours" }),
        Prescriber.Prescribe("insulin_aspart", 6, "U", "subcutaneous", "three_times_daily", 7, "diabetes-insulin-mealtime"),
        Prescriber.Prescribe("digoxin", 125, "mcg", "oral", "once_daily", 28, "atrial-fibrillation-rate"),
        Prescriber.Prescribe("digoxin", 125, "grains", "oral", "once_daily", 28, "atrial-fibrillation-rate"),
        Prescriber.Prescribe("heroin", 5, "mg", "oral", "once_daily", 28, "pain"),
    ];

    /// <summary>Waiting a minute never ends a request before its step limit.</summary>
    protected override AgentAction Stall(int step) => WaitOneMinute;

    protected override byte[] WithoutCounters(byte[] snapshot)
    {
        snapshot.AsSpan(PrescribingState.ProgressAt, Counters).Clear();
        return snapshot;
    }

    /// <summary>Harm through delay, a call from the pharmacist, and a request left lying.</summary>
    private protected override IEnumerable<Move> RareMoves
    {
        get
        {
            AgentAction[] unsafelyWritten = [Prescriber.Prescribe("insulin_aspart", 6, "IU", "subcutaneous", "three_times_daily", 7, "diabetes-insulin-mealtime")];
            foreach (var script in new[] { unsafelyWritten, Enumerable.Repeat(AgentAction.Call("wait", new { minutes = 30 }), 10), Enumerable.Repeat(AgentAction.Call("sign"), 2) })
            {
                var scenario = Prescriber.Find(scenario => scenario.Family.Id == "sepsis-antibiotic" && scenario.Twin.IsDangerous && scenario.PharmacistOnDuty);
                var move = new Move(null, null, Environment.Reset(scenario.Key));
                yield return move;
                foreach (var action in script)
                {
                    if (move.Ended)
                        break;
                    move = new Move(move.After.State, action, Environment.Step(move.After.State, action));
                    yield return move;
                }
            }
        }
    }

    /// <summary>Text and data show the same chart, and both say when it is over.</summary>
    private protected override void CheckObservation(Move move)
    {
        var text = move.After.Observation.Text;
        var data = JsonElement.Parse(move.After.Observation.Data.Span);
        var listed = data.GetProperty("chart").EnumerateArray().Select(line => line.GetProperty("id").GetString()!).ToArray();
        var shown = text[text.IndexOf("Chart:\n", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(line => line[0] == 'M').Select(line => line.Split(' ')[0]);
        Assert.Equal(listed, shown);
        Assert.Equal(move.Ended, data.GetProperty("ended").GetBoolean());
        Assert.Equal(move.Ended, text.Contains(". Ended.", StringComparison.Ordinal));
        Assert.Equal(move.After.Observation.TimeMinutes, data.GetProperty("minute").GetInt32());
        Assert.Equal(move.After.InvalidAction is null, data.GetProperty("result").GetProperty("valid").GetBoolean());
    }
}
