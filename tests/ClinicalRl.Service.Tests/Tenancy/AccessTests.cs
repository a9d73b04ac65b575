using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Tenancy;

public sealed class AccessTests(ServiceFixture fixture)
{
    public static TheoryData<string> Unusable =>
    [
        "(none)", "", "Bearer", "Bearer ", "Bearer x", "Bearer crl_dev_", "Bearer crl_dev_short", "Bearer crl_dev_" + new string('a', 40), "Bearer crl_nobody_" + new string('a', 40),
        "Bearer crl_DEV_" + new string('a', 40), "Bearer crl_dev_" + new string('-', 40), "Bearer crl_../x_" + new string('a', 40), "Basic", "Basic !!", "Basic " + Base64("user"),
        "Basic " + Base64("user:"), "Basic " + Base64("user:wrong"), "Digest username=x", "Bearer " + new string('a', 2000), "crl_dev_" + new string('a', 40),
    ];

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Request_IsChallenged_WithoutAUsableKey(string header)
    {
        using var client = fixture.Service.Client(key: null);
        foreach (var path in new[] { "/v1/environments", "/v1/episodes", "/v1/nothing", "/openenv/list_environments" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (header != "(none)")
                request.Headers.TryAddWithoutValidation("Authorization", header);
            var answer = await client.AskAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Equal("unauthenticated", answer.Problem());
            Assert.Equal(["Bearer", "Basic"], answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
        }
    }

    [Fact]
    public async Task Key_IsAcceptedAsBearerAndAsBasicPassword()
    {
        foreach (var header in new[] { "Bearer " + fixture.Key, "bearer " + fixture.Key, "Basic " + Base64("anyone:" + fixture.Key), "basic " + Base64(":" + fixture.Key) })
        {
            using var client = fixture.Service.Client(key: null);
            client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(header);
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/v1/environments")).Status);
        }
    }

    [Theory]
    [InlineData("agent", 201, 200, 200)]
    [InlineData("auditor", 403, 200, 200)]
    [InlineData("author", 403, 403, 200)]
    [InlineData("evaluator", 403, 403, 200)]
    [InlineData("admin", 403, 403, 200)]
    public async Task Scope_DecidesWhatAKeyMayDo(string scope, int create, int list, int environments)
    {
        var scopes = KeyScopeWords.All.Single(pair => pair.Value == scope).Key;
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("scoped", scopes));
        Answer[] answers =
        [
            await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 }), await client.ReadAsync("/v1/episodes"), await client.ReadAsync("/v1/environments"),
        ];
        Assert.Equal([create, list, environments], answers.Select(answer => (int)answer.Status));
        Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Forbidden), answer => Assert.Equal("forbidden", answer.Problem()));
    }

    [Fact]
    public async Task AnotherTenantsEpisode_IsNotFound_WhateverIsAsked()
    {
        using var owner = fixture.Client();
        using var stranger = fixture.Service.Client(await fixture.Service.AddKeyAsync("stranger", KeyScopes.All));
        var id = await owner.CreateAsync();
        await owner.MoveAsync(id);
        var log = await owner.LogAsync(id);
        string[] reads = ["", "/log", "/trajectory", "/verification"];
        foreach (var read in reads)
            Assert.Equal("not-found", (await stranger.ReadAsync($"/v1/episodes/{id}{read}")).Problem());
        Assert.Equal("not-found", (await stranger.MoveAsync(id)).Problem());
        Assert.Equal("not-found", (await stranger.MoveAsync(id, step: 1)).Problem());
        Assert.Equal("not-found", (await stranger.PostAsync($"/v1/episodes/{id}/forks", new { step = 0 })).Problem());
        Assert.Equal("not-found", (await stranger.PostAsync($"/v1/episodes/{id}/abort", new { })).Problem());
        var batch = await stranger.PostAsync("/v1/batch/steps", new { items = new[] { new { episode = id, action = new { tool = "finish" } } } });
        Assert.Equal(404, batch.Json.GetProperty("items")[0].GetProperty("status").GetInt32());
        Assert.DoesNotContain(id, (await stranger.ReadAsync("/v1/episodes?limit=100")).Text, StringComparison.Ordinal);
        Assert.Equal(log, await owner.LogAsync(id));
    }

    [Fact]
    public async Task Key_IsRefused_OnceRevokedAndForgotten()
    {
        var grain = fixture.Service.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>("revoker");
        var text = await fixture.Service.AddKeyAsync("revoker", KeyScopes.Agent);
        Assert.True(ApiKey.TryParse(text, out var key));
        Assert.Equal([key.PublicId()], (await grain.ListKeysAsync()).Select(known => known.Id));
        Assert.Equal(KeyOutcome.Done, (await grain.RevokeKeyAsync(key.PublicId(), "a test", AdminActor.FirstStart)).Outcome);
        using var client = fixture.Service.Client(text);
        Assert.Equal("unauthenticated", (await client.ReadAsync("/v1/environments")).Problem());
        Assert.Equal(KeyOutcome.NotFound, (await grain.RevokeKeyAsync("key_none", "a test", AdminActor.FirstStart)).Outcome);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
