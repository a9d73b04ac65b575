using System.Net;
using System.Net.WebSockets;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.AdminEvents;
using ClinicalRl.Service.Tenants;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Keys;
using ClinicalRl.Service.Tests.OpenEnv;
using Microsoft.Extensions.DependencyInjection;
using AdminEventPage = ClinicalRl.Service.AdminEvents.AdminEventPage;

namespace ClinicalRl.Service.Tests.Tenants;

public sealed class TenantsTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Tenant_IsMadeWithOneKey_AndIsListed()
    {
        using var operating = fixture.Operator();
        var made = Wire.Read<MadeTenantAnswer>((await operating.PostAsync("/v1/tenants", new { tenant = "made-one" })).Text);
        Assert.Equal(("made-one", "active", 1), (made.Tenant.Tenant, made.Tenant.Status, made.Tenant.GoodKeys));
        Assert.Equal(KeyScopes.All.Words(), made.FirstKey.Key.Scopes);
        using var owner = fixture.Service.Client(made.FirstKey.Secret);
        await owner.CreateAsync();
        var again = await operating.PostAsync("/v1/tenants", new { tenant = "made-one" });
        Assert.Equal("conflict", again.Problem());
        Assert.DoesNotContain("secret", again.Text, StringComparison.Ordinal);

        Assert.Equal(made.Tenant, Wire.Read<TenantAnswer>((await operating.ReadAsync("/v1/tenants/made-one")).Text));
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = Wire.Read<TenantPage>((await operating.ReadAsync("/v1/tenants?limit=1" + (cursor.Length > 0 ? "&cursor=" + cursor : ""))).Text);
            seen.AddRange(page.Items.Select(item => item.Tenant));
            cursor = page.Next;
        }

        Assert.Superset(new HashSet<string> { "dev", "made-one" }, seen.ToHashSet());
        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.DoesNotContain("operator", seen);
    }

    [Fact]
    public async Task SuspendedTenant_IsRefusedOnEveryWay_AndResumedWithAllItHad()
    {
        using var operating = fixture.Operator();
        var key = await TenantAsync(operating, "paused");
        using var owner = fixture.Service.Client(key);
        var episode = await owner.CreateAsync();
        await owner.MoveAsync(episode);
        var log = await owner.LogAsync(episode);
        using var socket = await PlayingSocket.ConnectAsync(fixture.Service, "/openenv/corridor/ws", key);
        await socket.ResetAsync("""{"seed":1}""");

        var suspended = Wire.Read<TenantAnswer>((await operating.PostAsync("/v1/tenants/paused/suspensions", new { reason = "unpaid" })).Text);
        Assert.Equal("suspended", suspended.Status);
        await fixture.Service.BecomesAsync(key, HttpStatusCode.Forbidden);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await socket.ReceiveCloseAsync());
        Assert.Equal("tenant-suspended", (await owner.ReadAsync($"/v1/episodes/{episode}")).Problem());
        Assert.Equal("tenant-suspended", (await owner.MoveAsync(episode)).Problem());
        Assert.Equal("tenant-suspended", (await owner.ReadAsync("/openenv/list_environments")).Problem());

        Assert.Equal("active", Wire.Read<TenantAnswer>((await operating.PostAsync("/v1/tenants/paused/resumptions", new { reason = "paid" })).Text).Status);
        await fixture.Service.BecomesAsync(key, HttpStatusCode.OK);
        Assert.Equal(log, await owner.LogAsync(episode));
        Assert.Equal(HttpStatusCode.OK, (await owner.MoveAsync(episode)).Status);
    }

    [Fact]
    public async Task Record_TellsEveryChange_ByWhomAndInOrder_AndNoSecret()
    {
        using var operating = fixture.Operator();
        var first = await TenantAsync(operating, "recorded");
        using var owner = fixture.Service.Client(first);
        var agent = await owner.MakeKeyAsync("agent", ["agent"]);
        var rotated = await owner.RotateKeyAsync(agent.Key.Key, 60);
        await owner.RevokeKeyAsync(agent.Key.Key);
        await owner.RevokeKeyAsync(agent.Key.Key);   // changes nothing, so is not recorded
        await operating.PostAsync("/v1/tenants/recorded/suspensions", new { reason = "one" });
        await operating.PostAsync("/v1/tenants/recorded/suspensions", new { reason = "two" });
        await operating.PostAsync("/v1/tenants/recorded/resumptions", new { reason = "three" });
        var spare = await operating.PostAsync("/v1/tenants/recorded/keys", new { name = "spare", scopes = new[] { "admin", "auditor" } });
        Assert.Equal(HttpStatusCode.Created, spare.Status);
        await fixture.Service.BecomesAsync(first, HttpStatusCode.OK);

        var own = await owner.ReadAsync("/v1/admin-events");
        var events = Wire.Read<AdminEventPage>(own.Text).Items;
        Assert.Equal(
            ["tenant-made", "key-made", "key-made", "key-rotated", "key-revoked", "tenant-suspended", "tenant-resumed", "key-made"], events.Select(item => item.What));
        Assert.Equal(Enumerable.Range(0, events.Count).Select(number => (long)number), events.Select(item => item.Number));
        Assert.Equal(("agent", "agent", "never"), (events[2].Details["name"], events[2].Details["scopes"], events[2].Details["expires"]));
        Assert.Equal(("one", "a test", agent.Key.Key), (events[5].Details["reason"], events[4].Details["reason"], events[4].Key));
        Assert.All(new[] { events[0], events[5], events[7] }, item => Assert.StartsWith("operator:key_", item.By, StringComparison.Ordinal));
        Assert.Equal(events[1].Key, events[2].By);
        Assert.DoesNotContain("crl_", own.Text, StringComparison.Ordinal);
        Assert.True(ApiKey.TryParse(agent.Secret, out var secret));
        Assert.DoesNotContain(Convert.ToBase64String(secret.Hash()), own.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, rotated.Status);

        var page = Wire.Read<AdminEventPage>((await owner.ReadAsync("/v1/admin-events?limit=3&cursor=2")).Text);
        Assert.Equal([2L, 3L, 4L], page.Items.Select(item => item.Number));
        Assert.Equal(5, page.Next);
        Assert.Equal(own.Text, (await operating.ReadAsync("/v1/tenants/recorded/admin-events")).Text);
    }

    [Fact]
    public async Task Record_KeepsEveryEvent_WhenOldOnesLeaveTheTenant()
    {
        var grain = fixture.Service.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>("recorder");
        await fixture.Service.AddKeyAsync("recorder", KeyScopes.All);
        const int Changes = 700;
        for (var i = 0; i < Changes; i++)
            Assert.True(await (i % 2 == 0 ? grain.SuspendAsync($"{i}", AdminActor.FirstStart) : grain.ResumeAsync($"{i}", AdminActor.FirstStart)));
        var all = await grain.ListEventsAsync(0, 10_000);
        Assert.Equal(Enumerable.Range(0, Changes + 1).Select(number => (long)number), all.Select(item => item.Number));
        Assert.Equal(Enumerable.Range(0, Changes).Select(i => $"{i}"), all.Skip(1).Select(item => item.Details["reason"]));
        for (var from = 0; from <= Changes; from += 97)
            Assert.Equal(all.Skip(from).Take(60).Select(item => item.Number), (await grain.ListEventsAsync(from, 60)).Select(item => item.Number));
    }

    [Fact]
    public async Task OperatorScope_IsNeverATenantsOwn()
    {
        using var owner = fixture.Client();
        foreach (var path in new[] { "/v1/tenants", "/v1/tenants/dev", "/v1/tenants/dev/admin-events", "/v1/tenants/none" })
            Assert.Equal("forbidden", (await owner.ReadAsync(path)).Problem());
        var grain = fixture.Service.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>("grasping");
        var change = await grain.AddKeyAsync(NewTenantKey.Of(ApiKey.Create(TenantId.Parse("grasping")), KeyScopes.Operator), AdminActor.FirstStart);
        Assert.Equal(KeyOutcome.BeyondMaker, change.Outcome);
        using var operating = fixture.Operator();
        Assert.Equal("forbidden", (await operating.PostAsync("/v1/tenants/dev/keys", new { name = "x", scopes = new[] { "operator" } })).Problem());
        Assert.Equal("forbidden", (await operating.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).Problem());
        Assert.Equal("forbidden", (await operating.PostAsync("/v1/keys", new { name = "x", scopes = new[] { "agent" } })).Problem());
        var second = await operating.MakeKeyAsync("second operator", ["operator", "admin"]);
        using var another = fixture.Service.Client(second.Secret);
        Assert.Equal(HttpStatusCode.OK, (await another.ReadAsync("/v1/tenants/dev")).Status);
    }

    public static TheoryData<string, string, string, int, string?> Hostile => new()
    {
        { "no tenant", "", "{}", 400, "tenant" },
        { "tenant a number", "", """{"tenant":1}""", 400, "tenant" },
        { "tenant too short", "", """{"tenant":"a"}""", 400, "tenant" },
        { "tenant too long", "", $$"""{"tenant":"{{new string('t', 33)}}"}""", 400, "tenant" },
        { "tenant in capitals", "", """{"tenant":"ACME"}""", 400, "tenant" },
        { "tenant with a slash", "", """{"tenant":"a/b"}""", 400, "tenant" },
        { "tenant with dots", "", """{"tenant":"../dev"}""", 400, "tenant" },
        { "tenant half a surrogate pair", "", """{"tenant":"\ud800"}""", 400, "tenant" },
        { "reserved: operator", "", """{"tenant":"operator"}""", 400, "tenant" },
        { "reserved: system", "", """{"tenant":"system"}""", 400, "tenant" },
        { "reserved: any", "", """{"tenant":"any"}""", 400, "tenant" },
        { "taken", "", """{"tenant":"dev"}""", 409, "tenant" },
        { "member unknown", "", """{"tenant":"good-name","key":"x"}""", 400, "key" },
        { "suspension of nobody", "/nobody-here/suspensions", """{"reason":"x"}""", 404, null },
        { "suspension of what is no id", "/NO!/suspensions", """{"reason":"x"}""", 404, null },
        { "suspension of the operator", "/operator/suspensions", """{"reason":"x"}""", 409, null },
        { "suspension without reason", "/dev/suspensions", "{}", 400, "reason" },
        { "resumption of nobody", "/nobody-here/resumptions", """{"reason":"x"}""", 404, null },
        { "key for nobody", "/nobody-here/keys", """{"name":"x","scopes":["agent"]}""", 404, null },
        { "key without scopes", "/dev/keys", """{"name":"x"}""", 400, "scopes" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task HostileRequest_IsRefusedAndChangesNothing(string name, string path, string body, int status, string? field)
    {
        Assert.NotEmpty(name);
        using var operating = fixture.Operator();
        var before = await operating.ReadAsync("/v1/tenants/dev/admin-events?limit=100");
        var answer = await operating.PostTextAsync("/v1/tenants" + path, body);
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status switch { 400 => "invalid-request", 409 => "conflict", _ => "not-found" }, answer.Problem());
        Assert.Equal(field, answer.Field);
        Assert.Equal(before.Text, (await operating.ReadAsync("/v1/tenants/dev/admin-events?limit=100")).Text);
        Assert.Equal("not-found", (await operating.ReadAsync("/v1/tenants/nobody-here")).Problem());
    }

    [Theory]
    [InlineData("/v1/tenants?limit=0", "limit")]
    [InlineData("/v1/tenants?cursor=A!", "cursor")]
    [InlineData("/v1/tenants?colour=red", "colour")]
    [InlineData("/v1/admin-events?cursor=-1", "cursor")]
    [InlineData("/v1/admin-events?limit=101", "limit")]
    [InlineData("/v1/admin-events?cursor=1&cursor=2", "cursor")]
    public async Task Query_IsRefused_WhenItCannotBeUsed(string path, string field)
    {
        using var operating = fixture.Operator();
        var answer = await operating.ReadAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
    }

    private static async Task<string> TenantAsync(HttpClient operating, string tenant)
    {
        var made = await operating.PostAsync("/v1/tenants", new { tenant });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return Wire.Read<MadeTenantAnswer>(made.Text).FirstKey.Secret;
    }
}
