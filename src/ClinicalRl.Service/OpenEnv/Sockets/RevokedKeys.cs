using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>
/// Ends the connections of keys that were revoked, expired or given another secret, or whose tenant was suspended: a key is looked at when its socket opens, and sockets stay open for hours. One question
/// a tenant with open sockets, every <see cref="KeyRing.KeepSeconds"/>.
/// </summary>
internal sealed partial class RevokedKeys(SocketWatch watch, IGrainFactory grains, TimeProvider time, ILogger<RevokedKeys> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var period = new PeriodicTimer(TimeSpan.FromSeconds(KeyRing.KeepSeconds), time);
        while (await period.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var tenant in watch.Connections.Where(connection => connection.Caller != Caller.Anonymous).GroupBy(connection => connection.Caller.Tenant))
                await LookAsync(tenant.Key, [.. tenant]);
        }
    }

    private async Task LookAsync(TenantId tenant, SocketConnection[] connections)
    {
        try
        {
            // A person has no key: of them it is asked whether the tenant is suspended, by a hash that no key has.
            var answer = await grains.GetGrain<ITenantGrain>(tenant.Text).AreGoodAsync([.. connections.Select(connection => connection.Caller.KeyHash ?? [])]);
            for (var i = 0; i < connections.Length; i++)
            {
                if (connections[i].Caller.KeyHash is null ? answer.IsSuspended || connections[i].Caller.Expires <= time.GetUtcNow() : !answer.Good[i])
                    connections[i].Revoke();
            }
        }
        catch (Exception exception)
        {
            LogNotLooked(exception, tenant.Text);   // the next look will tell
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of tenant {Tenant} could not be looked at.")]
    private partial void LogNotLooked(Exception exception, string tenant);
}
