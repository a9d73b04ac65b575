using ClinicalRl.Cli.Hosting;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Cli.Serving;

/// <summary>The service in this process, on a free loopback port, over a folder that goes when it is disposed of.</summary>
internal sealed class TemporaryService : IAsyncDisposable
{
    private readonly WebApplication running;
    private readonly string temporary;

    private TemporaryService(WebApplication app, string folder) => (running, temporary) = (app, folder);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(running.Urls.First());

    public static async Task<TemporaryService> StartAsync(CliContext context, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-").FullName;
        string[] args = ServeCommand.Arguments("http://127.0.0.1:0", folder, "Development", ["--ClinicalRl:AllowAnonymous=true"]);
        var app = ServiceHost.Build(args, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<IDevelopmentKeyDisplay>(new KeyDisplay(TextWriter.Null));   // nobody needs this key
            context.ConfigureService(builder);
        });
        var service = new TemporaryService(app, folder);
        try
        {
            await app.StartAsync(cancel);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await running.DisposeAsync();
        try
        {
            Directory.Delete(temporary, recursive: true);
        }
        catch (IOException)
        {
            // A temporary folder that something still holds is left to the system.
        }
    }
}
