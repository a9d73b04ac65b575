using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>
/// Ends the connections of keys that were revoked: a key is looked at when its socket opens, and sockets stay open for hours. One question
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
            var keys = await grains.GetGrain<ITenantGrain>(tenant.Text).ListKeysAsync();
            var good = keys.Where(key => key.Revoked is null).Select(key => key.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var connection in connections)
            {
                if (!good.Contains(connection.Caller.KeyId))
                    connection.Revoke();
            }
        }
        catch (Exception exception)
        {
            LogNotLooked(exception, tenant.Text);   // the next look will tell
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of tenant {Tenant} could not be listed.")]
    private partial void LogNotLooked(Exception exception, string tenant);
}
