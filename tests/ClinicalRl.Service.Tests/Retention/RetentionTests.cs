using System.Net;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Retention;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Retention;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Retention;

public sealed class RetentionTests(ServiceFixture fixture)
{
    [Fact]
    public async Task BundlesAndJobs_AreRemoved_OnlyAfterTheirPeriod_AndNeverWhileHeld()
    {
        var later = new LaterTimeProvider();
        await using var service = await RunningService.StartWithAsync(services => services.AddSingleton<TimeProvider>(later));
        using var client = service.Client(service.Shown.Keys[0]);
        var sweep = service.Services.GetRequiredService<RetentionSweep>();
        var (episode, bundle, job) = await MakeAsync(client);
        later.By = TimeSpan.FromDays(4_000);
        Assert.Equal(0, await SweepAsync(sweep));   // nobody told for how long
        Assert.Null(await SetAsync(client, 3_650));
        var hold = await PlaceAsync(client, new { all = true, reason = "Inquest" });
        Assert.Equal(0, await SweepAsync(sweep));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(bundle + ".zip", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LiftAsync(client, hold, "Inquest closed")).Status);
        await SweepAsync(sweep);   // lifting a hold has one begin by itself, too
        foreach (var path in (string[])[bundle, bundle + ".zip", job, job + ".html"])
            Assert.Equal("not-found", (await client.ReadAsync(path)).Problem());
        Assert.Empty(Directory.GetFiles(Path.Combine(service.Data, "blobs"), "*.zip", SearchOption.AllDirectories));
        Assert.Equal("verified", (await client.ReadAsync($"/v1/episodes/{episode}/verification")).Json.GetProperty("verdict").GetString());
        Assert.Equal(0, await SweepAsync(sweep));
        var events = (await EventsAsync(client)).Where(entry => entry.Action is not ("read" or "start")).Reverse().Select(entry => (entry.Actor == "service", entry.Action, entry.Kind, entry.Result)).ToList();
        Assert.Equal([(false, "set", "retention", "granted"), (false, "hold", "legal-hold", "granted"), (false, "release", "legal-hold", "granted")], events[..3]);
        Assert.Equal([(true, "remove", "bundle", "granted"), (true, "remove", "coverage", "granted")], events[3..].Order());
    }

    [Fact]
    public async Task WhatTheStoreProtects_Stays_AndItIsSaid()
    {
        var later = new LaterTimeProvider();
        var store = new HoldingBlobStore(TestFolders.Create()) { IsLocked = true };
        await using var service = await RunningService.StartWithAsync(services => services.AddSingleton<TimeProvider>(later).AddSingleton<IBlobStore>(store));
        using var client = service.Client(service.Shown.Keys[0]);
        var (_, bundle, _) = await MakeAsync(client);
        await SetAsync(client, 1);
        later.By = TimeSpan.FromDays(3);
        var sweep = service.Services.GetRequiredService<RetentionSweep>();
        Assert.Equal((1, 0), (await SweepAsync(sweep), await SweepAsync(sweep)));   // the job, and not the bundle
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(bundle + ".zip", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(["granted", "protected"], (await EventsAsync(client, "kind=bundle")).Where(entry => entry.Action == "remove").Select(entry => entry.Result).Order(StringComparer.Ordinal));
        store.IsLocked = false;
        Assert.Equal(1, await SweepAsync(sweep));
    }

    [Fact]
    public async Task Holds_AreCarriedToTheStore_AndLiftedThereWhenNoneIsLeft()
    {
        var store = new HoldingBlobStore(TestFolders.Create());
        await using var service = await RunningService.StartWithAsync(services => services.AddSingleton<IBlobStore>(store));
        using var client = service.Client(service.Shown.Keys[0]);
        var sweep = service.Services.GetRequiredService<RetentionSweep>();
        var (one, other) = (await PlayAsync(client, "a"), await PlayAsync(client, "b"));
        string Blob(string episode) => $"runlogs/dev/{episode}.jsonl";
        var byLabel = await PlaceAsync(client, new { label = "run=a", reason = "Incident" });
        var byEpisode = await PlaceAsync(client, new { episode = one, reason = "Complaint" });
        await SweepAsync(sweep);
        Assert.Equal((true, false), (store.Held.GetValueOrDefault(Blob(one)), store.Held.ContainsKey(Blob(other))));
        Assert.Equal("carried", (await client.ReadAsync("/v1/retention")).Json.GetProperty("storeHolds").GetString());
        var late = await PlayAsync(client, "a");
        await SweepAsync(sweep);
        Assert.True(store.Held[Blob(late)]);
        await LiftAsync(client, byLabel, "done");
        await SweepAsync(sweep);
        Assert.Equal((true, false), (store.Held[Blob(one)], store.Held[Blob(late)]));
        await LiftAsync(client, byEpisode, "done");
        await SweepAsync(sweep);
        Assert.False(store.Held[Blob(one)]);
    }

    [Fact]
    public async Task DueLogs_AreListed_AndNotThoseHeld()
    {
        var later = new LaterTimeProvider();
        await using var service = await RunningService.StartWithAsync(services => services.AddSingleton<TimeProvider>(later));
        using var client = service.Client(service.Shown.Keys[0]);
        List<string> episodes = [await PlayAsync(client, "a"), await PlayAsync(client, "b"), await PlayAsync(client, "b"), await PlayAsync(client, "c")];
        later.By = TimeSpan.FromDays(10);
        Assert.Empty((await DueAsync(client)).Items);
        await SetAsync(client, 9);
        Assert.Equal(episodes, (await DueAsync(client)).Items.Select(log => log.Episode));
        await PlaceAsync(client, new { label = "run=b", reason = "Incident" });
        await PlaceAsync(client, new { episode = episodes[3], reason = "Complaint" });
        Assert.Equal(episodes[..1], (await DueAsync(client)).Items.Select(log => log.Episode));
        var first = await DueAsync(client, "?limit=1");
        Assert.Equal((1, 1L), (first.Items.Count, first.Next));
        Assert.Equal("not-supported", (await client.ReadAsync("/v1/retention")).Json.GetProperty("storeHolds").GetString());
    }

    [Fact]
    public async Task Period_IsNeverShortened_AndOnlyAdministratorsDecide()
    {
        using var admin = await ClientAsync("retention-period", KeyScopes.Admin);
        using var auditor = await ClientAsync("retention-period", KeyScopes.Auditor);
        Assert.Equal((HttpStatusCode.OK, "null"), await DaysAsync(auditor));
        Assert.Null(await SetAsync(admin, 30));
        Assert.Null(await SetAsync(admin, 60));
        Assert.Null(await SetAsync(admin, 60));   // again, which is no decision
        Assert.Equal("conflict", await SetAsync(admin, 59));
        Assert.Equal((HttpStatusCode.OK, "60"), await DaysAsync(auditor));
        Assert.Equal("forbidden", await SetAsync(auditor, 90));
        Assert.Equal("forbidden", (await auditor.PostAsync("/v1/legal-holds", new { all = true, reason = "x" })).Problem());
        Assert.Equal(["""{"days":60}""", """{"days":30}"""], (await EventsAsync(auditor, "kind=retention")).Select(entry => entry.Detail));
        using var stranger = await ClientAsync("retention-stranger", KeyScopes.All);
        Assert.Equal((HttpStatusCode.OK, "null"), await DaysAsync(stranger));
    }

    [Fact]
    public async Task Hold_IsPlacedOnce_HoweverOftenItIsAskedFor()
    {
        using var client = await ClientAsync("retention-once", KeyScopes.All);
        var body = new { all = true, reason = "Ärger \"quoted\" €" };
        var first = await client.PostAsync("/v1/legal-holds", body, "once");
        var again = await client.PostAsync("/v1/legal-holds", body, "once");
        Assert.Equal((HttpStatusCode.Created, first.Text), (first.Status, again.Text));
        var listed = Wire.Read<LegalHoldList>((await client.ReadAsync("/v1/legal-holds")).Text);
        Assert.Equal(body.reason, Assert.Single(listed.Items).Reason);
        Assert.Equal("invalid-request", (await client.AskAsync(new HttpRequestMessage(HttpMethod.Delete, first.Headers.Location))).Problem());
        using var stranger = await ClientAsync("retention-stranger", KeyScopes.All);
        Assert.Equal("not-found", (await LiftAsync(stranger, first.Headers.Location!.ToString(), "mine now")).Problem());
        Assert.Equal(HttpStatusCode.OK, (await LiftAsync(client, first.Headers.Location!.ToString(), "over")).Status);
        Assert.Equal("not-found", (await LiftAsync(client, first.Headers.Location!.ToString(), "over")).Problem());
    }

    [Theory]
    [InlineData("/v1/legal-holds", """{"reason":"x"}""", "all")]
    [InlineData("/v1/legal-holds", """{"all":false,"reason":"x"}""", "all")]
    [InlineData("/v1/legal-holds", """{"all":true,"label":"a=b","reason":"x"}""", "all")]
    [InlineData("/v1/legal-holds", """{"all":true}""", "reason")]
    [InlineData("/v1/legal-holds", """{"all":true,"reason":""}""", "reason")]
    [InlineData("/v1/legal-holds", """{"all":true,"reason":"a\u0000b"}""", "reason")]
    [InlineData("/v1/legal-holds", """{"episode":"ep_none","reason":"x"}""", "episode")]
    [InlineData("/v1/legal-holds", """{"episode":"../x","reason":"x"}""", "episode")]
    [InlineData("/v1/legal-holds", """{"label":"nothing","reason":"x"}""", "label")]
    [InlineData("/v1/legal-holds", """{"until":"2027","all":true,"reason":"x"}""", "until")]
    public async Task Body_IsRefused_WithItsField(string path, string body, string field)
    {
        using var client = await ClientAsync("retention-hostile", KeyScopes.All);
        var answer = await client.PostTextAsync(path, body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
        Assert.Equal("0", (await client.ReadAsync("/v1/retention")).Json.GetProperty("holds").GetRawText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"days":0}""")]
    [InlineData("""{"days":146001}""")]
    [InlineData("""{"days":null}""")]
    [InlineData("""{"days":1.5}""")]
    public async Task Days_AreRefused(string body)
    {
        using var client = await ClientAsync("retention-hostile", KeyScopes.All);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/retention") { Content = new StringContent(body, null, "application/json") };
        var answer = await client.AskAsync(request);
        Assert.Equal((HttpStatusCode.BadRequest, "days"), (answer.Status, answer.Field));
    }

    private static Task<int> SweepAsync(RetentionSweep sweep) => sweep.SweepAsync(TestContext.Current.CancellationToken);

    private static async Task<string> PlayAsync(HttpClient client, string run)
    {
        var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1, labels = new { run } });
        var episode = created.Json.GetProperty("episode").GetString()!;
        await client.FinishAsync(episode);
        await client.ProofAsync(episode);
        return episode;
    }

    /// <summary>A sealed episode, a bundle and a finished job over it.</summary>
    private static async Task<(string Episode, string Bundle, string Job)> MakeAsync(HttpClient client)
    {
        var episode = await PlayAsync(client, "a");
        return (episode, await DoneAsync(client, "/v1/bundles"), await DoneAsync(client, "/v1/coverage"));
    }

    private static async Task<string> DoneAsync(HttpClient client, string path)
    {
        var started = await client.PostAsync(path, new { });
        var location = started.Headers.Location!.ToString();
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (Wire.Read<JobAnswer>((await client.ReadAsync(location)).Text).Status == "running")
            Assert.True(DateTime.UtcNow < deadline, location);
        return location;
    }

    private static async Task<string?> SetAsync(HttpClient client, int days)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/retention") { Content = new StringContent($$"""{"days":{{days}}}""", null, "application/json") };
        var answer = await client.AskAsync(request);
        return answer.Status == HttpStatusCode.OK ? null : answer.Problem();
    }

    private static async Task<(HttpStatusCode, string)> DaysAsync(HttpClient client)
    {
        var answer = await client.ReadAsync("/v1/retention");
        return (answer.Status, answer.Json.GetProperty("days").GetRawText());
    }

    private static async Task<string> PlaceAsync(HttpClient client, object body)
    {
        var answer = await client.PostAsync("/v1/legal-holds", body);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<Answer> LiftAsync(HttpClient client, string hold, string reason)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{hold}?reason={Uri.EscapeDataString(reason)}");
        return await client.AskAsync(request);
    }

    private static async Task<DuePage> DueAsync(HttpClient client, string query = "") => Wire.Read<DuePage>((await client.ReadAsync("/v1/retention/due" + query)).Text);

    private static async Task<List<AccessEventAnswer>> EventsAsync(HttpClient client, string query = "limit=100") =>
        [.. Wire.Read<AccessPage>((await client.ReadAsync("/v1/access-events?" + query)).Text).Items.Select(item => item.Entry)];

    private async Task<HttpClient> ClientAsync(string tenant, KeyScopes scopes) => fixture.Service.Client(await fixture.Service.AddKeyAsync(tenant, scopes));
}
