using System.Net;
using System.Net.WebSockets;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Keys;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.OpenEnv;

namespace ClinicalRl.Service.Tests.Keys;

public sealed class KeysTests(ServiceFixture fixture)
{
    /// <summary>What is promised is two seconds; the machine may be doing other things.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Key_IsMadeShownOnceAndUsed()
    {
        using var admin = await AdminAsync("made");
        var made = await admin.MakeKeyAsync("trainer 4", ["agent", "auditor"]);
        Assert.Equal(("trainer 4", true), (made.Key.Name, made.Key.Good));
        Assert.Equal(["agent", "auditor"], made.Key.Scopes);
        using var agent = fixture.Service.Client(made.Secret);
        await agent.CreateAsync();
        Assert.Equal("forbidden", (await agent.PostAsync("/v1/keys", new { name = "x", scopes = new[] { "agent" } })).Problem());

        var list = await admin.ReadAsync("/v1/keys");
        Assert.Equivalent(made.Key, Wire.Read<KeyList>(list.Text).Items[1]);
        Assert.DoesNotContain(made.Secret[^32..], list.Text, StringComparison.Ordinal);
        Assert.Equal(list.Text, (await agent.ReadAsync("/v1/keys")).Text);
    }

    [Fact]
    public async Task Key_CannotGiveScopesItLacks_NorGetThemByRotation()
    {
        using var owner = await AdminAsync("beyond");
        var weak = await owner.MakeKeyAsync("weak admin", ["admin"]);
        var agent = await owner.MakeKeyAsync("agent", ["agent"]);
        using var admin = fixture.Service.Client(weak.Secret);
        string[][] beyond = [["agent"], ["admin", "agent"], ["auditor"], ["operator"]];
        foreach (var scopes in beyond)
            Assert.Equal("forbidden", (await admin.PostAsync("/v1/keys", new { name = "more", scopes })).Problem());
        Assert.Equal("forbidden", (await owner.PostAsync("/v1/keys", new { name = "more", scopes = new[] { "operator" } })).Problem());
        Assert.Equal("forbidden", (await admin.RotateKeyAsync(agent.Key.Key, 0)).Problem());
        await admin.MakeKeyAsync("as weak", ["admin"]);
        Assert.Equal(HttpStatusCode.OK, (await admin.RevokeKeyAsync(agent.Key.Key)).Status);
    }

