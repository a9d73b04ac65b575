using System.Buffers;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Service.Environments;

/// <summary>Turns an environment into its wire shapes.</summary>
internal static class EnvironmentDetails
{
    public static EnvironmentBrief Brief(IEnvironment environment) => new()
    {
        Id = environment.Spec.Id,
        Version = environment.Spec.Version.ToString(),
        Title = environment.Spec.Title,
        Description = environment.Spec.Description,
        ContentHash = environment.Spec.ContentHash,
        DefaultRewardFunction = environment.Spec.DefaultRewardFunction,
        MaxSteps = environment.Spec.MaxSteps,
    };

    public static EnvironmentDetail Of(IEnvironment environment)
    {
        var spec = environment.Spec;
        return new EnvironmentDetail
        {
            Id = spec.Id,
            Version = spec.Version.ToString(),
            Title = spec.Title,
            Description = spec.Description,
            ContentHash = spec.ContentHash,
            DefaultRewardFunction = spec.DefaultRewardFunction,
            MaxSteps = spec.MaxSteps,
            Splits = [.. ScenarioWords.Splits],
            Difficulties = [.. ScenarioWords.Difficulties],
            Tools = [.. spec.Tools.Select(Tool)],
            Events = [.. spec.Facts.Kinds.Select(Event)],
            Hazards = [.. spec.Hazards.Select(Hazard)],
            ObservationDataSchema = JsonElement.Parse(spec.ObservationDataSchema),
            Policies = [.. environment.Policies.Select(policy => new PolicyAnswer { Name = policy.Name, Description = policy.Description, Degenerate = policy.IsDegenerate })],
            Unverified = [.. spec.Unverified],
            History = [.. spec.History],
        };
    }

    private static ToolAnswer Tool(ToolDefinition tool)
    {
        var schema = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(schema))
            tool.WriteSchema(writer);
        return new ToolAnswer { Type = "function", Function = new FunctionAnswer { Name = tool.Name, Description = tool.Description, Parameters = JsonElement.Parse(schema.WrittenSpan) } };
    }

    private static EventAnswer Event(EventKind kind) => new() { Name = kind.Name, Description = kind.Description, Facts = [.. kind.Facts.Select(Fact)] };

    private static FactAnswer Fact(FactField fact) => new()
    {
        Name = fact.Name,
        Type = fact.Type.ToString().ToLowerInvariant(),
        Description = fact.Description,
        Unit = fact.Unit,
        Min = fact.Type is FactType.Integer or FactType.Number ? fact.Min : null,
        Max = fact.Type is FactType.Integer or FactType.Number ? fact.Max : null,
        Symbols = fact.Type == FactType.Symbol ? [.. fact.Symbols] : null,
    };

    private static HazardAnswer Hazard(Hazard hazard) => new()
    {
        Id = hazard.Id,
        Category = hazard.Category.ToString(),
        Severity = hazard.Severity.ToString(),
        Statement = hazard.Statement,
        Families = [.. hazard.Families],
        Sources = [.. hazard.Sources],
        Verified = hazard.Verified,
    };
}
