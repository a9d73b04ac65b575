using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tenancy;

/// <summary>At the very first start adds the key that <c>ClinicalRl:FirstKey</c> tells the hash of; without one makes tenant <c>dev</c> with a key, and shows that key this once.</summary>
internal sealed class DevelopmentTenant(IGrainFactory grains, IDevelopmentKeyDisplay display, IOptions<FirstKeyOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Parsed is { } first)
        {
            await AddAsync(first.Tenant, new NewTenantKey(ApiKey.PublicIdOf(first.Hash), first.Hash, KeyScopes.All));
            return;
        }

        var key = ApiKey.Create(TenantId.Development);
        if (await AddAsync(TenantId.Development, NewTenantKey.Of(key, KeyScopes.All)))
            display.Show(key);
    }

    private ValueTask<bool> AddAsync(TenantId tenant, NewTenantKey key) =>
        ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(tenant.Text), key, static (tenant, first) => tenant.AddFirstKeyAsync(first));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Where the first key is shown.</summary>
public interface IDevelopmentKeyDisplay
{
    /// <summary>Shows it to the person who started the service, and keeps it nowhere.</summary>
    void Show(ApiKey key);
}

/// <summary>Shows the key on the console, past the log, which others may collect.</summary>
internal sealed class ConsoleKeyDisplay : IDevelopmentKeyDisplay
{
    public void Show(ApiKey key)
    {
        Console.WriteLine($"API key of tenant '{key.Tenant}', shown this once and stored only as a hash:");
        Console.WriteLine();
        Console.WriteLine($"    {key.Text}");
        Console.WriteLine();
    }
}
