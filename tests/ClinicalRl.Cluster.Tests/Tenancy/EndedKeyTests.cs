using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Testing.Database;

namespace ClinicalRl.Cluster.Tests.Tenancy;

/// <summary>Two silos over one PostgreSQL: a key that ends on one is refused by the other within two seconds, on WebSockets that it opened too.</summary>
[Collection(OneDatabaseServer.Name)]
public sealed class EndedKeyTests(PostgresServer server, ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task EndedKey_IsRefusedByTheOtherSilo_WithinTwoSeconds()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 2);
        using var admin = new HttpClient { BaseAddress = cluster.AddressOf(0) };   // acts as tenant dev
        await ShowAsync("revoked", cluster, admin, expires: null, key => PostAsync(admin, $"/v1/keys/{key}/revocations", new { reason = "a test" }));
        await ShowAsync("given another secret", cluster, admin, expires: null, key => PostAsync(admin, $"/v1/keys/{key}/rotations", new { overlapSeconds = 0 }));
        var expires = DateTimeOffset.UtcNow.AddSeconds(6);
        await ShowAsync("expired", cluster, admin, expires, async _ =>
        {
            var left = expires - DateTimeOffset.UtcNow;
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        });
    }

    private async Task ShowAsync(string how, SiloCluster cluster, HttpClient admin, DateTimeOffset? expires, Func<string, Task> end)
    {
        var made = await PostAsync(admin, "/v1/keys", expires is null ? new { name = how, scopes = new[] { "agent" } } : new { name = how, scopes = new[] { "agent" }, expires });
        var (id, secret) = (made.GetProperty("key").GetProperty("key").GetString()!, made.GetProperty("secret").GetString()!);
        using var other = new HttpClient { BaseAddress = cluster.AddressOf(1) };
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + secret);
        await socket.ConnectAsync(new UriBuilder(cluster.AddressOf(1)) { Scheme = "ws", Path = "/openenv/triage-queue/ws" }.Uri, CancellationToken.None);

        await end(id);
        var begun = TimeProvider.System.GetTimestamp();
        var closed = ClosedAsync(socket, begun);
        while (await StatusAsync(other) != HttpStatusCode.Unauthorized)
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "The other silo still accepts the key.");
        var refused = TimeProvider.System.GetElapsedTime(begun);
        var closedAfter = await closed;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{how}: the other silo refused it after {refused.TotalMilliseconds:F0} ms and closed its WebSocket after {closedAfter.TotalMilliseconds:F0} ms"));
        Assert.InRange(refused, TimeSpan.Zero, Limit);
        Assert.InRange(closedAfter, TimeSpan.Zero, Limit);
    }

    private static async Task<TimeSpan> ClosedAsync(ClientWebSocket socket, long begun)
    {
        var received = await socket.ReceiveAsync(new byte[1], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (received.MessageType, socket.CloseStatus));
        return TimeProvider.System.GetElapsedTime(begun);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/v1/environments", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
