using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Client.Serialization;

namespace ClinicalRl.Client.Episodes;

/// <summary>What an agent does in one step: a call of one of the environment's tools.</summary>
/// <param name="Tool">Name of the tool.</param>
/// <param name="Arguments">A JSON object; null for none.</param>
/// <param name="Message">Words to the patient or colleague.</param>
/// <param name="Rationale">The agent's own reasoning; recorded, never judged.</param>
/// <param name="Confidence">Stated probability of being right, 0 to 1.</param>
public sealed record AgentAction(string Tool, JsonElement? Arguments = null, string? Message = null, string? Rationale = null, double? Confidence = null)
{
    /// <summary>A call with arguments given as a JSON object, such as <c>new JsonObject { ["patient"] = "P1" }</c>.</summary>
    public static AgentAction Call(string tool, JsonObject? arguments = null, string? message = null) =>
        new(tool, arguments is null ? null : JsonSerializer.SerializeToElement(arguments, ClientJson.Default.JsonObject), message);
}
