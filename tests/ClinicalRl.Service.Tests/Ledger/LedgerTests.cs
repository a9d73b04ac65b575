using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Ledger;

public sealed class LedgerTests(ServiceFixture fixture)
{
    [Fact]
    public async Task SealedLogs_AreProvenByTheLedger_AsAnAuditorChecksIt()
    {
        using var agent = await ClientAsync("prover", KeyScopes.Agent);
        using var auditor = await ClientAsync("prover", KeyScopes.Auditor);
        var before = await PlayAsync(agent, 5);
        var early = await CheckpointAsync(auditor, atLeast: 5);
        var after = await PlayAsync(agent, 4);
        var late = await CheckpointAsync(auditor, atLeast: 9);

        foreach (var episode in before.Concat(after))
        {
            var log = await agent.LogAsync(episode);
            var answer = await auditor.ReadAsync($"/v1/ledger/proofs/inclusion?episode={episode}&size={late.TreeSize}");
            Wire.Read<InclusionProofAnswer>(answer.Text);
            Assert.True(InclusionProof.TryRead(Encoding.UTF8.GetBytes(answer.Text[..^1]), out var proof, out var problem), problem);
            Assert.Equal(LedgerEntry.Of(Encoding.UTF8.GetBytes(log)), proof.Entry);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(log))), ((LedgerEntry)proof.Entry).Log.ToString());
            Assert.True(proof.Holds(late.RootHash));
        }

        var between = await auditor.ReadAsync($"/v1/ledger/proofs/consistency?from={early.TreeSize}&to={late.TreeSize}");
        Wire.Read<ConsistencyProofAnswer>(between.Text);
        Assert.True(ConsistencyProof.TryRead(Encoding.UTF8.GetBytes(between.Text[..^1]), out var consistency, out _));
        Assert.True(consistency.Holds(early.RootHash, late.RootHash));
        Assert.Equal(early, await CheckpointAsync(auditor, size: early.TreeSize));
    }

    [Fact]
    public async Task Entries_ComePageByPage_AndHashToTheRoot()
    {
        using var client = await ClientAsync("pager", KeyScopes.All);
        var played = await PlayAsync(client, 7);
        var checkpoint = await CheckpointAsync(client, atLeast: 7);
        var tree = new MerkleTree();
        var episodes = new List<string>();
        for (long? from = 0; from is not null;)
        {
            var page = Wire.Read<LedgerPage>((await client.ReadAsync($"/v1/ledger/entries?from={from}&limit=3")).Text);
            Assert.Equal(7, page.TreeSize);
            foreach (var item in page.Items)
            {
                Assert.Equal(episodes.Count, item.LeafIndex);
                episodes.Add(item.Entry.Episode);
                Assert.True(Sha256Digest.TryParse(item.Entry.Log, out var log));
                tree.Append(new LedgerEntry(item.Entry.Tenant, item.Entry.Episode, log, DateTimeOffset.Parse(item.Entry.Sealed, System.Globalization.CultureInfo.InvariantCulture)).LeafHash());
            }

            from = page.Next;
        }

        Assert.Equal(played.Order(StringComparer.Ordinal), episodes.Order(StringComparer.Ordinal));
        Assert.Equal(checkpoint.RootHash, tree.Root);
        Assert.Empty(Wire.Read<LedgerPage>((await client.ReadAsync("/v1/ledger/entries?from=100")).Text).Items);
    }

    [Fact]
    public async Task AnotherTenantsEpisode_IsNotFound_JustAsOneThatIsNot()
    {
        using var owner = await ClientAsync("owner", KeyScopes.All);
        using var stranger = await ClientAsync("stranger", KeyScopes.All);
        var episode = (await PlayAsync(owner, 1))[0];
        await CheckpointAsync(owner, atLeast: 1);
        Assert.Equal(HttpStatusCode.OK, (await owner.ReadAsync($"/v1/ledger/proofs/inclusion?episode={episode}")).Status);
        var theirs = await stranger.ReadAsync($"/v1/ledger/proofs/inclusion?episode={episode}");
        var nobodys = await stranger.ReadAsync("/v1/ledger/proofs/inclusion?episode=ep_nobodys");
        Assert.Equal("not-found", theirs.Problem());
        Assert.Equal(nobodys.Text, theirs.Text);
        Assert.DoesNotContain(episode, (await stranger.ReadAsync("/v1/ledger/entries")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEmptyLedger_HasASignedCheckpoint()
    {
        using var client = await ClientAsync("empty", KeyScopes.Auditor);
        var checkpoint = await CheckpointAsync(client);
        Assert.Equal((0L, MerkleHash.Empty, "clinicalrl/ledger/empty"), (checkpoint.TreeSize, checkpoint.RootHash, checkpoint.Origin));
        Assert.Equal("not-found", (await client.ReadAsync("/v1/ledger/proofs/consistency?from=1")).Problem());
        Assert.Equal("forbidden", (await (await ClientAsync("empty", KeyScopes.Author)).ReadAsync("/v1/ledger/checkpoint")).Problem());
    }

    [Theory]
    [InlineData("proofs/inclusion?episode={episode}&size={beyond}", "size")]
    [InlineData("proofs/consistency?from=1&to={beyond}", "to")]
    [InlineData("proofs/consistency?from={beyond}", "from")]
    [InlineData("proofs/consistency", "from")]
    [InlineData("proofs/consistency?from=0", "from")]
    public async Task AProof_IsRefused_BeyondTheLedger(string path, string field)
    {
        using var client = await ClientAsync("beyond", KeyScopes.All);
        var episode = (await PlayAsync(client, 1))[0];
        var size = (await CheckpointAsync(client, of: episode)).TreeSize;
        var answer = await client.ReadAsync("/v1/ledger/" + path.Replace("{episode}", episode, StringComparison.Ordinal).Replace("{beyond}", (size + 1_000).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal(("invalid-request", field), (answer.Problem(), answer.Field));
    }

    private async Task<HttpClient> ClientAsync(string tenant, KeyScopes scopes) => fixture.Service.Client(await fixture.Service.AddKeyAsync(tenant, scopes));

    private static async Task<List<string>> PlayAsync(HttpClient client, int count)
    {
        var episodes = new List<string>();
        for (var i = 0; i < count; i++)
        {
            episodes.Add(await client.CreateAsync((ulong)i));
            Assert.Equal(HttpStatusCode.OK, (await client.FinishAsync(episodes[^1])).Status);
        }

        return episodes;
    }

    /// <summary>The latest checkpoint once it covers what is asked for; its signature is that of the published key.</summary>
    private async Task<LedgerCheckpoint> CheckpointAsync(HttpClient client, long atLeast = 0, long? size = null, string? of = null)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (of is not null && (await client.ReadAsync($"/v1/ledger/proofs/inclusion?episode={of}")).Status != HttpStatusCode.OK)
            Assert.True(DateTime.UtcNow < deadline);
        while (true)
        {
            var answer = await client.ReadAsync("/v1/ledger/checkpoint" + (size is null ? "" : $"?size={size}"));
            Assert.Equal((HttpStatusCode.OK, "application/jose"), (answer.Status, answer.ContentHeaders.ContentType?.MediaType));
            Assert.True(SignedCheckpoint.TryRead(answer.Text[..^1], out var signed, out var problem), problem);
            Assert.True(LogPublicKey.TryParse((await client.ReadAsync("/v1/log-signing-key")).Text, out var key));
            Assert.True(signed.IsSignedBy(key));
            if (signed.Checkpoint.TreeSize >= atLeast)
                return signed.Checkpoint;
            Assert.True(DateTime.UtcNow < deadline, $"the ledger has {signed.Checkpoint.TreeSize} entries in place of {atLeast}");
        }
    }
}
