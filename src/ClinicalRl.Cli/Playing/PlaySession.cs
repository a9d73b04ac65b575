using ClinicalRl.Audit.Episodes;
using ClinicalRl.Simulation.Actions;
using Spectre.Console;

namespace ClinicalRl.Cli.Playing;

/// <summary>One episode played by a person: look, choose, see what it earned.</summary>
internal sealed class PlaySession(IAnsiConsole console, TypedActions? typed = null)
{
    private const string Quit = "Quit";

    private readonly StepView view = new(console);
    private readonly ArgumentPrompts prompts = new(console);

    /// <summary>Plays on from <paramref name="run"/> until it ends or the person leaves; the totals are shown in any case.</summary>
    public async Task PlayAsync(EpisodeRun run, CancellationToken cancel)
    {
        try
        {
            while (!run.Ended)
            {
                view.Observation(run);
                if (await AskAsync(run, cancel) is not { } action)
                    break;
                run = run.Step(action);
                view.Judgement(run);
            }

            if (run.Ended)
                view.Observation(run);
        }
        finally
        {
            view.Total(run);
        }
    }

    private async Task<AgentAction?> AskAsync(EpisodeRun run, CancellationToken cancel)
    {
        if (typed is not null)
            return typed.Next(console.WriteLine);
        var tools = run.Environment.Spec.Tools;
        var choices = new SelectionPrompt<string> { Title = "What do you do?", PageSize = Math.Max(tools.Length + 1, 3), Converter = name => Describe(run, name) };
        choices.AddChoices(tools.Select(tool => tool.Name)).AddChoice(Quit);
        var chosen = await choices.ShowAsync(console, cancel);
        if (chosen == Quit)
            return null;
        var tool = run.Environment.Spec.FindTool(chosen)!;
        console.MarkupLine($"[bold]{tool.Name.EscapeMarkup()}[/]");
        var arguments = await prompts.AskAsync(tool, cancel);
        var message = IsSpeech(tool) ? "" : await new TextPrompt<string>("Words to go with it (optional):") { AllowEmpty = true }.ShowAsync(console, cancel);
        return new AgentAction { Tool = tool.Name, Arguments = arguments, Message = message.Length == 0 ? null : message };
    }

    /// <summary>A tool that is words already needs none to go with it.</summary>
    private static bool IsSpeech(ToolDefinition tool) => tool.Parameters is [{ Type: ParameterType.Text, Required: true, Allowed.IsEmpty: true }];

    private static string Describe(EpisodeRun run, string name) =>
        (run.Environment.Spec.FindTool(name) is { } tool ? $"{name}: {tool.Description}" : name).EscapeMarkup();
}
