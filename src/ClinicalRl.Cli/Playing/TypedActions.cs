using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Playing;

/// <summary>Reads one action a line: <c>/refer {"to":"self_care"}</c> calls a tool, any other line is said where there is a tool for it.</summary>
internal sealed class TypedActions(TextReader input, EnvironmentSpec spec)
{
    private const string SayTool = "say";

    /// <summary>The next line that is an action, or null at the end of the input; <paramref name="refused"/> hears why a line is none.</summary>
    public AgentAction? Next(Action<string> refused)
    {
        while (input.ReadLine() is { } line)
        {
            if (line.Trim() is not { Length: > 0 } typed)
                continue;
            if (Read(typed, out var problem) is { } action)
                return action;
            refused(problem);
        }

        return null;
    }

    private AgentAction? Read(string typed, out string problem)
    {
        problem = $"Type /tool {{\"argument\": …}}; the tools are {string.Join(", ", spec.Tools.Select(tool => tool.Name))}.";
        if (typed[0] != '/')
            return spec.FindTool(SayTool) is null ? null : AgentAction.Call(SayTool, new { text = typed });
        var space = typed.IndexOf(' ', StringComparison.Ordinal);
        var arguments = space < 0 ? "{}" : typed[(space + 1)..];
        try
        {
            return new AgentAction { Tool = space < 0 ? typed[1..] : typed[1..space], Arguments = JsonElement.Parse(arguments) };
        }
        catch (JsonException broken)
        {
            problem = $"{arguments} is not JSON: {broken.Message}";
            return null;
        }
    }
}