    [Fact]
    public async Task Rotation_AcceptsTheOldSecretForItsOverlapAndNoLonger()
    {
        using var admin = await AdminAsync("rotated");
        var first = await admin.MakeKeyAsync("agent", ["agent"]);
        var second = Wire.Read<KeySecretAnswer>((await admin.RotateKeyAsync(first.Key.Key, 3)).Text);
        Assert.Equal(first.Key.Key, second.Key.Key);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await fixture.Service.TryAsync(first.Secret), await fixture.Service.TryAsync(second.Secret)));
        var took = await fixture.Service.BecomesAsync(first.Secret, HttpStatusCode.Unauthorized);
        Assert.InRange(took, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3) + Soon);
        Assert.Equal(HttpStatusCode.OK, await fixture.Service.TryAsync(second.Secret));

        // Of two rotations only the last one's overlap counts, and without one the old secret ends at the next look.
        var third = Wire.Read<KeySecretAnswer>((await admin.RotateKeyAsync(first.Key.Key, 3_600)).Text);
        var fourth = Wire.Read<KeySecretAnswer>((await admin.RotateKeyAsync(first.Key.Key, 0)).Text);
        foreach (var ended in new[] { second.Secret, third.Secret })
            Assert.InRange(await fixture.Service.BecomesAsync(ended, HttpStatusCode.Unauthorized), TimeSpan.Zero, Soon);
        Assert.Equal(HttpStatusCode.OK, await fixture.Service.TryAsync(fourth.Secret));
    }

    [Fact]
    public async Task EndedKey_IsRefusedWithinTwoSeconds_OnOpenSocketsToo()
    {
        using var admin = await AdminAsync("ended");
        var revoked = await admin.MakeKeyAsync("revoked", ["agent"]);
        var expiring = await admin.MakeKeyAsync("expiring", ["agent"], DateTimeOffset.UtcNow.AddSeconds(4));
        var rotated = await admin.MakeKeyAsync("rotated", ["agent"]);
        var stays = await admin.MakeKeyAsync("stays", ["agent"]);
        using var ofRevoked = await SocketAsync(revoked.Secret);
        using var ofExpiring = await SocketAsync(expiring.Secret);
        using var ofRotated = await SocketAsync(rotated.Secret);
        using var ofStaying = await SocketAsync(stays.Secret);

        await admin.RevokeKeyAsync(revoked.Key.Key);
        await admin.RotateKeyAsync(rotated.Key.Key, 0);
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await ofRevoked.ReceiveCloseAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await ofRotated.ReceiveCloseAsync());
        await fixture.Service.BecomesAsync(revoked.Secret, HttpStatusCode.Unauthorized);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Soon);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await ofExpiring.ReceiveCloseAsync());
        Assert.InRange(DateTimeOffset.UtcNow, expiring.Key.Expires!.Value, expiring.Key.Expires.Value + Soon);
        Assert.Equal(HttpStatusCode.Unauthorized, await fixture.Service.TryAsync(expiring.Secret));
        await ofStaying.ResetAsync("""{"seed":1}""");
        Assert.False((await admin.KeyAsync(expiring.Key.Key)).Good);
        Assert.Equal("conflict", (await admin.RotateKeyAsync(expiring.Key.Key, 0)).Problem());
    }

    [Fact]
    public async Task LastLastingAdminKey_CannotBeRevoked()
    {
        using var admin = await AdminAsync("last");
        var own = Wire.Read<KeyList>((await admin.ReadAsync("/v1/keys")).Text).Items.Single();
        await admin.MakeKeyAsync("for a while", ["admin"], DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal("conflict", (await admin.RevokeKeyAsync(own.Key)).Problem());
        await admin.MakeKeyAsync("for ever", ["admin"]);
        Assert.Equal(HttpStatusCode.OK, (await admin.RevokeKeyAsync(own.Key)).Status);
        Assert.InRange(await WhenRefusedAsync(admin), TimeSpan.Zero, Soon);
    }

    public static TheoryData<string, string, string, int, string?> Hostile => new()
    {
        { "no name", "", """{"scopes":["agent"]}""", 400, "name" },
        { "name empty", "", """{"name":"","scopes":["agent"]}""", 400, "name" },
        { "name too long", "", $$"""{"name":"{{new string('n', 101)}}","scopes":["agent"]}""", 400, "name" },
        { "no scopes", "", """{"name":"x"}""", 400, "scopes" },
        { "scopes empty", "", """{"name":"x","scopes":[]}""", 400, "scopes" },
        { "scopes a text", "", """{"name":"x","scopes":"agent"}""", 400, "scopes" },
        { "a scope unknown", "", """{"name":"x","scopes":["agent","root"]}""", 400, "scopes" },
        { "a scope a number", "", """{"name":"x","scopes":[16]}""", 400, "scopes" },
        { "a scope in capitals", "", """{"name":"x","scopes":["Agent"]}""", 400, "scopes" },
        { "a scope twice", "", """{"name":"x","scopes":["agent","agent"]}""", 400, "scopes" },
        { "the operator's scope", "", """{"name":"x","scopes":["operator"]}""", 403, null },
        { "expires in the past", "", """{"name":"x","scopes":["agent"],"expires":"2020-01-01T00:00:00Z"}""", 400, "expires" },
        { "expires too far off", "", """{"name":"x","scopes":["agent"],"expires":"9999-12-31T23:59:59Z"}""", 400, "expires" },
        { "expires a number", "", """{"name":"x","scopes":["agent"],"expires":1}""", 400, "expires" },
        { "expires no time", "", """{"name":"x","scopes":["agent"],"expires":"tomorrow"}""", 400, "expires" },
        { "expires half a surrogate pair", "", """{"name":"x","scopes":["agent"],"expires":"\ud800"}""", 400, "expires" },
        { "a tenant given", "", """{"name":"x","scopes":["agent"],"tenant":"other"}""", 400, "tenant" },
        { "a secret given", "", """{"name":"x","scopes":["agent"],"secret":"crl_x"}""", 400, "secret" },
        { "a list", "", "[]", 400, "body" },
        { "no overlap", "/{key}/rotations", "{}", 400, "overlapSeconds" },
        { "overlap negative", "/{key}/rotations", """{"overlapSeconds":-1}""", 400, "overlapSeconds" },
        { "overlap of more than a day", "/{key}/rotations", """{"overlapSeconds":86401}""", 400, "overlapSeconds" },
        { "overlap a text", "/{key}/rotations", """{"overlapSeconds":"1"}""", 400, "overlapSeconds" },
        { "rotation of an unknown key", "/key_none/rotations", """{"overlapSeconds":1}""", 404, null },
        { "rotation of what is no key", "/../rotations", """{"overlapSeconds":1}""", 404, null },
        { "rotation of a key too long", "/" + new string('k', 500) + "/rotations", """{"overlapSeconds":1}""", 404, null },
        { "no reason", "/{key}/revocations", "{}", 400, "reason" },
        { "reason too long", "/{key}/revocations", $$"""{"reason":"{{new string('r', 1001)}}"}""", 400, "reason" },
        { "revocation of an unknown key", "/key_none/revocations", """{"reason":"x"}""", 404, null },
        { "revocation of a hash", "/" + new string('0', 64) + "/revocations", """{"reason":"x"}""", 404, null },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task HostileRequest_IsRefusedAndChangesNothing(string name, string path, string body, int status, string? field)
    {
        Assert.NotEmpty(name);
        using var admin = fixture.Service.Client(await fixture.Service.AddKeyAsync("keys-hostile", KeyScopes.All));
        var before = await admin.ReadAsync("/v1/keys");
        var key = Wire.Read<KeyList>(before.Text).Items[0].Key;
        var answer = await admin.PostTextAsync("/v1/keys" + path.Replace("{key}", key, StringComparison.Ordinal), body);
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status switch { 400 => "invalid-request", 403 => "forbidden", _ => "not-found" }, answer.Problem());
        Assert.Equal(field, answer.Field);
        Assert.Equal(before.Text, (await admin.ReadAsync("/v1/keys")).Text);
    }

    private static async Task<TimeSpan> WhenRefusedAsync(HttpClient client)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while ((await client.ReadAsync("/v1/environments")).Status != HttpStatusCode.Unauthorized)
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "The key is still accepted.");
        return TimeProvider.System.GetElapsedTime(begun);
    }

    private async Task<HttpClient> AdminAsync(string tenant) => fixture.Service.Client(await fixture.Service.AddKeyAsync("keys-" + tenant, KeyScopes.All));

    private async Task<PlayingSocket> SocketAsync(string key)
    {
        var socket = await PlayingSocket.ConnectAsync(fixture.Service, "/openenv/corridor/ws", key);
        await socket.ResetAsync("""{"seed":1}""");
        return socket;
    }
}
