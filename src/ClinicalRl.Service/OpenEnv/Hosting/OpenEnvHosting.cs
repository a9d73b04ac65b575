using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Mcp;
using ClinicalRl.Service.OpenEnv.Routes;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Service.OpenEnv.Sockets;
using ClinicalRl.Service.Reading;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicalRl.Service.OpenEnv.Hosting;

/// <summary>Wires the OpenEnv protocol.</summary>
public static class OpenEnvHosting
{
    private const int LargestSeconds = 7 * 24 * 3_600;

    /// <summary>Registers it; calling twice is harmless.</summary>
    public static IServiceCollection AddOpenEnv(this IServiceCollection services)
    {
        services.AddOptions<OpenEnvOptions>()
            .BindConfiguration(OpenEnvOptions.Section)
            .Validate(
                options => options is { MaxSessions: > 0, MaxSessionsPerTenant: > 0 },
                "ClinicalRl:OpenEnv: MaxSessions and MaxSessionsPerTenant must be above 0.")
            .Validate(
                options => AreSeconds(
                    options.IdleTimeoutSeconds, options.MessageTimeoutSeconds, options.SendTimeoutSeconds, options.PingIntervalSeconds, options.PingTimeoutSeconds),
                "ClinicalRl:OpenEnv: every number of seconds must be from 1 to 604800.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DocumentLibrary>();
        services.TryAddSingleton<SessionGate>();
        services.TryAddSingleton<LongMessageMemory>();
        services.TryAddSingleton<McpSessions>();
        services.TryAddSingleton<McpCalls>();
        services.TryAddSingleton<OriginCheck>();
        services.TryAddSingleton<SocketApi>();
        services.TryAddSingleton<OpenEnvApi>();
        services.TryAddSingleton<SocketWatch>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SocketWatch>(provider => provider.GetRequiredService<SocketWatch>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RevokedKeys>());
        return services;
    }

    /// <summary>Maps <c>/openenv/list_environments</c> and everything below <c>/openenv/{environment}</c>.</summary>
    public static void MapOpenEnv(this IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<OpenEnvApi>();
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(api.AnswerAsync);
        routes.MapGet("/openenv/list_environments", (RequestDelegate)api.ListAsync).Guarded(KeyScopes.Agent).ExcludeFromDescription();
        routes.Map("/openenv/{environment}/{**path}", pipeline.Build()).Guarded(KeyScopes.Agent).WithMetadata(new BeginsEpisodes(context => context.GetRouteValue("path") is "reset")).ExcludeFromDescription();
    }

    private static bool AreSeconds(params ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            if (value is < 1 or > LargestSeconds)
                return false;
        }

        return true;
    }
}
