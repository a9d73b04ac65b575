using System.Globalization;
using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Assessments;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Cli.Evaluators;

/// <summary>What to demonstrate.</summary>
/// <param name="Environment">What is played.</param>
/// <param name="Judge">What judges it.</param>
/// <param name="Scenarios">Scenarios, each played by three policies.</param>
/// <param name="Evaluators">Honest evaluators; one who does not look comes on top.</param>
/// <param name="Seed">Decides scenarios, evaluators and draws.</param>
internal sealed record DemoPlan(IEnvironment Environment, RewardFunction Judge, int Scenarios, int Evaluators, ulong Seed);

/// <summary>What came of it.</summary>
/// <param name="Qualified">Evaluators who qualified.</param>
/// <param name="Refused">Evaluators who did not.</param>
/// <param name="Assessment">The assessment as it ended.</param>
/// <param name="Records">Everything on record.</param>
internal sealed record DemoOutcome(int Qualified, int Refused, AssessmentAnswer Assessment, List<EvaluationRecord> Records);

/// <summary>
/// The whole way over HTTP with programs in the place of clinicians: policies play, evaluators are enrolled as simulated, invited, calibrated by what they answer,
/// and score an assessment of the sealed episodes. They are told the automatic reward as the truth, so agreement with it is built in and shows nothing.
/// </summary>
internal sealed class DemoClinic(DemoPlan plan, Uri address, string? key) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DemoHttp admin = new(address, key);

    private readonly DemoTruths truths = new();

    public void Dispose() => admin.Dispose();

    public async Task<DemoOutcome> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var id = plan.Environment.Spec.Id;
        var run = string.Create(CultureInfo.InvariantCulture, $"demo-{plan.Seed}");
        say(string.Create(CultureInfo.InvariantCulture, $"{3 * plan.Scenarios} episodes of {id} are played."));
        await PlayAsync(run, cancel);
        truths.Add(GoldTraces.Of(plan.Environment, plan.Judge));
        var clinicians = await CalibrateAsync(say, cancel);
        var assessment = await AssessAsync(run, cancel);
        if (assessment.Status == "failed")
            throw new Hosting.CommandRefusedException("The assessment could not begin: " + assessment.Failure);
        say(string.Create(CultureInfo.InvariantCulture, $"Assessment {assessment.Assessment}: {assessment.Chosen} of {assessment.Population} episodes, {assessment.EvaluatorsPerEpisode} evaluators each, hidden among them {assessment.Hidden.Values.Sum()} gold trajectories and repeats."));
        foreach (var (http, clinician) in clinicians.Qualified)
            await ScoreAsync(http, clinician, cancel);
        assessment = await admin.GetAsync<AssessmentAnswer>("/v1/assessments/" + assessment.Assessment, cancel);
        var records = new List<EvaluationRecord>();
        if (!RecordJson.TryReadAll(await admin.GetBytesAsync($"/v1/reliability/{assessment.Assessment}/records", cancel), records, out var problem))
            throw new Hosting.CommandRefusedException(problem);
        foreach (var (http, _) in clinicians.Qualified)
            http.Dispose();
        return new DemoOutcome(clinicians.Qualified.Count, clinicians.Refused, assessment, records);
    }

    private async Task PlayAsync(string run, CancellationToken cancel)
    {
        var policies = plan.Environment.Policies.Where(policy => !policy.IsDegenerate).Take(1).Concat(plan.Environment.Policies.Where(policy => policy.IsDegenerate).Take(2)).ToList();
        var last = "";
        for (var scenario = 0; scenario < plan.Scenarios; scenario++)
        {
            foreach (var policy in policies)
            {
                var seed = plan.Seed + (ulong)scenario;
                var player = policy.Create(seed);
                var answer = await admin.PostAsync<JsonElement>("/v1/episodes", new { environment = plan.Environment.Spec.Id, seed, labels = new { run, policy = policy.Name } }, cancel);
                var (episode, opening) = (answer.GetProperty("episode").GetString()!, TextOf(answer));
                var (seen, steps) = (new List<string>(), new Dictionary<int, StepTruth>());
                for (var step = 1; step == 1 || !HasEnded(answer); step++)
                {
                    answer = await admin.PostAsync<JsonElement>($"/v1/episodes/{episode}/steps", new { step, action = Wire(player.Act(answer.GetProperty("observation"))) }, cancel);
                    seen.Add(TextOf(answer));
                    if (answer.GetProperty("judged").GetBoolean())
                        steps[step] = TruthOf(answer);
                }

                truths.Add(opening, seen, steps);
                last = episode;
            }
        }

        while ((await admin.GetAsync<JsonElement>("/v1/coverage?label=run=" + run, cancel)).GetProperty("episodes").GetInt32() < 3 * plan.Scenarios && last.Length > 0)
            await Task.Delay(Pause, cancel);   // logs are stored and entered in the ledger a moment after the seal
    }

    private async Task<(List<(DemoHttp Http, SimulatedClinician Clinician)> Qualified, int Refused)> CalibrateAsync(Action<string> say, CancellationToken cancel)
    {
        var bank = GoldBank.Shipped().Single(bank => bank.Environment.Split('@')[0] == plan.Environment.Spec.Id).Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        var random = RandomStream.Named(plan.Seed, "demo-evaluators");
        var (qualified, refused) = (new List<(DemoHttp, SimulatedClinician)>(), 0);
        for (var place = 0; place <= plan.Evaluators; place++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"simulated-{plan.Seed}-{place + 1:D2}");
            var who = new SimulatedEvaluator(
                name, 0.03 * NormalDistribution.Quantile((random.NextUnit() * 0.98) + 0.01), 0.002 + (0.006 * random.NextUnit()), place < plan.Evaluators ? SimulatedBehaviour.Honest : SimulatedBehaviour.Careless);
            var enrolled = await admin.PostAsync<EvaluatorAnswer>("/v1/evaluators", new { register = EvaluatorEnrolled.NoRegister, number = name, simulated = true }, cancel);
            if (enrolled.Invitation is null)
                throw new Hosting.CommandRefusedException($"--seed: the service knows {name} already; take another seed.");
            var accepted = await admin.PostAsync<InvitationAnswer>("/v1/invitations", new { invitation = enrolled.Invitation }, cancel);
            var (http, clinician) = (new DemoHttp(address, accepted.Key), new SimulatedClinician(who, plan.Seed));
            var standing = await CalibrateAsync(http, clinician, accepted.Evaluator, bank, cancel);
            say(string.Create(CultureInfo.InvariantCulture, $"{accepted.Evaluator} (simulated, {who.Behaviour}): {standing.Phase} after {standing.Answered} items."));
            if (standing.Phase == "qualified")
            {
                qualified.Add((http, clinician));
                continue;
            }

            refused++;
            http.Dispose();
        }

        return (qualified, refused);
    }

    private async Task<CalibrationAnswerBody> CalibrateAsync(DemoHttp http, SimulatedClinician clinician, string evaluator, Dictionary<string, GoldItem> bank, CancellationToken cancel)
    {
        var path = $"/v1/evaluators/{evaluator}/calibrations";
        CalibrationAnswerBody standing;
        do
        {
            standing = await http.PostAsync<CalibrationAnswerBody>(path, new { environment = plan.Environment.Spec.Id }, cancel);
            while (standing.Next is { } shown)
                standing = await http.PostAsync<CalibrationAnswerBody>($"{path}/{plan.Environment.Spec.Id}/answers", Body(shown.ItemId, clinician.Answer(bank[shown.ItemId])), cancel);
        }
        while (standing.Phase == "screen-failed");
        return standing;
    }

    private async Task<AssessmentAnswer> AssessAsync(string run, CancellationToken cancel)
    {
        var assessment = await admin.PostAsync<AssessmentAnswer>(
            "/v1/assessments", new { environment = plan.Environment.Spec.Id, labels = new { run }, method = "all", goldRate = 0.25, repeatRate = 0.1, seed = plan.Seed }, cancel);
        while (assessment.Status == "choosing")
        {
            await Task.Delay(Pause, cancel);
            assessment = await admin.GetAsync<AssessmentAnswer>("/v1/assessments/" + assessment.Assessment, cancel);
        }

        return assessment;
    }

    private async Task ScoreAsync(DemoHttp http, SimulatedClinician clinician, CancellationToken cancel)
    {
        while ((await http.GetAsync<AssignmentList>("/v1/assignments", cancel)).Items.FirstOrDefault(item => item.Status == "open") is { } next)
        {
            var assignment = await http.GetAsync<AssignmentAnswer>("/v1/assignments/" + next.Assignment, cancel);
            var (known, scores) = (truths.Of(assignment), new List<double>());
            foreach (var step in assignment.Missing)
            {
                var said = clinician.Score(step, known[step].Score, known[step].Failure, known[step].Severity);
                scores.Add(said.Score);
                var body = new
                {
                    step, score = said.Score, confidence = said.Confidence, failure = said.Failure, severity = string.Create(CultureInfo.InvariantCulture, $"S{said.Severity}"), seconds = clinician.Seconds(),
                };
                await http.PostAsync<JsonElement>($"/v1/assignments/{next.Assignment}/scores", body, cancel);
            }

            var (score, confidence) = clinician.Conclude(scores);
            await http.PostAsync<JsonElement>($"/v1/assignments/{next.Assignment}/submission", new { score, confidence }, cancel);
        }
    }

    /// <summary>The automatic reward, and the gravest criterion that was not met.</summary>
    private static StepTruth TruthOf(JsonElement answer)
    {
        var failed = answer.GetProperty("breakdown").EnumerateArray().Where(verdict => verdict.GetProperty("verdict").GetString() == "not_met")
            .Select(verdict => (Category: verdict.GetProperty("category").GetString()!, Severity: verdict.GetProperty("severity").GetString()![1] - '0')).Where(failure => failure.Severity > 0)
            .OrderByDescending(failure => failure.Severity).ThenBy(failure => failure.Category, StringComparer.Ordinal).FirstOrDefault();
        return new StepTruth(answer.GetProperty("reward").GetDouble(), failed.Category ?? StepScored.NoFailure, failed.Severity);
    }

    private static string TextOf(JsonElement answer) => answer.GetProperty("observation").GetProperty("text").GetString()!;

    private static bool HasEnded(JsonElement answer) => answer.GetProperty("terminated").GetBoolean() || answer.GetProperty("truncated").GetBoolean();

    private static JsonElement Wire(Simulation.Actions.AgentAction action)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            action.WriteTo(writer);
        return JsonElement.Parse(buffer.ToArray());
    }

    private static object Body(string item, SimulatedReply reply) => reply.Response switch
    {
        ScoreResponse said => new { itemId = item, form = "score", score = said.Score, confidence = reply.Confidence, seconds = reply.Seconds },
        ChoiceResponse said => new { itemId = item, form = "choice", choice = said.Choice, confidence = reply.Confidence, seconds = reply.Seconds },
        OrderResponse said => new { itemId = item, form = "order", bestFirst = said.BestFirst.ToArray(), confidence = reply.Confidence, seconds = reply.Seconds },
        MarkResponse said => new { itemId = item, form = "mark", step = said.Step, category = said.Category, confidence = reply.Confidence, seconds = reply.Seconds },
        _ => throw new InvalidOperationException("Every response has its form."),
    };
}
