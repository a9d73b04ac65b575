using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;

namespace ClinicalRl.Service.Tenancy;

/// <summary>At the very first start makes tenant <c>dev</c> with one key, and shows that key this once.</summary>
internal sealed class DevelopmentTenant(IGrainFactory grains, IDevelopmentKeyDisplay display) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var key = ApiKey.Create(TenantId.Development);
        var tenant = grains.GetGrain<ITenantGrain>(TenantId.Development.Text);
        if (await ClusterCall.RepeatAsync(tenant, NewTenantKey.Of(key, KeyScopes.All), static (tenant, first) => tenant.AddFirstKeyAsync(first)))
            display.Show(key);
    }

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
