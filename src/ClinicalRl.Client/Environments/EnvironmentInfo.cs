using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Client.Environments;

/// <summary>An environment as the service publishes it.</summary>
/// <param name="Id">Kebab-case id.</param>
/// <param name="Version">Semantic version.</param>
/// <param name="Title">Human name.</param>
/// <param name="Description">What the agent is and does.</param>
/// <param name="Tools">The tools, each with the JSON Schema of its arguments; null in a list.</param>
public sealed record EnvironmentInfo(string Id, string Version, string Title, string Description, IReadOnlyList<ToolInfo>? Tools = null)
{
    /// <summary>Everything else that the service says of it, as sent.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Further { get; set; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

/// <summary>A tool, in the form that language models take function definitions in.</summary>
/// <param name="Type">Always <c>function</c>.</param>
/// <param name="Function">The tool itself.</param>
public sealed record ToolInfo(string Type, FunctionInfo Function);

/// <summary>What a tool is called and takes.</summary>
/// <param name="Name">Name to call it by.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">JSON Schema of the arguments object.</param>
public sealed record FunctionInfo(string Name, string Description, JsonElement Parameters);
