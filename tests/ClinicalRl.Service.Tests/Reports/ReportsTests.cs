using System.IO.Compression;
using System.Net;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Reports;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Service.Reports;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Jobs;
using ClinicalRl.Service.Tests.Reliability;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Reports;

public sealed class ReportsTests(ServiceFixture fixture)
{
    private const int Resamples = 99;

    [Fact]
    public async Task ASimulatedReport_IsTheSameBytesTwice_AndAnybodyCanMakeItAgain()
    {
        using var client = await ClientAsync("demo", KeyScopes.All);
        await client.PostAsync("/v1/simulated-assessments", new { seed = 9, episodes = 12 });
        var (first, firstPath) = await MakeAsync(client, new { assessments = new[] { "sim_9_12" }, resamples = Resamples });
        var (second, secondPath) = await MakeAsync(client, new { assessments = new[] { "sim_9_12" }, resamples = Resamples });
        Assert.NotEqual(firstPath, secondPath);
        Assert.Equal((1, 2, "simulated"), (first.Number, second.Number, first.Evaluators));
        Assert.Equal((first.Json, first.Html, first.Pdf, first.Evidence), (second.Json, second.Html, second.Pdf, second.Evidence));
        Assert.All([.. first.Checks, .. second.Checks], check => Assert.Equal(("sim_9_12", "equal", 0), (check.Assessment, check.Outcome, check.Missing)));

        var records = new List<EvaluationRecord>();
        Assert.True(RecordJson.TryReadAll(await client.GetByteArrayAsync(firstPath + ".jsonl"), records, out var problem), problem);
        var again = ReliabilityReport.Of(EvidenceLedger.Of(records), Resamples);
        Assert.Equal(Encoding.UTF8.GetString(ReportJson.Write(again)), await client.GetStringAsync(firstPath + ".json"));
        var page = await client.GetStringAsync(secondPath + ".html");
        Assert.Equal(ReportPage.Render(again), page);
        Assert.Contains(ReliabilityReport.Simulated, page, StringComparison.Ordinal);
        Assert.Equal(ReportSheets.Render(again), await client.GetByteArrayAsync(secondPath + ".pdf"));
        var listed = Wire.Read<ReportPageAnswer>((await client.ReadAsync("/v1/reports")).Text);
        Assert.Equal([(1, "simulated"), (2, "simulated")], listed.Items.Select(item => ((int)item.Number, item.Evaluators)));
        Assert.Equal("not-found", (await (await ClientAsync("stranger", KeyScopes.All)).ReadAsync(firstPath + ".json")).Problem());
    }

    [Fact]
    public async Task AReport_IsSigned_AndProvenToBeInItsLedger()
    {
        using var client = await ClientAsync("signed", KeyScopes.All);
        await client.PostAsync("/v1/simulated-assessments", new { seed = 2, episodes = 6 });
        var (made, path) = await MakeAsync(client, new { assessments = new[] { "sim_2_6" }, resamples = Resamples });
        var key = fixture.Service.Services.GetRequiredService<ILogSigner>().PublicKey;
        var signed = await client.GetStringAsync(path + ".jws");
        Assert.True(ReportEntry.TryReadSigned(signed.Trim(), key, out var entry, out var problem), problem);
        Assert.Equal((made.Json, made.Html, made.Pdf, "rr-signed"), (entry.Json.ToString(), entry.Html.ToString(), entry.Pdf.ToString(), entry.Tenant));
        Assert.Equal(Sha256Digest.Of(await client.GetByteArrayAsync(path + ".pdf")), entry.Pdf);
        Assert.False(ReportEntry.TryReadSigned(signed.Trim()[..^2] + "AA", key, out _, out _));

        Assert.True(SignedCheckpoint.TryRead((await client.GetStringAsync("/v1/reports/checkpoint")).Trim(), out var checkpoint, out problem), problem);
        Assert.True(checkpoint.IsSignedBy(key));
        Assert.Equal((ReportEntry.LedgerOf("rr-signed"), made.Number), (checkpoint.Checkpoint.Ledger, checkpoint.Checkpoint.TreeSize));
        Assert.True(InclusionProof.TryRead(Encoding.UTF8.GetBytes((await client.GetStringAsync($"/v1/reports/proofs/inclusion?report={path["/v1/reports/".Length..]}")).Trim()), out var proof, out problem), problem);
        Assert.Equal(entry, proof.Entry);
        Assert.True(proof.Holds(checkpoint.Checkpoint.RootHash));
    }

