using System.Text.Json;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Records;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Corridor;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Reliability;

/// <summary>Episodes that three evaluators scored, straight into the store of records.</summary>
internal static class EvaluatedEpisodes
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Plays short episodes to their end.</summary>
    public static async Task<List<string>> PlayAsync(HttpClient client, int count)
    {
        var episodes = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var episode = await client.CreateAsync((ulong)i);
            await client.MoveAsync(episode);
            await client.FinishAsync(episode);
            episodes.Add(episode);
        }

        return episodes;
    }

    /// <summary>All steps of all episodes are scored; what the automatic reward said is read off the trajectories, and the evaluators agree with each verdict.</summary>
    public static async Task EvaluateAsync(RunningService service, HttpClient client, string tenant, string assessment, List<string> episodes)
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
        var records = new List<EvaluationRecord> { new AssessmentOpened(0, Noon, assessment, "all", episodes.Count, episodes.Count, 3, function) };
        foreach (var episode in episodes)
            await EvaluateAsync(client, assessment, episode, evaluators, records);
        var store = service.Services.GetRequiredService<IEvaluationRecords>();
        await store.AppendAsync(tenant, RecordSubject.Register, register);
        await store.AppendAsync(tenant, RecordSubject.Assessment(assessment), records);
    }

    private static async Task EvaluateAsync(HttpClient client, string assessment, string episode, string[] evaluators, List<EvaluationRecord> records)
    {
        var trajectory = Wire.Read<TrajectoryAnswer>((await client.ReadAsync($"/v1/episodes/{episode}/trajectory")).Text);
        var judged = trajectory.Steps.Where(step => step.GetProperty("outcome").GetProperty("judged").GetBoolean()).ToList();
        records.Add(new EpisodeSelected(
            1, Noon, assessment, episode, "corridor", "scenario-" + episode, "policy", 1, trajectory.Evidence!.Episode.Automatic!.Reward,
            [.. judged.Select(step => new AutomaticStep(step.GetProperty("step").GetInt32(), step.GetProperty("outcome").GetProperty("reward").GetDouble(), 0, [.. Verdicts(step)]))]));
        foreach (var (place, evaluator) in evaluators.Index())
        {
            foreach (var step in judged)
            {
                var index = step.GetProperty("step").GetInt32();
                records.Add(new StepScored(100 + index, Noon, evaluator, episode, index, 0.5 + (place / 10.0), 0.8, StepScored.NoFailure, 40, ""));
                records.AddRange(Verdicts(step).Select(verdict => new CriterionJudged(200 + index, Noon, evaluator, episode, index, verdict.Criterion, verdict.Met)));
            }
        }
    }

    private static IEnumerable<AutomaticVerdict> Verdicts(JsonElement step) => step.GetProperty("outcome").GetProperty("breakdown").EnumerateArray()
        .DistinctBy(verdict => verdict.GetProperty("criterion").GetString(), StringComparer.Ordinal)
        .Select(verdict => new AutomaticVerdict(verdict.GetProperty("criterion").GetString()!, verdict.GetProperty("verdict").GetString() == "met"));
}
