using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Cli.Serving;

/// <summary><c>clinicalrl serve</c>: the whole service in this process, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(CliContext context)
    {
        var urls = new Option<string?>("--urls") { Description = $"Addresses to listen on, separated by semicolons; {ServiceOptions.DefaultUrl} by default." };
        var data = new Option<string?>("--data") { Description = "Folder for everything durable; ./data by default." };
        var profile = new Option<string?>("--profile") { Description = "Development (anonymous use on loopback is allowed) or Production (the default)." };
        var command = new Command("serve", "Run the service. Further arguments go to its configuration, such as --ClinicalRl:Journal=memory.")
        {
            urls, data, profile,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancel) =>
        {
            var args = Arguments(parsed.GetValue(urls), parsed.GetValue(data), parsed.GetValue(profile), parsed.UnmatchedTokens);
            await using var app = ServiceHost.Build(args, builder =>
            {
                builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);   // said below, shorter
                builder.Services.AddSingleton<IDevelopmentKeyDisplay>(new KeyDisplay(context.Output));
                context.ConfigureService(builder);
            });
            await StartAsync(app, cancel);
            await AnnounceAsync(app, context);
            await app.WaitForShutdownAsync(cancel);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The arguments as the host reads them.</summary>
    internal static string[] Arguments(string? urls, string? data, string? profile, IEnumerable<string> further)
    {
        List<string> args = [];
        Add("urls", urls);
        Add("ClinicalRl:Data", data);
        Add("environment", profile);
        args.AddRange(further);
        return [.. args];

        void Add(string name, string? value)
        {
            if (value is not null)
                args.Add($"--{name}={value}");
        }
    }

    /// <summary>Starts it; what was cancelled without anybody's wish is a failure, not a quiet end.</summary>
    private static async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (OperationCanceledException lost) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException("The service could not start.", lost);
        }
    }

    private static async Task AnnounceAsync(WebApplication app, CliContext context)
    {
        var data = Path.GetFullPath(app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.Data);
        foreach (var address in app.Urls)
        {
            await context.Output.WriteLineAsync($"Listening on {address}");
            await context.Output.WriteLineAsync($"Docs       {address.TrimEnd('/')}/docs");
        }

        await context.Output.WriteLineAsync($"Data       {data}");
        await context.Output.WriteLineAsync("Stop with Ctrl-C.");
        await context.Output.FlushAsync();
    }
}
