using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Testing.Corridor;

/// <summary>Turns round when the draught weakens or a wall is met, leaves where the door is.</summary>
internal sealed class DraughtPolicy : IPolicy
{
    private string direction = "left";
    private int lastPosition = -1;

    public AgentAction Act(JsonElement observation)
    {
        var data = observation.GetProperty("data");
        var draught = data.GetProperty("draught").GetString();
        var position = data.GetProperty("position").GetInt32();
        if (draught == "here")
            return AgentAction.Call("finish");
        if (draught == "weaker" || position == lastPosition)
            direction = direction == "left" ? "right" : "left";
        lastPosition = position;
        return AgentAction.Call("move", new { direction });
    }
}

/// <summary>Any tool, now and then a wrong one.</summary>
internal sealed class AimlessPolicy(ulong seed) : IPolicy
{
    private RandomStream random = new(seed);

    public AgentAction Act(JsonElement observation) => random.Next(20) switch
    {
        0 => AgentAction.Call("finish"),
        1 => AgentAction.Call("dance", new { with = "the door" }, message: "\"Shall we?\" – ½ a turn\n"),
        2 => AgentAction.Call("wait", new { minutes = random.Between(-1, 32) }),
        < 12 => AgentAction.Call("move", new { direction = "left" }),
        _ => AgentAction.Call("move", new { direction = "right" }),
    };
}
