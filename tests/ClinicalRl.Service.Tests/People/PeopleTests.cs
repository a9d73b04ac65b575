using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Keys;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Keys;
using ClinicalRl.Service.Tests.OpenEnv;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.People;

public sealed class PeopleTests : IAsyncLifetime
{
    private LocalIssuer issuer = null!;
    private RunningService service = null!;

    private string[] Settings => ["--ClinicalRl:Oidc:Authority", issuer.Address, "--ClinicalRl:Oidc:Audience", LocalIssuer.Audience];

    public async ValueTask InitializeAsync()
    {
        issuer = await LocalIssuer.StartAsync();
        service = await RunningService.StartAsync(settings: Settings);
        await service.AddKeyAsync("acme", KeyScopes.All);
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Person_ActsForTheTenantAndScopesOfTheToken_UnderAPseudonym()
    {
        using var person = service.Client(issuer.Sign(issuer.Claims("acme", "admin", "agent", "unknown-role")));
        var episode = await person.CreateAsync();
        Assert.Equal(HttpStatusCode.OK, (await person.MoveAsync(episode)).Status);
        Assert.DoesNotContain("alice", await person.LogAsync(episode), StringComparison.Ordinal);
        var made = await person.MakeKeyAsync("made by a person", ["agent"]);
        Assert.StartsWith("person_", made.Key.MadeBy, StringComparison.Ordinal);
        Assert.Contains($"\"{made.Key.MadeBy}\"", await person.LogAsync(episode), StringComparison.Ordinal);
        Assert.Equal("forbidden", (await person.PostAsync("/v1/keys", new { name = "more", scopes = new[] { "auditor" } })).Problem());

        using var evaluator = service.Client(issuer.Sign(issuer.Claims("acme", "evaluator")));
        Assert.Equal("forbidden", (await evaluator.ReadAsync("/v1/keys")).Problem());
        using var nothing = service.Client(issuer.Sign(issuer.Claims("acme")));
        Assert.Equal("forbidden", (await nothing.ReadAsync("/v1/environments")).Problem());
        using var elsewhere = service.Client(issuer.Sign(issuer.Claims("dev", "agent")));
        Assert.Equal("not-found", (await elsewhere.ReadAsync($"/v1/episodes/{episode}")).Problem());
    }

    [Fact]
    public async Task Token_IsRefused_WhateverIsWrongWithIt()
    {
        var good = issuer.Claims("acme", "agent");
        var parts = issuer.Sign(good).Split('.');
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (now, late) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds(), issuer.Claims("acme", "agent", "admin"));
        (string Name, string Token)[] tokens =
        [
            ("expired", issuer.Sign(With(good, "exp", now - 60))), ("without end", issuer.Sign(Without(good, "exp"))), ("not valid yet", issuer.Sign(With(good, "nbf", now + 300))),
            ("for another service", issuer.Sign(With(good, "aud", "another"))), ("for none", issuer.Sign(Without(good, "aud"))),
            ("of another issuer", issuer.Sign(With(good, "iss", "https://evil.example"))), ("without subject", issuer.Sign(Without(good, "sub"))),
            ("of an unknown tenant", issuer.Sign(With(good, "tenant", "nobody-here"))), ("of what is no tenant", issuer.Sign(With(good, "tenant", "../acme"))),
            ("without tenant", issuer.Sign(Without(good, "tenant"))), ("of two tenants", issuer.Sign(With(good, "tenant", new JsonArray("acme", "dev")))),
            ("of the operator", issuer.Sign(issuer.Claims("operator", "operator", "admin"))),
            ("signed by another", LocalIssuer.Join("ES256", "key-1", good, bytes => other.SignData(bytes, HashAlgorithmName.SHA256))),
            ("of an unknown key", LocalIssuer.Join("ES256", "key-9", good, bytes => other.SignData(bytes, HashAlgorithmName.SHA256))),
            ("not signed", LocalIssuer.Join("none", "key-1", good, _ => [])),
            ("signed with the public key as a secret", LocalIssuer.Join("HS256", "key-1", good, bytes => HMACSHA256.HashData(issuer.PublicKey, bytes))),
            ("with other claims", parts[0] + "." + issuer.Sign(late).Split('.')[1] + "." + parts[2]), ("cut short", parts[0] + "." + parts[1] + "."), ("no token", "a.b.c"), ("dots", ".."),
            ("too long", issuer.Sign(With(good, "note", new string('x', 9_000)))),
        ];
        foreach (var (name, token) in tokens)
        {
            using var client = service.Client(token);
            var answer = await client.ReadAsync("/v1/environments");
            Assert.True(answer.Status == HttpStatusCode.Unauthorized && answer.Problem() == "unauthenticated", $"{name}: {answer.Text}");
        }

        using var right = service.Client(issuer.Sign(good));
        Assert.Equal(HttpStatusCode.OK, (await right.ReadAsync("/v1/environments")).Status);
    }

