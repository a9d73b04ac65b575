using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>What an agent did, and what it saw of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Tool">The tool called.</param>
/// <param name="Arguments">Its arguments, one JSON object.</param>
/// <param name="Message">Words to patient or colleague, or null.</param>
/// <param name="Rationale">The agent's own reasoning, or null.</param>
/// <param name="Observation">What was seen after it.</param>
/// <param name="Minutes">Simulated minutes since the beginning, after it.</param>
/// <param name="IsAsked">Whether the step must be scored.</param>
public sealed record TrajectoryStep(int Number, string Tool, string Arguments, string? Message, string? Rationale, string Observation, int Minutes, bool IsAsked);

/// <summary>An episode as an evaluator reads it: what was seen and done, and nothing of rewards, ids, seeds or who acted.</summary>
/// <param name="Opening">What was seen at the beginning.</param>
/// <param name="Steps">The steps in order.</param>
public sealed record Trajectory(string Opening, ImmutableArray<TrajectoryStep> Steps)
{
    /// <summary>What stands in the place of a hidden name.</summary>
    public const string Hidden = "[hidden]";

    /// <summary>Shortest name that is hidden: shorter ones would hide the words of the case.</summary>
    public const int ShortestHidden = 4;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Numbers of the steps that must be scored.</summary>
    [JsonIgnore]
    public IEnumerable<int> Asked => Steps.Where(step => step.IsAsked).Select(step => step.Number);

    /// <summary>
    /// Without the agent's reasoning, unless <paramref name="showRationale"/>, and without <paramref name="names"/> (of agents, runs, models) wherever the
    /// agent's own words or arguments give them away. What was seen stays as it was: it comes from the simulator, which knows of no names.
    /// </summary>
    public Trajectory Blind(IEnumerable<string> names, bool showRationale)
    {
        var hidden = names.Where(name => name.Trim().Length >= ShortestHidden).OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Select(Regex.Escape).ToArray();
        var pattern = hidden.Length == 0 ? null : new Regex(string.Join('|', hidden), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
        return this with
        {
            Steps = [.. Steps.Select(step => step with
            {
                Tool = Cover(step.Tool)!, Arguments = CoverArguments(step.Arguments), Message = Cover(step.Message), Rationale = showRationale ? Cover(step.Rationale) : null,
            })],
        };

        string CoverArguments(string arguments)
        {
            if (pattern is null)
                return arguments;
            var node = JsonNode.Parse(arguments)!;
            CoverTexts(node, Cover);
            return node.ToJsonString(Readable);
        }

        string? Cover(string? text) => text is null || pattern is null ? text : pattern.Replace(text, Hidden);
    }

    /// <summary>Every string at any depth; names of members belong to the tool and stay.</summary>
    private static void CoverTexts(JsonNode? node, Func<string?, string?> cover)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (IsText(value))
                    members[name] = cover(value!.GetValue<string>());
                else
                    CoverTexts(value, cover);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (IsText(items[i]))
                    items[i] = cover(items[i]!.GetValue<string>());
                else
                    CoverTexts(items[i], cover);
            }
        }
    }

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String;
}
