using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Reliability;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Reliability;

public sealed class ReliabilityTests(ServiceFixture fixture)
{
    [Fact]
    public async Task ASimulatedAssessment_CanBeWorkedOutAnew_FromItsRecords()
    {
        using var client = await ClientAsync("demo", KeyScopes.Admin);
        var made = await client.PostAsync("/v1/simulated-assessments", new { seed = 4, episodes = 12 });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var answer = Wire.Read<SimulatedAssessmentAnswer>(made.Text);
        Assert.Equal((true, ReliabilityReport.Simulated), (answer.Simulated, answer.Notice));
        Assert.Equal(made.Text, (await client.PostAsync("/v1/simulated-assessments", new { seed = 4, episodes = 12 })).Text);
        var figures = await FiguresAsync(client, answer.Assessment, answer.Records);
        var records = new List<EvaluationRecord>();
        Assert.True(RecordJson.TryReadAll(Encoding.UTF8.GetBytes((await client.ReadAsync($"/v1/reliability/{answer.Assessment}/records")).Text), records, out var problem), problem);
        Assert.Equal(answer.Records, records.Count);
        Assert.Equal(Encoding.UTF8.GetString(ReliabilityFigures.Of(EvidenceLedger.Of(records)).ToJson()), figures);
        var standing = Wire.Read<StandingAnswer>((await client.ReadAsync("/v1/evaluators/sim-evaluator-01/standing")).Text);
        Assert.Equal((true, 70, answer.Assessment), (standing.Simulated, standing.GoldItems, Assert.Single(standing.Assessments).Assessment));
        Assert.Equal("not-found", (await (await ClientAsync("stranger", KeyScopes.All)).ReadAsync($"/v1/reliability/{answer.Assessment}")).Problem());
    }

    [Fact]
    public async Task AnEpisode_CarriesWhatItsRewardsAreWorth_BeforeAndAfterEvaluators()
    {
        using var client = await ClientAsync("worth", KeyScopes.All);
        var episodes = await EvaluatedEpisodes.PlayAsync(client, 12);
        var before = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{episodes[0]}/trajectory")).Text).Evidence!;
        Assert.Equal(("uncalibrated", false, null), (before.Status, before.Simulated, before.Assessment));
        Assert.NotEmpty(before.Steps);
        Assert.All(before.Steps, step => Assert.Equal((0.0, 1.0, "uncalibrated", "no-data"), (step.Automatic.Lower, step.Automatic.Upper, step.Automatic.Status, step.Undefined)));
        Assert.All((await ChosenAsync(client, episodes[0], "calibrated")).Steps, step => Assert.Null(step.Reward));
        Assert.Equal(before.Rewards.Episode, (await ChosenAsync(client, episodes[0], "blended")).Episode);

        await EvaluatedEpisodes.EvaluateAsync(fixture.Service, client, "rl-worth", "as_worth", episodes);
        EvidenceAnswer after;
        do
            after = Wire.Read<EvidenceAnswer>((await client.ReadAsync($"/v1/episodes/{episodes[0]}/evidence")).Text);
        while (after.Status == "uncalibrated" || after.Steps.Any(step => step.Automatic.Status == "uncalibrated"));
        Assert.Equal(("calibrated", false, "as_worth"), (after.Status, after.Simulated, after.Assessment));
        Assert.All(after.Steps, step =>
        {
            Assert.Equal(3, step.Calibrated!.Evaluators);
            Assert.InRange(step.Calibrated.Score, step.Calibrated.Lower, step.Calibrated.Upper);
            Assert.True(step.Automatic.Upper - step.Automatic.Lower < 1);
        });
        Assert.Equal(after.Steps.Select(step => (double?)step.Calibrated!.Score), (await ChosenAsync(client, episodes[0], "calibrated")).Steps.Select(step => step.Reward));
        Assert.Equal(
            JsonSerializer.Serialize(after), JsonSerializer.Serialize(Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{episodes[0]}/trajectory")).Text).Evidence));
    }

    [Theory]
    [InlineData("/v1/reliability/none", "not-found")]
    [InlineData("/v1/reliability/REGISTER", "not-found")]
    [InlineData("/v1/reliability/register", "not-found")]
    [InlineData("/v1/reliability/register/records", "not-found")]
    [InlineData("/v1/reliability/none/records", "not-found")]
    [InlineData("/v1/evaluators/none/standing", "not-found")]
    [InlineData("/v1/evaluators/a%2Fb/standing", "not-found")]
    [InlineData("/v1/episodes/ep_none/evidence", "not-found")]
    [InlineData("/v1/episodes/ep_none/evidence?rewards=best", "invalid-request")]
    [InlineData("/v1/episodes/ep_none/trajectory?rewards=", "invalid-request")]
    public async Task WhatIsNotThere_IsRefused(string path, string problem)
    {
        using var client = await ClientAsync("hostile", KeyScopes.All);
        Assert.Equal(problem, (await client.ReadAsync(path)).Problem());
    }

    [Theory]
    [InlineData("""{"episodes":2}""", "episodes")]
    [InlineData("""{"episodes":301}""", "episodes")]
    [InlineData("""{"seed":-1}""", "seed")]
    [InlineData("""{"evaluators":3}""", "evaluators")]
    public async Task ASimulation_IsRefused_WithItsField(string body, string field)
    {
        using var client = await ClientAsync("hostile", KeyScopes.All);
        Assert.Equal(field, (await client.PostTextAsync("/v1/simulated-assessments", body)).Field);
    }

    private static async Task<ChosenRewardsAnswer> ChosenAsync(HttpClient client, string episode, string choice) =>
        Wire.Read<EvidenceAnswer>((await client.ReadAsync($"/v1/episodes/{episode}/evidence?rewards={choice}")).Text).Rewards;

    private static async Task<string> FiguresAsync(HttpClient client, string assessment, int records)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            var read = await client.ReadAsync($"/v1/reliability/{assessment}");
            if (read.Status == HttpStatusCode.OK && read.Json.GetProperty("records").GetInt32() == records)
                return read.Text;
            Assert.True(DateTime.UtcNow < deadline, read.Text);
            await Task.Delay(50);
        }
    }

    private async Task<HttpClient> ClientAsync(string tenant, KeyScopes scopes) => fixture.Service.Client(await fixture.Service.AddKeyAsync("rl-" + tenant, scopes));
}
