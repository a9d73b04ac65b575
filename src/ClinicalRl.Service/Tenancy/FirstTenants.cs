using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tenancy;

/// <summary>
/// At the very first start makes tenant <c>dev</c> and the operator, with one key each, and shows each key this once. When the operator made a key and told its
/// hash, makes the operator with that one, and nothing else.
/// </summary>
internal sealed class FirstTenants(IGrainFactory grains, IDevelopmentKeyDisplay display, IOptions<ServiceOptions> options, IOptions<FirstKeyOptions> firstKey) : IHostedService
{
    private const string FirstKeyName = "first key";

    private const KeyScopes OperatorScopes = KeyScopes.Operator | KeyScopes.Admin | KeyScopes.Auditor;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (firstKey.Value.FirstKey is { Length: > 0 } hash)
            await CreateOperatorAsync(Convert.FromHexString(hash));
        else
        {
            await CreateAsync(TenantId.Development, KeyScopes.All);
            await CreateAsync(TenantId.Operator, OperatorScopes);
        }

        if (options.Value.NewOperatorKey)
            await AddOperatorKeyAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(TenantId tenant, KeyScopes scopes)
    {
        if (tenant != TenantId.Operator)   // which is no customer
            await ClusterCall.RepeatAsync(grains.GetGrain<ITenantDirectoryGrain>(TenantId.Operator.Text), tenant.Text, static (directory, tenant) => directory.AddAsync(tenant));
        var key = ApiKey.Create(tenant);
        var first = NewTenantKey.Of(key, scopes, FirstKeyName);
        if (await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(tenant.Text), first, static (tenant, first) => tenant.CreateAsync(first, AdminActor.FirstStart)))
            display.Show(key);
    }

    private async Task CreateOperatorAsync(byte[] hash) => await ClusterCall.RepeatAsync(
        grains.GetGrain<ITenantGrain>(TenantId.Operator.Text), new NewTenantKey(ApiKey.PublicIdOf(hash), hash, OperatorScopes, FirstKeyName, Expires: null), static (tenant, first) => tenant.CreateAsync(first, AdminActor.FirstStart));

    private async Task AddOperatorKeyAsync()
    {
        var key = ApiKey.Create(TenantId.Operator);
        var added = NewTenantKey.Of(key, OperatorScopes, "made at a start");
        await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(TenantId.Operator.Text), added, static (tenant, added) => tenant.AddKeyAsync(added, AdminActor.FirstStart));
        display.Show(key);
    }
}

/// <summary>Where a start's keys are shown.</summary>
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
