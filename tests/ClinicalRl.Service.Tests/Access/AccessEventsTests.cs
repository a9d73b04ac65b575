using System.Net;
using System.Text;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Access;

public sealed class AccessEventsTests(ServiceFixture fixture)
{
    [Fact]
    public async Task EveryRead_IsAnEvent_WithWhoWhatWhenAndItsResult()
    {
        var key = await fixture.Service.AddKeyAsync("access-reads", KeyScopes.All);
        using var client = fixture.Service.Client(key);
        var begun = DateTimeOffset.UtcNow;
        var episode = await PlayAsync(client);
        Assert.Empty((await EventsAsync(client)).Items);   // playing is no reading
        foreach (var path in (string[])[$"/v1/episodes/{episode}/log", $"/v1/episodes/{episode}/trajectory", $"/v1/episodes/{episode}/verification", "/v1/ledger/entries?limit=7", "/v1/coverage?label=run%3Da", "/v1/hazard-log.html", "/v1/episodes"])
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync(path)).Status);
        Assert.Equal("not-found", (await client.ReadAsync("/v1/episodes/ep_none/log")).Problem());
        var events = (await EventsAsync(client)).Items.Reverse().Skip(1).Select(item => item.Entry).ToList();
        Assert.Equal(
            [("run-log", episode, ""), ("trajectory", episode, ""), ("verification", episode, ""), ("ledger-entries", "", "?limit=7"), ("coverage", "", "?label=run%3Da"), ("hazard-log", "", ""), ("episode-list", "", ""), ("run-log", "ep_none", "")],
            events.Select(entry => (entry.Kind, entry.Subject, entry.Detail)));
        Assert.True(ApiKey.TryParse(key, out var parsed));
        Assert.All(events, entry => Assert.Equal(("access-reads", parsed.PublicId(), "read"), (entry.Tenant, entry.Actor, entry.Action)));
        Assert.Equal([.. Enumerable.Repeat("granted", 7), "not-found"], events.Select(entry => entry.Result));
        Assert.All(events, entry => Assert.InRange(DateTimeOffset.Parse(entry.Time, System.Globalization.CultureInfo.InvariantCulture), begun.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.DoesNotContain(key, (await client.ReadAsync("/v1/access-events")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_AreFiltered_AndPagedToTheirBeginning()
    {
        using var client = await ClientAsync("access-pages");
        var (first, second) = (await PlayAsync(client), await PlayAsync(client));
        for (var i = 0; i < 5; i++)
        {
            await client.LogAsync(first);
            await client.LogAsync(second);
            await client.ReadAsync($"/v1/episodes/{first}/verification");
        }

        Assert.Equal(10, (await EventsAsync(client, $"subject={first}")).Items.Count);
        Assert.Equal(5, (await EventsAsync(client, $"subject={first}&kind=run-log")).Items.Count);
        Assert.Empty((await EventsAsync(client, "key=key_none")).Items);
        Assert.Empty((await EventsAsync(client, "to=2020-01-01")).Items);
        Assert.Equal(10, (await EventsAsync(client, $"kind=run-log&from={DateTime.UtcNow.AddHours(-1):yyyy-MM-dd}")).Items.Count);
        var places = new List<long>();
        for (var cursor = "limit=4"; ;)
        {
            var page = await EventsAsync(client, cursor);
            places.AddRange(page.Items.Select(item => item.LeafIndex));
            if (page.Next is null)
                break;
            cursor = $"limit=4&cursor={page.Next}";
        }

        Assert.Equal(places.OrderDescending(), places);
        Assert.Equal(Enumerable.Range(0, places.Count).Select(place => (long)place).Reverse(), places);
    }

    [Fact]
    public async Task Checkpoint_AndProofs_HoldOverTheEvents()
    {
        using var client = await ClientAsync("access-proofs");
        var episode = await PlayAsync(client);
        var before = await CheckpointAsync(client);
        Assert.Equal((AccessEvent.LedgerOf("access-proofs"), 0L), (before.Ledger, before.TreeSize));
        for (var i = 0; i < 5; i++)
            await client.LogAsync(episode);
        var earlier = await CheckpointAsync(client);
        var last = (await EventsAsync(client, "limit=1")).Items[0];
        var later = await CheckpointAsync(client);
        Assert.Equal((5, 6), (earlier.TreeSize, later.TreeSize));
        var proven = (await client.ReadAsync($"/v1/access-events/proofs/inclusion?event={last.Entry.Event}&size={later.TreeSize}")).Text;
        Assert.True(InclusionProof.TryRead(Encoding.UTF8.GetBytes(proven[..^1]), out var inclusion, out var problem), problem);
        Assert.True(inclusion.Holds(later.RootHash));
        Assert.Equal(episode, Assert.IsType<AccessEvent>(inclusion.Entry).Subject);
        var continued = (await client.ReadAsync($"/v1/access-events/proofs/consistency?from={earlier.TreeSize}&to={later.TreeSize}")).Text;
        Assert.True(ConsistencyProof.TryRead(Encoding.UTF8.GetBytes(continued[..^1]), out var consistency, out problem), problem);
        Assert.True(consistency.Holds(earlier.RootHash, later.RootHash));
    }

    [Fact]
    public async Task ARefusedKey_IsAnEvent_AndOnlyAuditorsAndAdministratorsReadThem()
    {
        using var owner = await ClientAsync("access-scopes");
        var episode = await PlayAsync(owner);
        var author = await fixture.Service.AddKeyAsync("access-scopes", KeyScopes.Author);
        using var curious = fixture.Service.Client(author);
        Assert.Equal("forbidden", (await curious.ReadAsync($"/v1/episodes/{episode}/log")).Problem());
        Assert.Equal("forbidden", (await curious.ReadAsync("/v1/access-events")).Problem());
        using var auditor = fixture.Service.Client(await fixture.Service.AddKeyAsync("access-scopes", KeyScopes.Auditor));
        using var stranger = await ClientAsync("access-stranger");
        Assert.True(ApiKey.TryParse(author, out var key));
        Assert.Equal([("access-events", ""), ("run-log", episode)], (await EventsAsync(auditor, $"key={key.PublicId()}")).Items.Select(item => (item.Entry.Kind, item.Entry.Subject)));
        Assert.All((await EventsAsync(auditor, $"key={key.PublicId()}")).Items, item => Assert.Equal("forbidden", item.Entry.Result));
        Assert.Empty((await EventsAsync(stranger)).Items);
    }

    [Fact]
    public async Task NothingIsGivenOut_WhileItCannotBeRecorded_AndPlayingGoesOn()
    {
        var fault = LedgerFault.None;
        await using var service = await RunningService.StartWithAsync(services => services.AddSingleton<IJournal>(new FaultyLedgerJournal(new MemoryJournal(), () => LedgerFault.None, () => fault)));
        using var client = service.Client(service.Shown.Keys[0]);
        var episode = await client.CreateAsync();
        await client.MoveAsync(episode);
        var log = await client.LogAsync(episode);
        fault = LedgerFault.Lost;
        foreach (var path in (string[])[$"/v1/episodes/{episode}/log", $"/v1/episodes/{episode}/trajectory", "/v1/coverage", "/v1/access-events"])
        {
            var refused = await client.ReadAsync(path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refused.Status, refused.Problem()));
            Assert.DoesNotContain("observation", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.MoveAsync(episode)).Status);
        fault = LedgerFault.AnswerLost;   // each try writes, and is told that it may not have
        Assert.StartsWith(log, await client.LogAsync(episode), StringComparison.Ordinal);
        fault = LedgerFault.None;
        Assert.Equal(2, (await EventsAsync(client, "kind=run-log")).Items.Count);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-25&to=2026-11-25", "to")]
    [InlineData("key=", "key")]
    [InlineData("episode=ep_1", "episode")]
    public async Task Query_IsRefused_WithItsField(string query, string field)
    {
        using var client = await ClientAsync("access-hostile");
        var answer = await client.ReadAsync("/v1/access-events?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request", field), (answer.Status, answer.Problem(), answer.Field));
    }

    private static async Task<string> PlayAsync(HttpClient client)
    {
        var episode = await client.CreateAsync();
        await client.FinishAsync(episode);
        await client.ProofAsync(episode);
        return episode;
    }

    private static async Task<AccessPage> EventsAsync(HttpClient client, string query = "limit=100") => Wire.Read<AccessPage>((await client.ReadAsync("/v1/access-events?" + query)).Text);

    private static async Task<LedgerCheckpoint> CheckpointAsync(HttpClient client)
    {
        Assert.True(LogKeySet.TryParse((await client.ReadAsync("/.well-known/jwks.json")).Text, out var keys, out _));
        Assert.True(SignedCheckpoint.TryRead((await client.ReadAsync("/v1/access-events/checkpoint")).Text.Trim(), out var signed, out var problem), problem);
        Assert.True(signed.IsSignedBy(keys.Find(signed.KeyId)!.PublicKey));
        return signed.Checkpoint;
    }

    private async Task<HttpClient> ClientAsync(string tenant) => fixture.Service.Client(await fixture.Service.AddKeyAsync(tenant, KeyScopes.All));
}
