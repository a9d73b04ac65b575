using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Reliability;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Corridor;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Reliability;

public sealed class ReliabilityTests(ServiceFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

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
        var episodes = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var episode = await client.CreateAsync((ulong)i);
            await client.MoveAsync(episode);
            await client.FinishAsync(episode);
            episodes.Add(episode);
        }

        var before = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{episodes[0]}/trajectory")).Text).Evidence!;
        Assert.Equal(("uncalibrated", false, null), (before.Status, before.Simulated, before.Assessment));
        Assert.NotEmpty(before.Steps);
        Assert.All(before.Steps, step => Assert.Equal((0.0, 1.0, "uncalibrated", "no-data"), (step.Automatic.Lower, step.Automatic.Upper, step.Automatic.Status, step.Undefined)));
        Assert.All((await ChosenAsync(client, episodes[0], "calibrated")).Steps, step => Assert.Null(step.Reward));
        Assert.Equal(before.Rewards.Episode, (await ChosenAsync(client, episodes[0], "blended")).Episode);

        await EvaluateAsync(client, "worth", episodes);
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

    /// <summary>Three evaluators of known skill score all steps; what the automatic reward said is read off the trajectories.</summary>
    private async Task EvaluateAsync(HttpClient client, string tenant, List<string> episodes)
    {
        string[] evaluators = ["ev_a", "ev_b", "ev_c"];
        var register = new List<EvaluationRecord>();
        foreach (var evaluator in evaluators)
        {
            register.Add(new EvaluatorEnrolled(0, Noon, evaluator, "GMC", Simulated: false));
            register.Add(new EvaluatorQualified(1, Noon, evaluator, "corridor"));
            for (var item = 0; item < 20; item++)
                register.Add(new GoldRated(2 + item, Noon, evaluator, $"gold-{item}", "corridor", (5 + (item % 3)) / 10.0, 0.6, 0.1, 2, NeverEvent: false, 0.9, 30));
        }

        var function = $"{CorridorReward.Function.Id}@{CorridorReward.Function.Version}";
        var records = new List<EvaluationRecord> { new AssessmentOpened(0, Noon, "as_worth", "all", episodes.Count, episodes.Count, 3, function) };
        foreach (var episode in episodes)
        {
            var steps = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{episode}/trajectory")).Text);
            var judged = steps.Steps.Where(step => step.GetProperty("outcome").GetProperty("judged").GetBoolean()).ToList();
            records.Add(new EpisodeSelected(
                1, Noon, "as_worth", episode, "corridor", "scenario-" + episode, "policy", 1, steps.Evidence!.Episode.Automatic!.Reward,
                [.. judged.Select(step => new AutomaticStep(step.GetProperty("step").GetInt32(), step.GetProperty("outcome").GetProperty("reward").GetDouble(), 0, [.. Verdicts(step)]))]));
            foreach (var (evaluator, place) in evaluators.Select((evaluator, place) => (evaluator, place)))
            {
                foreach (var step in judged)
                {
                    var index = step.GetProperty("step").GetInt32();
                    records.Add(new StepScored(100 + index, Noon, evaluator, episode, index, 0.5 + (place / 10.0), 0.8, StepScored.NoFailure, 40, ""));
                    records.AddRange(Verdicts(step).Select(verdict => new CriterionJudged(200 + index, Noon, evaluator, episode, index, verdict.Criterion, verdict.Met)));
                }
            }
        }

        var store = fixture.Service.Services.GetRequiredService<IEvaluationRecords>();
        await store.AppendAsync("rl-" + tenant, RecordSubject.Register, register);
        await store.AppendAsync("rl-" + tenant, RecordSubject.Assessment("as_worth"), records);
    }

    private static IEnumerable<AutomaticVerdict> Verdicts(JsonElement step) => step.GetProperty("outcome").GetProperty("breakdown").EnumerateArray()
        .DistinctBy(verdict => verdict.GetProperty("criterion").GetString(), StringComparer.Ordinal)
        .Select(verdict => new AutomaticVerdict(verdict.GetProperty("criterion").GetString()!, verdict.GetProperty("verdict").GetString() == "met"));

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
