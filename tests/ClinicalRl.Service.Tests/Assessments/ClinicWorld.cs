using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Assessments;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Assessments;

/// <summary>A service with the shipped environments and a clock that tests move; its parts are called over HTTP.</summary>
public sealed class ClinicWorld : IAsyncDisposable
{
    /// <summary>The environment whose episodes are short.</summary>
    public const string Environment = "prescribing";

    private static readonly EnvironmentCatalogue Catalogue = ShippedEnvironments.Load();

    private static readonly Dictionary<string, GoldItem> Items = GoldBank.Shipped().Single(bank => bank.Id == "prescribing-gold").Items.ToDictionary(item => item.Id);

    private ClinicWorld(RunningService service, MovedClock clock) => (Service, Clock) = (service, clock);

    public static IEnvironment Prescribing { get; } = Catalogue.Find(Environment)!;

    public RunningService Service { get; private set; }

    public MovedClock Clock { get; }

    public static async Task<ClinicWorld> StartAsync()
    {
        var clock = new MovedClock();
        return new ClinicWorld(await RunningService.StartShippedAsync(parts: services => services.AddSingleton<TimeProvider>(clock)), clock);
    }

    /// <summary>Stops the service and starts another over the same data.</summary>
    public async Task RestartAsync()
    {
        await Service.DisposeAsync();
        Service = await RunningService.StartShippedAsync(Service.Data, services => services.AddSingleton<TimeProvider>(Clock));
    }

    public async Task<HttpClient> ClientAsync(string tenant, KeyScopes scopes) => Service.Client(await Service.AddKeyAsync(tenant, scopes));

    /// <summary>Sealed episodes of a built-in policy, one to a seed, in the ledger.</summary>
    public async Task<List<string>> PlayAsync(string tenant, string policy, ulong firstSeed, int count)
    {
        using var agent = await ClientAsync(tenant, KeyScopes.Agent | KeyScopes.Auditor);
        var episodes = new List<string>();
        for (var seed = firstSeed; seed < firstSeed + (ulong)count; seed++)
        {
            var player = Prescribing.Policies.Single(known => known.Name == policy).Create(seed);
            var answer = (await agent.PostAsync("/v1/episodes", new { environment = Environment, seed, labels = new { policy = policy + "-agent" } })).Json;
            var episode = answer.GetProperty("episode").GetString()!;
            for (var step = 1; !(answer.TryGetProperty("terminated", out var ended) && ended.GetBoolean()) && !(answer.TryGetProperty("truncated", out ended) && ended.GetBoolean()); step++)
            {
                var stream = new MemoryStream();
                using (var writer = new Utf8JsonWriter(stream))
                    player.Act(answer.GetProperty("observation")).WriteTo(writer);
                var taken = await agent.PostTextAsync($"/v1/episodes/{episode}/steps", $$"""{"step":{{step}},"action":{{Encoding.UTF8.GetString(stream.ToArray())}}}""");
                Assert.True(taken.Status == HttpStatusCode.OK, taken.Text);
                answer = taken.Json;
            }

            await agent.ProofAsync(episode);
            episodes.Add(episode);
        }

        return episodes;
    }

    /// <summary>A simulated evaluator who got a key by an invitation, not calibrated yet.</summary>
    public async Task<EvaluatorClient> InviteAsync(string tenant, string name, SimulatedBehaviour behaviour = SimulatedBehaviour.Honest)
    {
        using var admin = await ClientAsync(tenant, KeyScopes.Admin);
        var enrolled = Wire.Read<EvaluatorAnswer>((await admin.PostAsync("/v1/evaluators", new { register = "none", number = name, simulated = true })).Text);
        using var anybody = Service.Client(null);
        var accepted = Wire.Read<InvitationAnswer>((await anybody.PostAsync("/v1/invitations", new { invitation = enrolled.Invitation })).Text);
        return new EvaluatorClient(accepted.Evaluator, accepted.Key, new SimulatedClinician(new SimulatedEvaluator(name, 0.01, 0.002, behaviour), 5));
    }

    /// <summary>The same, qualified.</summary>
    public async Task<EvaluatorClient> QualifyAsync(string tenant, string name)
    {
        var evaluator = await InviteAsync(tenant, name);
        Assert.Equal("qualified", (await CalibrateAsync(evaluator)).Phase);
        return evaluator;
    }

    /// <summary>Goes through whatever calibration is due.</summary>
    public async Task<CalibrationAnswerBody> CalibrateAsync(EvaluatorClient evaluator)
    {
        using var client = Service.Client(evaluator.Key);
        var path = $"/v1/evaluators/{evaluator.Id}/calibrations";
        var standing = Wire.Read<CalibrationAnswerBody>((await client.PostAsync(path, new { environment = Environment })).Text);
        while (standing.Next is { } shown)
        {
            var reply = evaluator.Clinician.Answer(Items[shown.ItemId]);
            var answer = await client.PostAsync($"{path}/{Environment}/answers", Body(shown, reply));
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            standing = Wire.Read<CalibrationAnswerBody>(answer.Text);
        }

        return standing;
    }

