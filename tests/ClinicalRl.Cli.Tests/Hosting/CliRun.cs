using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Testing.Corridor;
using Spectre.Console;
using Spectre.Console.Testing;

namespace ClinicalRl.Cli.Tests.Hosting;

/// <summary>Runs the tool in this process on a small environment and keeps what it wrote.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public CliRun(IEnvironment? environment = null)
        : this(new EnvironmentCatalogue(environment ?? CorridorReward.Catalogue.Environments[0]), _ => CorridorReward.Library)
    {
    }

    private CliRun(EnvironmentCatalogue catalogue, Func<EnvironmentCatalogue, RewardLibrary> rewards)
    {
        Console = new TestConsole().Width(140);
        Context = new CliContext(Console, output, errors, catalogue, () => rewards(catalogue));
    }

    /// <summary>On everything that is shipped.</summary>
    public static CliRun Shipped() => new(ShippedEnvironments.Load(), RewardLibrary.Shipped);

    public TestConsole Console { get; }

    public CliContext Context { get; }

    public string Output => output.ToString();

    public string Errors => errors.ToString();

    /// <summary>The one JSON object printed; fails when there is anything else.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>Runs to the exit code.</summary>
    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Context);

    /// <summary>The same, stopped by <paramref name="cancel"/> as by Ctrl-C.</summary>
    public Task<int> RunAsync(CancellationToken cancel, params string[] args) => CommandLine.RunAsync(args, Context, cancel);

    public void Dispose()
    {
        Console.Dispose();
        output.Dispose();
        errors.Dispose();
    }
}
