using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Service.Tests.Bundles;

public sealed partial class BundleTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Bundle_HoldsTheSelectedLogs_AndIsSound()
    {
        using var client = await ClientAsync("whole");
        var early = await PlayAsync(client, 2, run: "a");
        var since = await CheckpointAsync(client, early);
        var late = await PlayAsync(client, 3, run: "b");
        await CheckpointAsync(client, late);
        var (bundle, job) = await DoneAsync(client, await StartAsync(client, new { labels = new { run = "b" }, since }));
        var zip = await client.GetByteArrayAsync(bundle + ".zip", TestContext.Current.CancellationToken);
        Assert.Equal((zip.Length, 3, 5), (job.Result!.Value.GetProperty("bytes").GetInt32(), job.Result.Value.GetProperty("logs").GetInt32(), job.Result.Value.GetProperty("treeSize").GetInt32()));
        Assert.Equal(Sha256Digest.Of(zip).ToString(), job.Result.Value.GetProperty("sha256").GetString());

        Assert.True(LogKeySet.TryParse((await client.ReadAsync("/.well-known/jwks.json")).Text, out var keys, out _));
        var report = await VerifyAsync(zip, keys);
        Assert.Empty(report.AllFindings);
        Assert.All(report.Checks.Concat(report.Ledger!.Checks.Where(check => check.Name != "completeness")), check => Assert.Equal(CheckVerdict.Passed, check.Verdict));
        Assert.Equal(late.Select(episode => episode + ".jsonl").Order(StringComparer.Ordinal), report.Logs.Select(log => log.File));
        Assert.Equal("bundle-whole", report.Seal!.Tenant);
        Assert.All(report.Access!.Checks.Where(check => check.Name != "consistency"), check => Assert.Equal(CheckVerdict.Passed, check.Verdict));
        Assert.Equal((AccessEvent.LedgerOf("bundle-whole"), 1L), (report.Access.Checkpoint!.Ledger, report.Access.Checkpoint.TreeSize));   // that it was asked for; not that it was fetched
    }

    [Fact]
    public async Task Index_LinksOnlyToWhatIsThere_AndSaysWhatIsNotShown()
    {
        using var client = await ClientAsync("index");
        await CheckpointAsync(client, await PlayAsync(client, 2, run: "<b>a</b>"));
        var (bundle, _) = await DoneAsync(client, await StartAsync(client, new { }));
        using var archive = new ZipArchive(await client.GetStreamAsync(bundle + ".zip", TestContext.Current.CancellationToken));
        var names = archive.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        using var reader = new StreamReader(archive.GetEntry("index.html")!.Open());
        var page = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var links = Links().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["name"].Value)).ToList();
        Assert.All(links, link => Assert.True(names.Contains(link) || link == "logs/", link));
        Assert.Empty(((string[])["environments/corridor-1.0.0.md", "reward-functions/corridor-reward@1.0.0.html", "reward-functions/corridor-reward@1.0.0.yaml", "VERIFY.md", "limits.md", "coverage/coverage.csv", "exploits/exploits.html", "hazard-log/hazard-log.csv"]).Except(links, StringComparer.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>a", page, StringComparison.Ordinal);
        Assert.Contains("no clinician vouches for it now", page, StringComparison.Ordinal);
        Assert.Contains("Not for the care of patients", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HazardLog_ContinuesTheOneBefore_WhichIsInTheBundleAsItWas()
    {
        using var client = await ClientAsync("hazards");
        await CheckpointAsync(client, await PlayAsync(client, 2, run: "a"));
        var (earlier, _) = await DoneAsync(client, await StartAsync(client, new { }, "earlier"));
        var exported = await FileAsync(client, earlier, "hazard-log/hazard-log.json");
        var (bundle, _) = await DoneAsync(client, await StartAsync(client, new { previousHazardLog = JsonElement.Parse(exported) }, "later"));
        Assert.Equal(exported, await FileAsync(client, bundle, "hazard-log/previous.json"));
        var log = JsonElement.Parse(await FileAsync(client, bundle, "hazard-log/hazard-log.json"));
        Assert.Equal(Sha256Digest.Of(exported).ToString(), log.GetProperty("previousSha256").GetString());
        Assert.Contains("hazard-log/previous.json", Encoding.UTF8.GetString(await FileAsync(client, bundle, "index.html")), StringComparison.Ordinal);
        var withEnvironment = await client.PostAsync("/v1/bundles", new { environment = "corridor", previousHazardLog = JsonElement.Parse(exported) });
        Assert.Equal(("invalid-request", "environment"), (withEnvironment.Problem(), withEnvironment.Field));
        var wrong = await client.PostTextAsync("/v1/bundles", """{"previousHazardLog":{"rows":[]}}""");
        Assert.Equal(("invalid-request", "previousHazardLog"), (wrong.Problem(), wrong.Field));
    }

    [Fact]
    public async Task AVersionOfARewardFunction_IsThereWithWhatItChanged()
    {
        using var client = await ClientAsync("changes");
        foreach (var (version, cap) in ((string, string)[])[("1.0.0", "0.4"), ("1.1.0", "0.3")])
        {
            var document = CorridorReward.Yaml.Replace("id: corridor-reward", "id: own-reward", StringComparison.Ordinal).Replace("version: 1.0.0", "version: " + version, StringComparison.Ordinal).Replace("cap: 0.4", "cap: " + cap, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Created, (await client.PostBytesAsync("/v1/reward-functions", Encoding.UTF8.GetBytes(document), "application/yaml")).Status);
        }

        var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 3, rewardFunction = "own-reward@1.1.0" });
        var episode = created.Json.GetProperty("episode").GetString()!;
        await client.FinishAsync(episode);
        await CheckpointAsync(client, [episode]);
        var (bundle, _) = await DoneAsync(client, await StartAsync(client, new { }));
        var changes = Encoding.UTF8.GetString(await FileAsync(client, bundle, "reward-functions/own-reward@1.1.0.changes.md"));
        Assert.Contains("from 1.0.0 to 1.1.0", changes, StringComparison.Ordinal);
        Assert.Contains("0.4 \u2192 ", changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_GoesOnWhereItBroke()
    {
        using var client = await ClientAsync("range");
        await CheckpointAsync(client, await PlayAsync(client, 1, run: "a"));
        var (bundle, job) = await DoneAsync(client, await StartAsync(client, new { }));
        var whole = await client.GetByteArrayAsync(bundle + ".zip", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, bundle + ".zip") { Headers = { Range = new RangeHeaderValue(1_000, null) } };
        request.Headers.TryAddWithoutValidation("If-Range", $"\"{job.Result!.Value.GetProperty("sha256").GetString()}\"");
        using var rest = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[1_000..], await rest.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, bundle + ".zip") { Headers = { Range = new RangeHeaderValue(whole.Length + 5, null) } };
        using var nothing = await client.SendAsync(beyond, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, nothing.StatusCode);
    }

    [Fact]
    public async Task Tenants_SeeNothingOfEachOther_AndAgentsMakeNone()
    {
        using var owner = await ClientAsync("owner");
        using var stranger = await ClientAsync("stranger");
        await CheckpointAsync(owner, await PlayAsync(owner, 1, run: "a"));
        var (bundle, _) = await DoneAsync(owner, await StartAsync(owner, new { }));
        foreach (var path in new[] { bundle, bundle + ".zip" })
            Assert.Equal("not-found", (await stranger.ReadAsync(path)).Problem());
        using var cancel = new HttpRequestMessage(HttpMethod.Delete, bundle);
        Assert.Equal("not-found", (await stranger.AskAsync(cancel)).Problem());
        using var agent = fixture.Service.Client(await fixture.Service.AddKeyAsync("bundle-owner", KeyScopes.Agent));
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.ReadAsync(bundle + ".zip")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsync("/v1/bundles", new { })).Status);
    }

    [Fact]
    public async Task Bundle_IsTheSame_WhenAskedForAgain_AndFailsWithoutLogs()
    {
        using var client = await ClientAsync("again");
        var first = await StartAsync(client, new { }, "once");
        Assert.Equal(first, await StartAsync(client, new { }, "once"));
        Assert.NotEqual(first, await StartAsync(client, new { environment = "corridor" }, "once"));
        var (bundle, job) = await DoneAsync(client, first);
        Assert.Equal(("failed", "No sealed log that can be read is selected."), (job.Status, job.Failure));
        Assert.Equal("conflict", (await client.ReadAsync(bundle + ".zip")).Problem());
        Assert.Empty(Directory.Exists(Path.Combine(fixture.Service.Data, "unfinished-bundles")) ? Directory.GetFiles(Path.Combine(fixture.Service.Data, "unfinished-bundles"), "bundle-again*") : []);
    }

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("""{"environment":"nowhere"}""", "environment")]
    [InlineData("""{"since":0}""", "since")]
    [InlineData("""{"since":"1"}""", "since")]
    [InlineData("""{"since":99}""", "since")]
    [InlineData("""{"since":1e30}""", "since")]
    [InlineData("""{"tolerated":2}""", "tolerated")]
    [InlineData("""{"logs":[]}""", "logs")]
    public async Task Body_IsRefused_WithItsField(string body, string field)
    {
        using var client = await ClientAsync("hostile");
        var answer = await client.PostTextAsync("/v1/bundles", body);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request", field), (answer.Status, answer.Problem(), answer.Field));
    }

    [Theory]
    [InlineData("/v1/bundles/bn_none")]
    [InlineData("/v1/bundles/cv_none")]
    [InlineData("/v1/bundles/bn_none.zip")]
    [InlineData("/v1/bundles/bn_..%2F..%2Fsecret.zip")]
    public async Task UnknownIds_AreNotFound(string path)
    {
        using var client = await ClientAsync("hostile");
        Assert.Equal("not-found", (await client.ReadAsync(path)).Problem());
    }

    private async Task<HttpClient> ClientAsync(string name) => fixture.Service.Client(await fixture.Service.AddKeyAsync("bundle-" + name, KeyScopes.All));

    private static async Task<List<string>> PlayAsync(HttpClient client, int count, string run)
    {
        var episodes = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = i, labels = new { run } });
            episodes.Add(created.Json.GetProperty("episode").GetString()!);
            await client.FinishAsync(episodes[^1]);
        }

        return episodes;
    }

    /// <summary>Waits until the logs are in the ledger; its size then.</summary>
    private static async Task<long> CheckpointAsync(HttpClient client, List<string> episodes)
    {
        foreach (var episode in episodes)
            await client.ProofAsync(episode);
        Assert.True(SignedCheckpoint.TryRead((await client.ReadAsync("/v1/ledger/checkpoint")).Text.Trim(), out var signed, out var problem), problem);
        return signed.Checkpoint.TreeSize;
    }

    private static async Task<string> StartAsync(HttpClient client, object body, string? idempotencyKey = null)
    {
        var answer = await client.PostAsync("/v1/bundles", body, idempotencyKey);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<(string Bundle, JobAnswer Job)> DoneAsync(HttpClient client, string bundle)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            var job = Wire.Read<JobAnswer>((await client.ReadAsync(bundle)).Text);
            if (job.Status != "running")
                return (bundle, job);
            Assert.True(DateTime.UtcNow < deadline, $"{job.Done} of {job.Total}");
        }
    }

    private static async Task<byte[]> FileAsync(HttpClient client, string bundle, string name)
    {
        using var archive = new ZipArchive(await client.GetStreamAsync(bundle + ".zip", TestContext.Current.CancellationToken));
        using var file = archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    private static Task<BundleReport> VerifyAsync(byte[] zip, LogKeySet keys) =>
        BundleVerifier.VerifyAsync(new MemoryStream(zip), CorridorReward.Catalogue, CorridorReward.Library, new LedgerVerifierOptions { TrustedKeys = keys });

    [GeneratedRegex("href=\"(?<name>[^\"#]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