    /// <summary>Starts an assessment and waits until evaluators can begin, or it failed.</summary>
    public async Task<AssessmentAnswer> AssessAsync(string tenant, object body)
    {
        using var admin = await ClientAsync(tenant, KeyScopes.Admin);
        var started = await admin.PostAsync("/v1/assessments", body);
        Assert.True(started.Status == HttpStatusCode.Accepted, started.Text);
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            var now = Wire.Read<AssessmentAnswer>((await admin.ReadAsync(started.Headers.Location!.ToString())).Text);
            if (now.Status != "choosing")
                return now;
            Assert.True(DateTime.UtcNow < deadline, "the assessment did not open");
        }
    }

    public async Task<AssessmentAnswer> ReadAsync(string tenant, string assessment)
    {
        using var auditor = await ClientAsync(tenant, KeyScopes.Auditor);
        return Wire.Read<AssessmentAnswer>((await auditor.ReadAsync("/v1/assessments/" + assessment)).Text);
    }

    public async Task<AssignmentList> DeskAsync(EvaluatorClient evaluator)
    {
        using var client = Service.Client(evaluator.Key);
        return Wire.Read<AssignmentList>((await client.ReadAsync("/v1/assignments")).Text);
    }

    /// <summary>Scores everything that comes onto the desk; the answers as they were first seen.</summary>
    public async Task<List<AssignmentAnswer>> ScoreAllAsync(EvaluatorClient evaluator, Func<AssignmentStep, double>? truth = null)
    {
        using var client = Service.Client(evaluator.Key);
        var seen = new List<AssignmentAnswer>();
        while ((await DeskAsync(evaluator)).Items.FirstOrDefault(item => item.Status == "open") is { } next)
        {
            var assignment = Wire.Read<AssignmentAnswer>((await client.ReadAsync("/v1/assignments/" + next.Assignment)).Text);
            seen.Add(assignment);
            await ScoreAsync(client, evaluator, assignment, truth ?? (_ => 0.7));
        }

        return seen;
    }

    /// <summary>Scores every step asked for, and submits.</summary>
    public static async Task ScoreAsync(HttpClient client, EvaluatorClient evaluator, AssignmentAnswer assignment, Func<AssignmentStep, double> truth)
    {
        var path = "/v1/assignments/" + assignment.Assignment;
        foreach (var step in assignment.Steps.Where(step => step.Asked))
        {
            var said = evaluator.Clinician.Score(step.Step, truth(step), "CS03", 2);
            var taken = await client.PostAsync(path + "/scores", new
            {
                step = said.Step, score = said.Score, confidence = said.Confidence, failure = said.Failure, severity = string.Create(CultureInfo.InvariantCulture, $"S{said.Severity}"), seconds = evaluator.Clinician.Seconds(),
            });
            Assert.True(taken.Status == HttpStatusCode.OK, taken.Text);
        }

        var done = await client.PostAsync(path + "/submission", new { score = 0.6, confidence = 0.7 });
        Assert.True(done.Status == HttpStatusCode.OK, done.Text);
        Assert.Equal("submitted", Wire.Read<AssignmentStanding>(done.Text).Status);
    }

    /// <summary>Everything on record of a tenant.</summary>
    public async Task<List<EvaluationRecord>> RecordsAsync(string tenant)
    {
        var records = new List<EvaluationRecord>();
        await foreach (var stored in Service.Services.GetRequiredService<IEvaluationRecords>().ReadAllAsync(new RecordQuery(tenant)))
            records.Add(stored.Read());
        return records;
    }

    /// <summary>Gold trajectories as the service makes them.</summary>
    public static GoldTraces Gold() => GoldTraces.Of(Prescribing, RewardLibrary.Shipped(Catalogue).Find(Prescribing.Spec.DefaultRewardFunction)!);

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static object Body(ShownItem shown, SimulatedReply reply) => reply.Response switch
    {
        ScoreResponse said => new { itemId = shown.ItemId, form = "score", score = said.Score, confidence = reply.Confidence, seconds = reply.Seconds },
        ChoiceResponse said => new { itemId = shown.ItemId, form = "choice", choice = said.Choice, confidence = reply.Confidence, seconds = reply.Seconds },
        OrderResponse said => new { itemId = shown.ItemId, form = "order", bestFirst = said.BestFirst.ToArray(), confidence = reply.Confidence, seconds = reply.Seconds },
        MarkResponse said => new { itemId = shown.ItemId, form = "mark", step = said.Step, category = said.Category, confidence = reply.Confidence, seconds = reply.Seconds },
        _ => throw new InvalidOperationException("Every response has its form."),
    };
}

/// <summary>An evaluator as a test knows them.</summary>
public sealed record EvaluatorClient(string Id, string Key, SimulatedClinician Clinician);

/// <summary>A clock that runs, ahead by as much as it was moved.</summary>
public sealed class MovedClock : TimeProvider
{
    private long ahead;

    public void Move(TimeSpan time) => Interlocked.Add(ref ahead, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));
}
