using ClinicalRl.Rewards;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace ClinicalRl.Cli.Hosting;

/// <summary>What a command may touch: where it writes, what can be played, and how a service in this process is wired.</summary>
internal sealed class CliContext
{
    /// <summary>Columns of a table that goes to a file or a pipe.</summary>
    private const int RedirectedWidth = 140;

    private readonly Lazy<RewardLibrary> rewards;

    public CliContext(IAnsiConsole console, TextWriter output, TextWriter errors, EnvironmentCatalogue catalogue, Func<RewardLibrary> rewards)
    {
        (Console, Output, Errors, Catalogue) = (console, output, errors, catalogue);
        this.rewards = new Lazy<RewardLibrary>(rewards);
    }

    /// <summary>For people: tables, panels, progress.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>For programs: the one JSON object.</summary>
    public TextWriter Output { get; }

    /// <summary>Where typed actions are read from.</summary>
    public TextReader Input { get; init; } = System.Console.In;

    /// <summary>One line for each failure.</summary>
    public TextWriter Errors { get; }

    public EnvironmentCatalogue Catalogue { get; }

    public RewardLibrary Rewards => rewards.Value;

    /// <summary>Gives a service in this process, before its defaults, the environments and reward functions of this tool.</summary>
    public void ConfigureService(WebApplicationBuilder builder) => builder.Services.AddSingleton(Catalogue).AddSingleton(_ => Rewards);

    /// <summary>Whether a person watches: then progress is shown and questions may be asked.</summary>
    public bool IsWatched => Console.Profile.Capabilities.Interactive && Console.Profile.Capabilities.Ansi;

    /// <summary>The terminal, and everything this product ships.</summary>
    public static CliContext OfProcess()
    {
        var catalogue = ShippedEnvironments.Load();
        if (System.Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;
        return new CliContext(AnsiConsole.Console, System.Console.Out, System.Console.Error, catalogue, () => RewardLibrary.Shipped(catalogue));
    }

    /// <summary>The environment asked for; throws <see cref="CommandRefusedException"/> when there is none.</summary>
    public IEnvironment Environment(string reference) =>
        Catalogue.Find(reference) ?? throw new CommandRefusedException(
            $"--environment: there is no '{reference}'. There are: {Names(Catalogue.Environments.Select(environment => environment.Spec.Id))}.");

    /// <summary>The reward function asked for, or the environment's own.</summary>
    public RewardFunction RewardFunction(IEnvironment environment, string? reference)
    {
        var wanted = reference ?? environment.Spec.DefaultRewardFunction;
        var found = Rewards.Find(wanted);
        if (found is null || !string.Equals(found.Document.Environment.Value, environment.Spec.Id, StringComparison.Ordinal))
        {
            throw new CommandRefusedException(
                $"--reward-function: there is no '{wanted}' for {environment.Spec.Id}. There are: {Names(Rewards.Functions.Select(function => function.Id))}.");
        }

        return found;
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}

/// <summary>The command cannot be done as asked; the message says what to change.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
