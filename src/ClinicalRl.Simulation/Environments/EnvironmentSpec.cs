using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Environments;

/// <summary>The published face of an environment.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>Kebab-case id, such as <c>triage-queue</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Changes with every change to any golden trace.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>SHA-256, lower-case hex, over the engine version and every clinical content file.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Human name.</summary>
    public required string Title { get; init; }

    /// <summary>A paragraph saying what the agent is and does.</summary>
    public required string Description { get; init; }

    /// <summary>The tools, in the order they are documented.</summary>
    public required ImmutableArray<ToolDefinition> Tools { get; init; }

    /// <summary>What reward functions may speak of.</summary>
    public required FactSchema Facts { get; init; }

    /// <summary>The failure modes its scenarios expose.</summary>
    public required ImmutableArray<Hazard> Hazards { get; init; }

    /// <summary>Steps after which an episode is truncated.</summary>
    public required int MaxSteps { get; init; }

    /// <summary>Id of the reward function used when none is asked for.</summary>
    public required string DefaultRewardFunction { get; init; }

    /// <summary>JSON Schema of the observation's <c>data</c>.</summary>
    public required string ObservationDataSchema { get; init; }

    /// <summary>Clinical claims in its content that still await a specialist's check, as sentences.</summary>
    public required ImmutableArray<string> Unverified { get; init; }

    /// <summary>Published versions, newest first: what changed and when.</summary>
    public required ImmutableArray<string> History { get; init; }

    /// <summary>The tool called <paramref name="name"/>, or null.</summary>
    public ToolDefinition? FindTool(string name)
    {
        foreach (var tool in Tools)
        {
            if (tool.Name == name)
                return tool;
        }

        return null;
    }
}
