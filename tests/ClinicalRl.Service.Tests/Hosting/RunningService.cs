using System.Net.Http.Headers;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Testing.Corridor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Service.Tests.Hosting;

/// <summary>The real service on a free loopback port, over real SQLite files in a folder of its own.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication host;

    private RunningService(WebApplication host, string data, ShownKeys shown)
    {
        (this.host, Data, Shown) = (host, data, shown);
        Address = new Uri(host.Urls.First());
    }

    public Uri Address { get; }

    public string Data { get; }

    public ShownKeys Shown { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Starts one; with <paramref name="data"/> on a folder that an earlier one used.</summary>
    public static Task<RunningService> StartAsync(string? data = null, string profile = "Production", params string[] settings) => StartAsync(
        data, profile, settings, services => services.AddSingleton(CorridorReward.Catalogue).AddSingleton(CorridorReward.Library));

    /// <summary>Starts one in which some parts are others.</summary>
    public static Task<RunningService> StartWithAsync(Action<IServiceCollection> parts, params string[] settings) => StartOverAsync(data: null, parts, settings);

    /// <summary>The same on a folder that an earlier one used.</summary>
    public static Task<RunningService> StartOverAsync(string? data, Action<IServiceCollection> parts, params string[] settings) => StartAsync(data, "Production", settings, services =>
    {
        services.AddSingleton(CorridorReward.Catalogue).AddSingleton(CorridorReward.Library);
        parts(services);
    });

    /// <summary>Starts one with the environments and reward functions that are shipped.</summary>
    public static Task<RunningService> StartShippedAsync(string? data = null, Action<IServiceCollection>? parts = null) => StartAsync(data, "Production", [], parts ?? (_ => { }));

    private static async Task<RunningService> StartAsync(string? data, string profile, string[] settings, Action<IServiceCollection> content)
    {
        data ??= TestFolders.Create();
        var shown = new ShownKeys();
        string[] args = ["--environment", profile, "--urls", "http://127.0.0.1:0", "--ClinicalRl:Data", data, .. settings];
        var app = ServiceHost.Build(args, builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            content(builder.Services);
            builder.Services.AddSingleton<IDevelopmentKeyDisplay>(shown);
        });
        try
        {
            await app.StartAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            return new RunningService(app, data, shown);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with <paramref name="key"/>; without a key when it is null.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A new key of a tenant.</summary>
    public async Task<string> AddKeyAsync(string tenant, KeyScopes scopes)
    {
        var key = ApiKey.Create(TenantId.Parse(tenant));
        var change = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>(tenant).AddKeyAsync(NewTenantKey.Of(key, scopes), AdminActor.FirstStart);
        Assert.Equal(KeyOutcome.Done, change.Outcome);
        return key.Text;
    }

    /// <summary>Ends a key.</summary>
    public async Task RevokeAsync(string tenant, string key)
    {
        Assert.True(ApiKey.TryParse(key, out var parsed));
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>(tenant);
        Assert.Equal(KeyOutcome.Done, (await grain.RevokeKeyAsync(parsed.PublicId(), "a test", AdminActor.FirstStart)).Outcome);
    }

    /// <summary>Stops it as an operator does.</summary>
    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    /// <summary>Remembers what was shown at start.</summary>
    public sealed class ShownKeys : IDevelopmentKeyDisplay
    {
        /// <summary>Of tenant dev.</summary>
        public List<string> Keys { get; } = [];

        /// <summary>Of the operator.</summary>
        public List<string> OperatorKeys { get; } = [];

        public void Show(ApiKey key) => (key.Tenant == TenantId.Operator ? OperatorKeys : Keys).Add(key.Text);
    }
}