    [Fact]
    public async Task AReportByPeople_IsInTheBundleOfItsSelection_AndBeforeItThereIsNone()
    {
        using var client = await ClientAsync("people", KeyScopes.All);
        var episodes = await EvaluatedEpisodes.PlayAsync(client, 12);
        await client.PostAsync("/v1/simulated-assessments", new { seed = 3, episodes = 6 });   // is left out, for nobody asked for it
        await EvaluatedEpisodes.EvaluateAsync(fixture.Service, client, "rr-people", "as_people", episodes);
        await client.ProofAsync(episodes[^1]);
        using (var before = await BundleAsync(client, "before"))
        {
            Assert.NotNull(before.GetEntry("reliability/none.html"));
            Assert.Contains("no Reward Reliability Report", await ReadAsync(before, "limits.md"), StringComparison.Ordinal);
        }

        var (made, path) = await MakeAsync(client, new { resamples = Resamples });
        Assert.Equal(("clinicians", "every assessment by people"), (made.Evaluators, made.Selection));
        Assert.Equal("as_people", Assert.Single(made.Checks).Assessment);
        var json = await client.GetStringAsync(path + ".json");
        Assert.DoesNotContain("SIMULATED", json, StringComparison.Ordinal);
        Assert.Contains(episodes[0], json, StringComparison.Ordinal);
        using var bundle = await BundleAsync(client, "after");
        Assert.Null(bundle.GetEntry("reliability/none.html"));
        Assert.Equal(json, await ReadAsync(bundle, "reliability/report.json"));
        Assert.True(ReportEntry.TryReadSigned((await ReadAsync(bundle, "reliability/report.jws")).Trim(), fixture.Service.Services.GetRequiredService<ILogSigner>().PublicKey, out _, out var problem), problem);
        Assert.Contains("Reward Reliability Report no. 1", await ReadAsync(bundle, "index.html"), StringComparison.Ordinal);

        var (chosen, _) = await MakeAsync(client, new { environment = "corridor", from = "2020-01-01", resamples = Resamples });
        Assert.Equal(made.Records, chosen.Records);
        Assert.Equal("failed", (await client.EndedAsync((await client.PostAsync("/v1/reports", new { labels = new { run = "none" } })).Headers.Location!.ToString())).Status);
    }

    [Fact]
    public async Task AReport_Fails_WhenThereIsNothingToReportOn()
    {
        using var client = await ClientAsync("empty", KeyScopes.All);
        foreach (var body in (object[])[new { }, new { assessments = new[] { "as_none" } }])
        {
            var path = (await client.PostAsync("/v1/reports", body)).Headers.Location!.ToString();
            var ended = await client.EndedAsync(path);
            Assert.Equal("failed", ended.Status);
            Assert.StartsWith("No evaluated episode is selected.", ended.Failure, StringComparison.Ordinal);
            Assert.Equal("conflict", (await client.ReadAsync(path + ".html")).Problem());
            Assert.Equal("conflict", (await client.ReadAsync(path + ".jws")).Problem());
        }

        Assert.Empty(Wire.Read<ReportPageAnswer>((await client.ReadAsync("/v1/reports")).Text).Items);
    }

    [Theory]
    [InlineData("""{"assessments":[]}""", "assessments")]
    [InlineData("""{"assessments":["register"]}""", "assessments")]
    [InlineData("""{"assessments":"as_a"}""", "assessments")]
    [InlineData("""{"assessments":[1]}""", "assessments")]
    [InlineData("""{"environment":"ward"}""", "environment")]
    [InlineData("""{"labels":{"run":1}}""", "labels.run")]
    [InlineData("""{"from":"2026-01-02","to":"2026-01-01"}""", "to")]
    [InlineData("""{"rewardFunction":"x"}""", "rewardFunction")]
    [InlineData("""{"resamples":98}""", "resamples")]
    [InlineData("""{"resamples":10000}""", "resamples")]
    [InlineData("""{"tolerated":0.1}""", "tolerated")]
    public async Task ABody_IsRefused_WithItsField(string body, string field)
    {
        using var client = await ClientAsync("hostile", KeyScopes.All);
        var answer = await client.PostTextAsync("/v1/reports", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
    }

    [Fact]
    public async Task Routes_AreForbidden_ToAgentsAndEvaluators()
    {
        using var client = await ClientAsync("scopes", KeyScopes.Evaluator | KeyScopes.Agent);
        Assert.Equal("forbidden", (await client.PostAsync("/v1/reports", new { })).Problem());
        Assert.Equal("forbidden", (await client.ReadAsync("/v1/reports/rr_a.json")).Problem());
    }

    private static async Task<(ReportResult Result, string Path)> MakeAsync(HttpClient client, object body)
    {
        var started = await client.PostAsync("/v1/reports", body);
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        var path = started.Headers.Location!.ToString();
        var ended = await client.EndedAsync(path);
        Assert.True(ended.Status == "done", ended.Failure);
        return (Wire.Read<ReportResult>(ended.Result!.Value.GetRawText()), path);
    }

    private static async Task<ZipArchive> BundleAsync(HttpClient client, string once)
    {
        var path = (await client.PostAsync("/v1/bundles", new { }, once)).Headers.Location!.ToString();
        var ended = await client.EndedAsync(path);
        Assert.True(ended.Status == "done", ended.Failure);
        return new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(path + ".zip")));
    }

    private static async Task<string> ReadAsync(ZipArchive bundle, string name)
    {
        using var reader = new StreamReader(bundle.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync();
    }

    private async Task<HttpClient> ClientAsync(string tenant, KeyScopes scopes) => fixture.Service.Client(await fixture.Service.AddKeyAsync("rr-" + tenant, scopes));
}
