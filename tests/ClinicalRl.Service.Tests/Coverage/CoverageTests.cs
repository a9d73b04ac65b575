using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Hazards;
using ClinicalRl.Service.Coverage;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Coverage;

/// <summary>Reports over a tenant's sealed logs, at once and by job.</summary>
public sealed class CoverageTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Counts_AreOfTheWholeLedger_AndOfNobodyElses()
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("cv-counts", KeyScopes.All));
        Assert.Equal(0, Wire.Read<SealedCountsAnswer>((await client.ReadAsync("/v1/coverage/counts")).Text).Entries);
        var ended = await client.CreateAsync();
        await client.MoveAsync(ended);
        await client.FinishAsync(ended);
        var aborted = await client.CreateAsync();
        await client.PostAsync($"/v1/episodes/{aborted}/abort", "");
        await client.ProofAsync(ended);
        await client.ProofAsync(aborted);
        var counts = Wire.Read<SealedCountsAnswer>((await client.ReadAsync("/v1/coverage/counts")).Text);
        Assert.Equal(2, counts.Entries);
        Assert.Equal([("corridor", "aborted", 1), ("corridor", "terminated", 1)], counts.Items.Select(item => (item.Environment, item.Outcome, (int)item.Episodes)));
        var grains = fixture.Service.Services.GetRequiredService<IGrainFactory>();
        Assert.True(await grains.GetGrain<ISealedCountGrain>("cv-counts").CheckAsync());
    }

    [Fact]
    public async Task Coverage_CountsTheSealedLogsSelected()
    {
        using var client = await ClientAsync("select");
        await PlayAsync(client, 3, run: "a");
        await PlayAsync(client, 2, run: "b");
        await client.CreateAsync();   // still running: never counted
        await FiledAsync(client, 5);

        async Task<int> CountAsync(string query) => (await CoverageAsync(client, query)).Episodes;
        Assert.Equal(5, await CountAsync(""));
        Assert.Equal((3, 2, 0), (await CountAsync("?label=run=a"), await CountAsync("?label=run=b&label=kind=test"), await CountAsync("?label=run=a&label=run=b")));
        string[] times = [.. Wire.Read<LedgerPage>((await client.ReadAsync("/v1/ledger/entries")).Text).Items.Select(item => item.Entry.Sealed)];
        foreach (var time in times)
        {
            Assert.Equal(times.Count(sealedAt => string.CompareOrdinal(sealedAt, time) >= 0), await CountAsync($"?from={time}&environment=corridor"));
            Assert.Equal(times.Count(sealedAt => string.CompareOrdinal(sealedAt, time) < 0), await CountAsync("?to=" + time));
        }

        Assert.Equal((5, 0), (await CountAsync("?rewardFunction=corridor-reward@1.0.0"), await CountAsync("?rewardFunction=corridor-reward@2.0.0")));
        Assert.Equal((5, 0), (await CountAsync("?from=2026-01-01"), await CountAsync("?to=2026-01-01")));

        var answer = await CoverageAsync(client, "?label=run=a&tolerated=0.2");
        Assert.Equal((0.2, "sealed logs with label run=a, among the first 5 entries of the ledger"), (answer.ToleratedRate, answer.Selection));
        var cell = answer.Cells.Single(cell => cell.Category == "CS01");
        Assert.Equal((3, 3), (cell.Episodes, cell.FailedEpisodes));   // each leaves where there is no door
        Assert.All(cell.Places, place => Assert.Equal(("leaves-at-the-door", 1), (place.Criterion, place.Step)));
        Assert.Equal("The walker leaves where the door is.", Assert.Single(cell.Criteria).Statement);
        Assert.Empty(answer.Uncounted);
    }

    [Fact]
    public async Task Forms_HaveTheirMediaTypes_AndAnETag()
    {
        using var client = await ClientAsync("forms");
        await PlayAsync(client, 1, run: "a");
        await FiledAsync(client, 1);
        foreach (var (path, mediaType, begins) in new[]
        {
            ("/v1/coverage", "application/json", "{\"notice\""), ("/v1/coverage.csv", "text/csv", "category,title,"), ("/v1/coverage.html", "text/html", "<!doctype html>"),
            ("/v1/hazard-log", "application/json", "{\n"), ("/v1/hazard-log.csv", "text/csv", "hazard_id,"), ("/v1/hazard-log.html", "text/html", "<!doctype html>"),
        })
        {
            var answer = await client.ReadAsync(path);
            Assert.Equal((HttpStatusCode.OK, mediaType), (answer.Status, answer.ContentHeaders.ContentType?.MediaType));
            Assert.StartsWith(begins, answer.Text, StringComparison.Ordinal);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers.ETag!.ToString());
            Assert.Equal(HttpStatusCode.NotModified, (await client.AskAsync(again)).Status);
        }

        var row = (await client.ReadAsync("/v1/hazard-log?label=run=a")).Json.GetProperty("rows")[0];
        Assert.Equal(("corridor/CO-CS01-1", "not assigned", 1), (row.GetProperty("id").GetString(), row.GetProperty("approver").GetString(), row.GetProperty("evidence").GetProperty("failedScenarios").GetInt32()));
    }

    [Theory]
    [InlineData("/v1/coverage", "cv_")]
    [InlineData("/v1/hazard-log", "hz_")]
    public async Task Job_MakesTheSameReport(string path, string prefix)
    {
        using var client = await ClientAsync("job" + prefix[..2]);
        await PlayAsync(client, 4, run: "a");
        await FiledAsync(client, 4);
        var started = await client.PostAsync(path, new { labels = new { run = "a" } }, "once");
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        var job = started.Headers.Location!.ToString();
        Assert.StartsWith($"{path}/{prefix}", job, StringComparison.Ordinal);
        Assert.Equal(job, (await client.PostAsync(path, new { labels = new { run = "a" } }, "once")).Headers.Location!.ToString());
        Assert.NotEqual(job, (await client.PostAsync(path, new { labels = new { run = "b" } }, "once")).Headers.Location!.ToString());

        var done = await client.EndedAsync(job);
        Assert.Equal(("done", 4, 4), (done.Status, done.Done, done.Total));
        Assert.True(JsonElement.DeepEquals((await client.ReadAsync(path + "?label=run=a")).Json, done.Result!.Value));
        foreach (var suffix in new[] { ".csv", ".html" })
            Assert.Equal((await client.ReadAsync($"{path}{suffix}?label=run=a")).Text, (await client.ReadAsync(job + suffix)).Text);
        using var cancel = new HttpRequestMessage(HttpMethod.Delete, job);
        Assert.Equal("done", Wire.Read<JobAnswer>((await client.AskAsync(cancel)).Text).Status);
    }

    [Fact]
    public async Task HazardLog_ContinuesTheOneBefore()
    {
        using var client = await ClientAsync("continued");
        await PlayAsync(client, 1, run: "a");
        await FiledAsync(client, 1);
        var first = JsonNode.Parse((await client.ReadAsync("/v1/hazard-log")).Text)!;
        var left = first["rows"]![0]!.DeepClone();   // as if an earlier version had declared one more
        (left["id"], left["name"]) = ("corridor/CO-CS09-1", "Gone");
        first["rows"]!.AsArray().Add(left);
        var done = await client.EndedAsync((await client.PostAsync("/v1/hazard-log", new { previous = first })).Headers.Location!.ToString());
        var rows = done.Result!.Value.GetProperty("rows");
        Assert.Equal(("corridor/CO-CS09-1", "retired", "1.0.0"), (rows[rows.GetArrayLength() - 1].GetProperty("id").GetString(), rows[rows.GetArrayLength() - 1].GetProperty("status").GetString(), rows[rows.GetArrayLength() - 1].GetProperty("retiredIn").GetString()));
        Assert.True(PreviousHazardLog.TryRead(Encoding.UTF8.GetBytes(first.ToJsonString()), out var read, out _));
        Assert.Equal(read.Sha256, done.Result!.Value.GetProperty("previousSha256").GetString());

        first["environments"]![0]!["version"] = "9.0.0";
        Assert.Equal("previous", (await client.PostAsync("/v1/hazard-log", new { previous = first })).Field);
        Assert.Equal("previous", (await client.PostTextAsync("/v1/hazard-log", """{"previous":{"rows":[]}}""")).Field);
        Assert.Equal("previous", (await client.PostTextAsync("/v1/coverage", """{"previous":{}}""")).Field);
        Assert.Equal("environment", (await client.PostTextAsync("/v1/hazard-log", """{"previous":{},"environment":"corridor"}""")).Field);
    }

    [Fact]
    public async Task Tenants_SeeNothingOfEachOther()
    {
        using var owner = await ClientAsync("owner");
        using var stranger = await ClientAsync("stranger");
        var episode = (await PlayAsync(owner, 1, run: "a"))[0];
        await FiledAsync(owner, 1);
        Assert.Contains(episode, (await owner.ReadAsync("/v1/coverage")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await CoverageAsync(stranger, "")).Episodes);
        var job = (await owner.PostAsync("/v1/coverage", "{}")).Headers.Location!.ToString();
        await owner.EndedAsync(job);
        foreach (var path in new[] { job, job + ".html", job + ".csv", job.Replace("/coverage/", "/hazard-log/", StringComparison.Ordinal) })
            Assert.Equal("not-found", (await stranger.ReadAsync(path)).Problem());
        Assert.Equal("not-found", (await owner.ReadAsync(job.Replace("/coverage/", "/hazard-log/", StringComparison.Ordinal))).Problem());
        using var cancel = new HttpRequestMessage(HttpMethod.Delete, job);
        Assert.Equal("not-found", (await stranger.AskAsync(cancel)).Problem());
    }

    [Fact]
    public async Task Selection_NeedsAJob_WhenItIsLarge()
    {
        using var client = await ClientAsync("large");
        await PlayAsync(client, CoverageAtOnce.MaxLogs + 1, run: "big");
        await FiledAsync(client, CoverageAtOnce.MaxLogs + 1);
        var refused = await client.ReadAsync("/v1/coverage.html?label=run=big");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "needs-a-job"), (refused.Status, refused.Problem()));
        var done = await client.EndedAsync((await client.PostAsync("/v1/coverage", new { environment = "corridor" })).Headers.Location!.ToString());
        Assert.Equal(CoverageAtOnce.MaxLogs + 1, Wire.Read<CoverageAnswer>(done.Result!.Value.GetRawText()).Episodes);
    }

    [Fact]
    public async Task Log_ThatIsNotTheLedgers_IsNamedAndNotCounted()
    {
        using var client = await ClientAsync("tampered");
        var episodes = await PlayAsync(client, 2, run: "a");
        await FiledAsync(client, 2);
        var file = Path.Combine(fixture.Service.Data, "blobs", "runlogs", "cov-tampered", episodes[0] + ".jsonl");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.SetAttributes(file, FileAttributes.Normal);
        await File.WriteAllTextAsync(file, text.Replace("\"verdict\":\"not_met\"", "\"verdict\":\"met\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var answer = await CoverageAsync(client, "");
        Assert.Equal(1, answer.Episodes);
        Assert.Equal((episodes[0], "The log is not the one that the ledger holds."), (Assert.Single(answer.Uncounted).Log, answer.Uncounted[0].Reason));
        Assert.Contains("could not be counted", (await client.ReadAsync("/v1/coverage.html")).Text, StringComparison.Ordinal);
        Assert.Contains("could not be counted", (await client.ReadAsync("/v1/hazard-log.html")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?environment=nowhere", "environment")]
    [InlineData("?environment=", "environment")]
    [InlineData("?environment=corridor&environment=corridor", "environment")]
    [InlineData("?label=run", "label")]
    [InlineData("?label==a", "label")]
    [InlineData("?label=bad%20key=a", "label")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2026-13-01", "from")]
    [InlineData("?to=2026-11-22T09:30", "to")]
    [InlineData("?from=2026-11-22&to=2026-11-22", "to")]
    [InlineData("?rewardFunction=corridor-reward", "rewardFunction")]
    [InlineData("?rewardFunction=corridor-reward@1", "rewardFunction")]
    [InlineData("?rewardFunction=A@1.0.0", "rewardFunction")]
    [InlineData("?tolerated=0", "tolerated")]
    [InlineData("?tolerated=1", "tolerated")]
    [InlineData("?tolerated=NaN", "tolerated")]
    [InlineData("?tolerated=1e-3", "tolerated")]
    [InlineData("?everything=true", "everything")]
    public async Task Query_IsRefused_WithItsField(string query, string field)
    {
        using var client = await ClientAsync("hostile");
        foreach (var path in new[] { "/v1/coverage", "/v1/coverage.csv", "/v1/hazard-log.html" })
        {
            var answer = await client.ReadAsync(path + query);
            Assert.Equal(("invalid-request", field), (answer.Problem(), answer.Field));
        }
    }

    [Theory]
    [InlineData("", 400, "body")]
    [InlineData("[]", 400, "body")]
    [InlineData("""{"environment":"nowhere"}""", 400, "environment")]
    [InlineData("""{"labels":{"run":1}}""", 400, "labels.run")]
    [InlineData("""{"labels":["run=a"]}""", 400, "labels")]
    [InlineData("""{"labels":{"bad key":"a"}}""", 400, "labels.bad key")]
    [InlineData("""{"from":20261122}""", 400, "from")]
    [InlineData("""{"from":"2026-11-23","to":"2026-11-22"}""", 400, "to")]
    [InlineData("""{"rewardFunction":"\ud800@1.0.0"}""", 400, "rewardFunction")]
    [InlineData("""{"tolerated":"0.1"}""", 400, "tolerated")]
    [InlineData("""{"tolerated":1e400}""", 400, "tolerated")]
    [InlineData("""{"tolerated":-0.1}""", 400, "tolerated")]
    [InlineData("""{"episodes":[]}""", 400, "episodes")]
    public async Task Body_IsRefused_WithItsField(string body, int status, string field)
    {
        using var client = await ClientAsync("hostile");
        var answer = await client.PostTextAsync("/v1/coverage", body);
        Assert.Equal(((HttpStatusCode)status, field), (answer.Status, answer.Field));
        Assert.Equal("invalid-request", answer.Problem());
        Assert.Equal("tolerated", (await client.PostTextAsync("/v1/hazard-log", """{"tolerated":0.1}""")).Field);
    }

    [Theory]
    [InlineData("/v1/coverage/cv_none")]
    [InlineData("/v1/coverage/cv_none.csv")]
    [InlineData("/v1/coverage/hz_none.html")]
    [InlineData("/v1/coverage/CV!")]
    [InlineData("/v1/hazard-log/cv_none")]
    public async Task Job_IsNotFound_WhenThereIsNone(string path)
    {
        using var client = await ClientAsync("none");
        Assert.Equal("not-found", (await client.ReadAsync(path)).Problem());
    }

    [Theory]
    [InlineData(KeyScopes.Evaluator)]
    [InlineData(KeyScopes.Admin)]
    public async Task Route_IsForbidden_ToOtherScopes(KeyScopes scope)
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("cov-scopes", scope));
        foreach (var path in new[] { "/v1/coverage", "/v1/coverage.html", "/v1/coverage/cv_a", "/v1/coverage/cv_a.csv", "/v1/hazard-log" })
            Assert.Equal("forbidden", (await client.ReadAsync(path)).Problem());
        Assert.Equal("forbidden", (await client.PostAsync("/v1/coverage", "{}")).Problem());
    }

    private static async Task<CoverageAnswer> CoverageAsync(HttpClient client, string query)
    {
        var answer = await client.ReadAsync("/v1/coverage" + query);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Wire.Read<CoverageAnswer>(answer.Text);
    }

    private static async Task<List<string>> PlayAsync(HttpClient client, int count, string run)
    {
        var episodes = new List<string>();
        for (var seed = 1; seed <= count; seed++)
        {
            var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed, labels = new { run, kind = "test" } });
            episodes.Add(created.Json.GetProperty("episode").GetString()!);
            Assert.Equal(HttpStatusCode.OK, (await client.FinishAsync(episodes[^1])).Status);
        }

        return episodes;
    }

    /// <summary>Waits until the ledger has as many entries: a log enters it moments after it is sealed.</summary>
    private static async Task FiledAsync(HttpClient client, int count)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (Wire.Read<LedgerPage>((await client.ReadAsync("/v1/ledger/entries?limit=1")).Text).TreeSize < count)
            Assert.True(DateTime.UtcNow < deadline, "the logs did not enter the ledger");
    }

    private async Task<HttpClient> ClientAsync(string tenant) => fixture.Service.Client(await fixture.Service.AddKeyAsync("cov-" + tenant, KeyScopes.All));
}
