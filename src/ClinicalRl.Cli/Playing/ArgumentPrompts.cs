using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Simulation.Actions;
using Spectre.Console;

namespace ClinicalRl.Cli.Playing;

/// <summary>Asks a person for a tool's arguments, required ones first, and only for what the tool accepts.</summary>
internal sealed class ArgumentPrompts(IAnsiConsole console)
{
    private const string LeaveOut = "(leave out)";
    private const int LongList = 15;   // from here on typing finds a word faster than scrolling

    /// <summary>Asks for each parameter in turn, until one suffices; an argument left out is absent.</summary>
    public async Task<JsonElement> AskAsync(ToolDefinition tool, CancellationToken cancel)
    {
        var arguments = new JsonObject();
        foreach (var parameter in tool.Parameters.OrderByDescending(parameter => parameter.Required))
        {
            if (await AskAsync(parameter, cancel) is not { } value)
                continue;
            arguments[parameter.Name] = value;
            if (parameter.Suffices)
                break;
        }

        return JsonSerializer.SerializeToElement(arguments);
    }

    private async Task<JsonNode?> AskAsync(ToolParameter parameter, CancellationToken cancel)
    {
        switch (parameter.Type)
        {
            case ParameterType.Boolean:
                return await SelectAsync(parameter, ["true", "false"], cancel) switch { null => null, var answer => JsonValue.Create(answer == "true") };
            case ParameterType.Text when !parameter.Allowed.IsEmpty:
                return await SelectAsync(parameter, parameter.Allowed, cancel) is { } word ? JsonValue.Create(word) : null;
            case ParameterType.TextList when !parameter.Allowed.IsEmpty:
                return await SelectManyAsync(parameter, cancel);
            default:
                return Read(parameter, await TypeAsync(parameter, cancel));
        }
    }

    private async Task<string?> SelectAsync(ToolParameter parameter, IEnumerable<string> words, CancellationToken cancel)
    {
        var prompt = new SelectionPrompt<string> { Title = Title(parameter), Converter = word => Meaning(parameter, word), SearchEnabled = parameter.Allowed.Length > LongList };
        if (!parameter.Required)
            prompt.AddChoice(LeaveOut);
        prompt.AddChoices(words);
        var chosen = await prompt.ShowAsync(console, cancel);
        return chosen == LeaveOut ? null : chosen;
    }

    private async Task<JsonNode?> SelectManyAsync(ToolParameter parameter, CancellationToken cancel)
    {
        var prompt = new MultiSelectionPrompt<string> { Title = Title(parameter), Required = parameter.Required, Converter = word => Meaning(parameter, word) };
        prompt.AddChoices(parameter.Allowed);
        var chosen = await prompt.ShowAsync(console, cancel);
        return chosen.Count == 0 ? null : new JsonArray([.. chosen.Select(word => JsonValue.Create(word))]);
    }

    private async Task<string> TypeAsync(ToolParameter parameter, CancellationToken cancel)
    {
        var prompt = new TextPrompt<string>(Title(parameter)) { AllowEmpty = !parameter.Required };
        prompt.Validator = typed => Problem(parameter, typed) is { } problem ? ValidationResult.Error(problem.EscapeMarkup()) : ValidationResult.Success();
        return await prompt.ShowAsync(console, cancel);
    }

    private static string? Problem(ToolParameter parameter, string typed)
    {
        if (typed.Length == 0)
            return parameter.Required ? "It is needed." : null;
        return parameter.Type switch
        {
            ParameterType.Text => typed.Length > parameter.MaxLength ? $"At most {parameter.MaxLength} characters." : null,
            ParameterType.TextList => Items(typed).Length > parameter.MaxItems ? $"At most {parameter.MaxItems} items." : null,
            _ => Number(parameter, typed) is null ? $"A {(parameter.Type == ParameterType.Integer ? "whole " : "")}number from {parameter.Min} to {parameter.Max}." : null,
        };
    }

    private static JsonNode? Read(ToolParameter parameter, string typed) => typed.Length == 0 ? null : parameter.Type switch
    {
        ParameterType.Text => JsonValue.Create(typed),
        ParameterType.TextList => new JsonArray([.. Items(typed).Select(item => JsonValue.Create(item))]),
        ParameterType.Integer => JsonValue.Create((long)Number(parameter, typed)!.Value),
        _ => JsonValue.Create(Number(parameter, typed)!.Value),
    };

    private static double? Number(ToolParameter parameter, string typed)
    {
        if (!double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return null;
        var fits = number >= parameter.Min && number <= parameter.Max && (parameter.Type != ParameterType.Integer || Math.Floor(number) == number);
        return fits ? number : null;
    }

    /// <summary>An allowed word with what it means, where that is said.</summary>
    private static string Meaning(ToolParameter parameter, string word) => (parameter.TitleOf(word) is { } title ? $"{word}: {title}" : word).EscapeMarkup();

    private static string[] Items(string typed) => typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Title(ToolParameter parameter)
    {
        var kind = parameter.Type switch
        {
            ParameterType.TextList when parameter.Allowed.IsEmpty => ", separated by commas",
            ParameterType.Integer or ParameterType.Number when parameter.Min > -1e9 && parameter.Max < 1e9 =>
                string.Create(CultureInfo.InvariantCulture, $", {parameter.Min} to {parameter.Max}"),
            _ => "",
        };
        return $"[bold]{parameter.Name.EscapeMarkup()}[/] ({parameter.Description.TrimEnd('.').EscapeMarkup()}{kind}{(parameter.Required ? "" : "; optional")})";
    }
}
