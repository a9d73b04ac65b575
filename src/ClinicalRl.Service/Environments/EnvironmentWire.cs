using System.Text.Json;

namespace ClinicalRl.Service.Environments;

/// <summary>All environments.</summary>
public sealed record EnvironmentList
{
    /// <summary>The environments in brief.</summary>
    public required IReadOnlyList<EnvironmentBrief> Items { get; init; }
}

/// <summary>An environment in brief.</summary>
public record EnvironmentBrief
{
    /// <summary>Kebab-case id.</summary>
    public required string Id { get; init; }

    /// <summary>Semantic version; ask for id, id@major or id@version.</summary>
    public required string Version { get; init; }

    /// <summary>Human name.</summary>
    public required string Title { get; init; }

    /// <summary>What the agent is and does.</summary>
    public required string Description { get; init; }

    /// <summary>SHA-256 over engine version and clinical content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Used when a new episode names none.</summary>
    public required string DefaultRewardFunction { get; init; }

    /// <summary>Steps after which an episode is truncated.</summary>
    public required int MaxSteps { get; init; }
}

/// <summary>An environment.</summary>
public sealed record EnvironmentDetail : EnvironmentBrief
{
    /// <summary>Scenario spaces.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>Difficulties.</summary>
    public required IReadOnlyList<string> Difficulties { get; init; }

    /// <summary>The tools as function definitions that language models take.</summary>
    public required IReadOnlyList<ToolAnswer> Tools { get; init; }

    /// <summary>The fact schema: what reward functions may speak of.</summary>
    public required IReadOnlyList<EventAnswer> Events { get; init; }

    /// <summary>Failure modes that scenarios can expose.</summary>
    public required IReadOnlyList<HazardAnswer> Hazards { get; init; }

    /// <summary>JSON Schema of an observation's data.</summary>
    public required JsonElement ObservationDataSchema { get; init; }

    /// <summary>Agents written by hand that the card publishes.</summary>
    public required IReadOnlyList<PolicyAnswer> Policies { get; init; }

    /// <summary>Clinical claims that still await a specialist's check.</summary>
    public required IReadOnlyList<string> Unverified { get; init; }

    /// <summary>Published versions, newest first.</summary>
    public required IReadOnlyList<string> History { get; init; }
}

/// <summary>A tool as language models take it.</summary>
public sealed record ToolAnswer
{
    /// <summary>Always function.</summary>
    public required string Type { get; init; }

    /// <summary>The function.</summary>
    public required FunctionAnswer Function { get; init; }
}

/// <summary>A tool's name, purpose and arguments.</summary>
public sealed record FunctionAnswer
{
    /// <summary>Give it as 'tool'.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema of 'arguments'.</summary>
    public required JsonElement Parameters { get; init; }
}

/// <summary>A kind of event that criteria judge.</summary>
public sealed record EventAnswer
{
    /// <summary>Snake-case name.</summary>
    public required string Name { get; init; }

    /// <summary>When it happens.</summary>
    public required string Description { get; init; }

    /// <summary>The facts of each such event.</summary>
    public required IReadOnlyList<FactAnswer> Facts { get; init; }
}

/// <summary>A typed fact.</summary>
public sealed record FactAnswer
{
    /// <summary>Snake-case name.</summary>
    public required string Name { get; init; }

    /// <summary>boolean, integer, number or symbol.</summary>
    public required string Type { get; init; }

    /// <summary>What is true when it holds.</summary>
    public required string Description { get; init; }

    /// <summary>Unit, or null.</summary>
    public required string? Unit { get; init; }

    /// <summary>Smallest value of a number, included.</summary>
    public required double? Min { get; init; }

    /// <summary>Largest value of a number, included.</summary>
    public required double? Max { get; init; }

    /// <summary>Words of a symbol.</summary>
    public required IReadOnlyList<string>? Symbols { get; init; }
}

/// <summary>A failure mode.</summary>
public sealed record HazardAnswer
{
    /// <summary>Stable id.</summary>
    public required string Id { get; init; }

    /// <summary>CS01 to CS10.</summary>
    public required string Category { get; init; }

    /// <summary>S0 to S5, worst plausible.</summary>
    public required string Severity { get; init; }

    /// <summary>What goes wrong.</summary>
    public required string Statement { get; init; }

    /// <summary>Scenario families that expose it; none when any can.</summary>
    public required IReadOnlyList<string> Families { get; init; }

    /// <summary>Ids of its sources.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Whether a specialist has checked it.</summary>
    public required bool Verified { get; init; }
}

/// <summary>An agent written by hand.</summary>
public sealed record PolicyAnswer
{
    /// <summary>Kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Whether a reward function must score it low.</summary>
    public required bool Degenerate { get; init; }
}
