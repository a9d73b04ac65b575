using System.Net.WebSockets;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.OpenEnv;

public sealed class CapacityTests
{
    [Fact]
    public async Task Sessions_AreLimited_InAllAndPerTenant()
    {
        await using var service = await RunningService.StartAsync(
            settings: ["--ClinicalRl:OpenEnv:MaxSessions", "3", "--ClinicalRl:OpenEnv:MaxSessionsPerTenant", "2"]);
        var (one, two) = (await service.AddKeyAsync("tenant-one", KeyScopes.Agent), await service.AddKeyAsync("tenant-two", KeyScopes.Agent));
        var gate = service.Services.GetRequiredService<SessionGate>();
        using var first = await ConnectAsync(service, one);
        using (var second = await ConnectAsync(service, one))
        {
            await second.StateAsync();
            await RefusedAsync(service, one, "Server at capacity: 2/2 sessions active. Cannot accept new connections.", 2, 2);
            using var third = await ConnectAsync(service, two);
            await third.StateAsync();
            await RefusedAsync(service, two, "Server at capacity: 3/3 sessions active. Cannot accept new connections.", 3, 3);
            using var client = service.Client(two);
            using var body = new StringContent("""{"jsonrpc":"2.0","method":"openenv/session/create","id":1}""");
            var answer = await (await client.PostAsync("/openenv/corridor/mcp", body)).Content.ReadAsStringAsync();
            Assert.Contains("\"code\":-32000", answer, StringComparison.Ordinal);
            Assert.Contains("\"max_sessions\":3", answer, StringComparison.Ordinal);
            second.Drop();
        }

        await Eventually.HoldsAsync(() => gate.Open == 1);
        using var again = await ConnectAsync(service, one);
        await again.ResetAsync();
        Assert.Equal(2, gate.Open);
    }

    private static Task<PlayingSocket> ConnectAsync(RunningService service, string key) => PlayingSocket.ConnectAsync(service, "/openenv/corridor/ws", key);

    private static async Task RefusedAsync(RunningService service, string key, string message, int active, int max)
    {
        using var socket = await ConnectAsync(service, key);
        var data = (await socket.ReceiveAsync()).GetProperty("data");
        Assert.Equal("CAPACITY_REACHED", data.GetProperty("code").GetString());
        Assert.Equal(message, data.GetProperty("message").GetString());
        Assert.Equal(active, data.GetProperty("active_sessions").GetInt32());
        Assert.Equal(max, data.GetProperty("max_sessions").GetInt32());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReceiveCloseAsync());
    }
}