    [Fact]
    public async Task SuspendedTenant_AndTokenThatEnds_CloseWhatIsOpen()
    {
        var ending = issuer.Sign(With(issuer.Claims("acme", "agent"), "exp", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3));
        using var ends = await PlayingSocket.ConnectAsync(service, "/openenv/corridor/ws", ending);
        var lasting = issuer.Sign(issuer.Claims("acme", "agent"));
        using var stays = await PlayingSocket.ConnectAsync(service, "/openenv/corridor/ws", lasting);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await ends.ReceiveCloseAsync());
        await stays.ResetAsync("""{"seed":1}""");
        using var operating = service.Client(service.Shown.OperatorKeys[0]);
        Assert.Equal(HttpStatusCode.OK, (await operating.PostAsync("/v1/tenants/acme/suspensions", new { reason = "a test" })).Status);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await stays.ReceiveCloseAsync());
        await service.BecomesAsync(lasting, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Claims_AreMapped_AsConfigured_AndTheOperatorWhenItIsAllowed()
    {
        await using var mapped = await RunningService.StartAsync(settings:
        [
            .. Settings, "--ClinicalRl:Oidc:TenantClaim", "org", "--ClinicalRl:Oidc:Tenants:8f3a", "acme", "--ClinicalRl:Oidc:Tenants:root", "operator", "--ClinicalRl:Oidc:ScopesClaim", "scp",
            "--ClinicalRl:Oidc:Scopes:rl.admin", "admin", "--ClinicalRl:Oidc:Scopes:rl.operate", "operator", "--ClinicalRl:Oidc:AllowOperator", "true",
        ]);
        await mapped.AddKeyAsync("acme", KeyScopes.All);
        using var admin = mapped.Client(issuer.Sign(With(With(issuer.Claims(null, "agent"), "org", "8f3a"), "scp", "openid rl.admin rl.operate")));
        Assert.Equal("acme", (await admin.ReadAsync("/v1/usage")).Json.GetProperty("tenant").GetString());
        Assert.Equal("forbidden", (await admin.ReadAsync("/v1/tenants")).Problem());   // no customer's person is an operator
        using var operating = mapped.Client(issuer.Sign(With(With(issuer.Claims(null), "org", "root"), "scp", "rl.operate")));
        Assert.Equal(HttpStatusCode.OK, (await operating.ReadAsync("/v1/tenants")).Status);
        using var unmapped = mapped.Client(issuer.Sign(With(With(issuer.Claims("acme"), "org", "acme"), "scp", "rl.admin")));
        Assert.Equal("unauthenticated", (await unmapped.ReadAsync("/v1/usage")).Problem());
    }

    [Fact]
    public async Task Tokens_AreNoKeys_WhereTheyAreNotSwitchedOn()
    {
        await using var usual = await RunningService.StartAsync();
        await usual.AddKeyAsync("acme", KeyScopes.All);
        using var person = usual.Client(issuer.Sign(issuer.Claims("acme", "agent")));
        Assert.Equal("unauthenticated", (await person.ReadAsync("/v1/environments")).Problem());
    }

    [Theory]
    [InlineData("Authority", "http://issuer.example")]
    [InlineData("Authority", "issuer")]
    [InlineData("Audience", "")]
    [InlineData("TenantClaim", "")]
    [InlineData("Tenants:x", "No Tenant")]
    [InlineData("Scopes:x", "root")]
    public async Task ASettingThatCannotWork_IsRefused_ByItsName(string name, string value)
    {
        var refusal = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => RunningService.StartAsync(settings: [.. Settings, $"--ClinicalRl:Oidc:{name}", value]));
        Assert.Contains("ClinicalRl:Oidc:" + name.Split(':')[0], refusal.Message, StringComparison.Ordinal);
    }

    private static JsonObject With(JsonObject claims, string name, JsonNode value)
    {
        var changed = claims.DeepClone().AsObject();
        changed[name] = value;
        return changed;
    }

    private static JsonObject Without(JsonObject claims, string name)
    {
        var changed = claims.DeepClone().AsObject();
        changed.Remove(name);
        return changed;
    }
}
