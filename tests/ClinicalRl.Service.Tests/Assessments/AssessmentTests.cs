using System.Net;
using System.Text.Json;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Assessments;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Assessments;

/// <summary>Assessments from the sealed episodes to the records, over HTTP, scored by simulated evaluators.</summary>
public sealed class AssessmentTests : IAsyncLifetime
{
    private ClinicWorld world = null!;

    public async ValueTask InitializeAsync() => world = await ClinicWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Assessment_IsScoredBlind_AndEndsInRecordsThatAReportIsMadeOf()
    {
        var (evaluators, episodes) = await PeopleAsync("whole", 4, episodes: 9);
        var opened = await world.AssessAsync("whole", new { environment = ClinicWorld.Environment, method = "random", size = 8, goldRate = 0.5, repeatRate = 0.25, seed = 11 });
        Assert.Equal(("open", 9, 8, 4, 4), (opened.Status, opened.Population, opened.Chosen, opened.Evaluators, opened.SimulatedEvaluators));
        Assert.Equal(24, opened.Assignments["waiting"]);
        Assert.Equal(4 * (3 + 2), opened.Hidden["waiting"]);   // six episodes each: three gold trajectories and two repeats
        Assert.Contains(opened.Notices, notice => notice.Contains("simulated", StringComparison.Ordinal));

        var gold = ClinicWorld.Gold();
        var goldTexts = gold.Ids.Select(id => gold.Find(id)!.Trajectory).Select(trajectory => trajectory.Opening + trajectory.Steps[^1].Observation).ToHashSet();
        foreach (var evaluator in evaluators)
        {
            Assert.Equal(3, (await world.DeskAsync(evaluator)).Items.Count);   // so few that a repeat never lies beside its first time
            var seen = await world.ScoreAllAsync(evaluator);
            Assert.Equal(11, seen.Count);
            Assert.Equal(3, seen.Count(assignment => goldTexts.Contains(assignment.Opening + assignment.Steps[^1].Observation)));
            Assert.Equal(2, seen.GroupBy(assignment => JsonSerializer.Serialize(assignment.Steps.Select(step => step.Observation))).Count(same => same.Count() > 1));
            Assert.Single(seen.Select(ShapeOf).Distinct());   // gold, repeat and episode look the same
            Assert.All(seen, assignment =>
            {
                var text = JsonSerializer.Serialize(assignment);
                Assert.All((string[])["reward", "breakdown", "criterion", "seed", "gold", "-trace-", "policy", "-agent", .. episodes], given => Assert.DoesNotContain(given, text, StringComparison.OrdinalIgnoreCase));
                Assert.True(assignment.Simulated);
            });
        }

        var done = await world.ReadAsync("whole", opened.Assessment);
        Assert.Equal(("complete", 8, 24, 20), (done.Status, done.Complete, done.Assignments["submitted"], done.Hidden["submitted"]));

        var records = await world.RecordsAsync("whole");
        var selected = records.OfType<EpisodeSelected>().ToList();
        Assert.Equal(8, selected.Count);
        Assert.All(selected, episode => Assert.Equal(8.0 / 9, episode.Inclusion, 12));
        Assert.Equal(3 * selected.Sum(episode => episode.Steps.Length), records.OfType<StepScored>().Count());
        Assert.Equal(24, records.OfType<EpisodeJudged>().Count());
        Assert.All(evaluators, evaluator => Assert.Contains(records.OfType<StepRepeated>(), repeat => repeat.Evaluator == evaluator.Id));
        Assert.All(records.OfType<EvaluatorEnrolled>(), enrolled => Assert.True(enrolled.Simulated));
        Assert.Equal(12, records.OfType<GoldRated>().Where(rated => rated.Item.Contains("-trace-", StringComparison.Ordinal)).Select(rated => (rated.Evaluator, rated.Item.Split('/')[0])).Distinct().Count());

        var evidence = CalibratedEvidence.Of(EvidenceLedger.Of(records));
        Assert.True(evidence.IsSimulated);
        Assert.Equal(8, evidence.Episodes.Count(episode => episode.Score.IsDefined));
        Assert.All(evidence.Evaluators, standing => Assert.True(standing.SelfDifference.Value.IsDefined));

        // With that evidence the next one can look for what is disputed; where there is none it says so.
        var second = await world.AssessAsync("whole", new { environment = ClinicWorld.Environment, method = "disagreement", size = 3, goldRate = 0 });
        Assert.Equal(("open", 3), (second.Status, second.Chosen));
    }

    [Fact]
    public async Task Evaluator_SeesNoScoreOfAnother_OnAnyRouteThatTheirKeyReaches()
    {
        var (evaluators, episodes) = await PeopleAsync("blind", 3, episodes: 2);
        var opened = await world.AssessAsync("blind", new { environment = ClinicWorld.Environment, method = "all", goldRate = 0, repeatRate = 0 });
        using var first = world.Service.Client(evaluators[0].Key);
        var mine = new List<string>();
        foreach (var item in (await world.DeskAsync(evaluators[0])).Items)
        {
            var assignment = Wire.Read<AssignmentAnswer>((await first.ReadAsync("/v1/assignments/" + item.Assignment)).Text);
            mine.Add(item.Assignment);
            foreach (var step in assignment.Steps.Where(step => step.Asked))
                Assert.Equal(HttpStatusCode.OK, (await first.PostAsync($"/v1/assignments/{item.Assignment}/scores", new { step = step.Step, score = 0.123457, confidence = 0.654321, comment = "a-word-of-mine" })).Status);
            Assert.Equal(HttpStatusCode.OK, (await first.PostAsync($"/v1/assignments/{item.Assignment}/submission", new { score = 0.123457, confidence = 0.654321 })).Status);
        }

        Assert.Equal(2, mine.Count);
        Assert.Contains("a-word-of-mine", (await first.ReadAsync("/v1/assignments/" + mine[0])).Text, StringComparison.Ordinal);

        using var second = world.Service.Client(evaluators[1].Key);
        string[] ids = [.. mine, .. (await world.DeskAsync(evaluators[1])).Items.Select(item => item.Assignment), opened.Assessment, .. episodes, .. evaluators.Select(evaluator => evaluator.Id), ClinicWorld.Environment, "prescribing-safety"];
        var looked = 0;
        foreach (var route in world.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsReachable))
        {
            foreach (var path in PathsOf(route.RoutePattern.RawText!, ids))
            {
                var answer = await second.ReadAsync(path);
                Assert.DoesNotContain("0.123457", answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("a-word-of-mine", answer.Text, StringComparison.Ordinal);
                looked++;
            }
        }

        Assert.True(looked > 100, $"only {looked} paths were looked at");
        foreach (var theirs in mine)
        {
            Assert.Equal("not-found", (await second.ReadAsync("/v1/assignments/" + theirs)).Problem());
            Assert.Equal("not-found", (await second.PostAsync($"/v1/assignments/{theirs}/scores", new { step = 1, score = 0.5, confidence = 0.5 })).Problem());
            Assert.Equal("not-found", (await second.PostAsync($"/v1/assignments/{theirs}/submission", new { score = 0.5, confidence = 0.5 })).Problem());
            Assert.Equal("not-found", (await second.PostAsync($"/v1/assignments/{theirs}/release", new { reason = "x" })).Problem());
        }

        Assert.Equal("forbidden", (await second.ReadAsync("/v1/assessments/" + opened.Assessment)).Problem());
        Assert.Equal("forbidden", (await second.ReadAsync($"/v1/episodes/{episodes[0]}/log")).Problem());
        using var stranger = await world.ClientAsync("blind-stranger", KeyScopes.Admin);
        Assert.Equal("not-found", (await stranger.ReadAsync("/v1/assessments/" + opened.Assessment)).Problem());
    }

    [Fact]
    public async Task Answers_AreIdempotent_Resumable_AndCorrectedOnRecord()
    {
        var (evaluators, _) = await PeopleAsync("answers", 3, episodes: 1);
        await world.AssessAsync("answers", new { environment = ClinicWorld.Environment, method = "all", goldRate = 0, repeatRate = 0 });
        using var client = world.Service.Client(evaluators[0].Key);
        var id = Assert.Single((await world.DeskAsync(evaluators[0])).Items).Assignment;
        var path = "/v1/assignments/" + id;
        var shown = Wire.Read<AssignmentAnswer>((await client.ReadAsync(path)).Text);
        var asked = shown.Steps.Where(step => step.Asked).Select(step => step.Step).ToList();
        Assert.Equal(asked, shown.Missing);
        foreach (var step in asked)
        {
            var once = await client.PostAsync(path + "/scores", new { step, score = 0.4, confidence = 0.9, failure = "CS03", severity = "S2" });
            Assert.Equal(HttpStatusCode.OK, once.Status);
            Assert.Equal(once.Text, (await client.PostAsync(path + "/scores", new { step, score = 0.4, confidence = 0.9, failure = "CS03", severity = "S2" })).Text);
            Assert.Equal(step == asked[^1] ? HttpStatusCode.OK : HttpStatusCode.Conflict, step == asked[^1] ? once.Status : (await client.PostAsync(path + "/submission", new { score = 0.4, confidence = 0.9 })).Status);
        }

        Assert.Empty((await world.RecordsAsync("answers")).OfType<StepScored>());   // nothing is on record before it was submitted
        await world.RestartAsync();
        using var again = world.Service.Client(evaluators[0].Key);
        Assert.Equal(asked, Wire.Read<AssignmentAnswer>((await again.ReadAsync(path)).Text).Steps.Where(step => step.Given is { Severity: "S2" }).Select(step => step.Step));
        var submitted = await again.PostAsync(path + "/submission", new { score = 0.4, confidence = 0.9 });
        Assert.Equal(submitted.Text, (await again.PostAsync(path + "/submission", new { score = 0.4, confidence = 0.9 })).Text);
        Assert.Equal(HttpStatusCode.OK, (await again.PostAsync(path + "/scores", new { step = asked[0], score = 0.1, confidence = 0.9 })).Status);
        Assert.Equal("conflict", (await again.PostAsync(path + "/release", new { reason = "too late" })).Problem());

        var scores = (await world.RecordsAsync("answers")).OfType<StepScored>().ToList();
        Assert.Equal(asked.Count + 1, scores.Count);
        var ledger = EvidenceLedger.Of(scores);
        Assert.Equal((1, 0.1), (ledger.Superseded, ledger.Holding<StepScored>().Single(score => score.Step == asked[0]).Score));
        Assert.All(scores, score => Assert.True(score.Seconds > 0 && score.Seconds < 60));   // measured here: the restart lies in one of them
    }

    [Fact]
    public async Task Evaluator_WhoMayNotJudge_NeverGetsAnAssignment()
    {
        var (evaluators, _) = await PeopleAsync("gate", 4, episodes: 4);
        var novice = await world.InviteAsync("gate", "novice");   // never calibrated: below any lower bound
        Assert.Equal("screen-failed", (await world.CalibrateAsync(await world.InviteAsync("gate", "careless", Evaluation.Simulated.SimulatedBehaviour.Careless))).Phase);
        using var admin = await world.ClientAsync("gate", KeyScopes.Admin);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"/v1/evaluators/{evaluators[3].Id}/suspension", new { reason = "to be talked about" })).Status);
        var body = new { environment = ClinicWorld.Environment, method = "all", goldRate = 0.2, repeatRate = 0 };
        var opened = await world.AssessAsync("gate", body);
        Assert.Equal(("open", 3), (opened.Status, opened.Evaluators));
        Assert.Equal([("not-qualified", 2), ("suspended", 1)], opened.NotAsked.OrderBy(reason => reason.Key).Select(reason => (reason.Key, reason.Value)));
        Assert.Empty((await world.DeskAsync(novice)).Items);
        Assert.Empty((await world.DeskAsync(evaluators[3])).Items);

        // Suspended with work on the desk: it is gone at once, and goes to whoever may and never had it.
        var held = (await world.DeskAsync(evaluators[0])).Items[0].Assignment;
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"/v1/evaluators/{evaluators[3].Id}/suspension")).StatusCode);
        await admin.PostAsync($"/v1/evaluators/{evaluators[0].Id}/suspension", new { reason = "scores drifted" });
        using var suspended = world.Service.Client(evaluators[0].Key);
        Assert.Equal("conflict", (await suspended.ReadAsync("/v1/assignments/" + held)).Problem());
        Assert.Equal("conflict", (await suspended.PostAsync($"/v1/assignments/{held}/scores", new { step = 1, score = 0.5, confidence = 0.5 })).Problem());
        Assert.Empty((await world.DeskAsync(evaluators[0])).Items);
        Assert.NotEmpty((await world.DeskAsync(evaluators[3])).Items);

        // A year later every qualification has expired: nothing is shown, nothing can be opened.
        var late = Wire.Read<EvaluatorAnswer>((await admin.PostAsync("/v1/evaluators", new { register = "none", number = "late", simulated = true })).Text).Invitation;
        world.Clock.Move(TimeSpan.FromDays(366));
        using (var anybody = world.Service.Client(null))
            Assert.Equal("not-found", (await anybody.PostAsync("/v1/invitations", new { invitation = late })).Problem());   // too old
        foreach (var evaluator in evaluators)
            Assert.Empty((await world.DeskAsync(evaluator)).Items);
        var refused = await world.AssessAsync("gate", body);
        Assert.Equal("failed", refused.Status);
        Assert.Contains("3 qualification-expired", refused.Failure, StringComparison.Ordinal);

        // Phase 2 again, with items not seen lately, and they are asked again.
        Assert.Equal("expired", await PhaseAsync(admin, evaluators[1]));
        foreach (var evaluator in evaluators[1..])
            Assert.Equal("qualified", (await world.CalibrateAsync(evaluator)).Phase);
        Assert.Equal("open", (await world.AssessAsync("gate", body)).Status);
        await admin.PostAsync($"/v1/evaluators/{evaluators[1].Id}/calibrations/{ClinicWorld.Environment}/retests", new { reason = "the charts signalled" });
        Assert.Equal("retest-due", await PhaseAsync(admin, evaluators[1]));
        Assert.Empty((await world.DeskAsync(evaluators[1])).Items);
    }

    [Fact]
    public async Task Overdue_AndReleased_GoToOthers_WhoNeverHadThem_AlsoAfterARestart()
    {
        var (evaluators, _) = await PeopleAsync("late", 5, episodes: 2);
        var opened = await world.AssessAsync("late", new { environment = ClinicWorld.Environment, method = "all", goldRate = 0, repeatRate = 0, deadlineHours = 24 });
        Assert.Equal(6, opened.Assignments["waiting"]);
        var desks = new Dictionary<string, AssignmentList>();
        foreach (var evaluator in evaluators)
            desks[evaluator.Id] = await world.DeskAsync(evaluator);
        var busy = evaluators.First(evaluator => desks[evaluator.Id].Items.Count == 1);
        using (var client = world.Service.Client(busy.Key))
        {
            var mine = desks[busy.Id].Items[0].Assignment;
            Assert.Equal("reason", (await client.PostAsync($"/v1/assignments/{mine}/release", new { reason = "" })).Field);
            Assert.Equal("released", Wire.Read<AssignmentStanding>((await client.PostAsync($"/v1/assignments/{mine}/release", new { reason = "I know this patient" })).Text).Status);
            Assert.Equal("conflict", (await client.PostAsync($"/v1/assignments/{mine}/scores", new { step = 1, score = 0.5, confidence = 0.5 })).Problem());
        }

        var after = await world.ReadAsync("late", opened.Assessment);
        Assert.Equal((1, "I know this patient", 0), (after.Assignments["released"], Assert.Single(after.Released), after.Unfilled));
        Assert.Equal(7, after.Assignments.Values.Sum());

        world.Clock.Move(TimeSpan.FromHours(25));
        await world.RestartAsync();
        after = await world.ReadAsync("late", opened.Assessment);
        Assert.Equal(6, after.Assignments["withdrawn"]);
        var (given, unfilled) = (after.Assignments.GetValueOrDefault("waiting") + after.Assignments.GetValueOrDefault("open"), after.Unfilled);
        Assert.Equal(6, given + unfilled);
        Assert.Equal(3, given);   // two episodes, five evaluators: with the one given back seven of ten pairs are used up
        foreach (var evaluator in evaluators)
            await world.ScoreAllAsync(evaluator);
        Assert.Equal("complete", (await world.ReadAsync("late", opened.Assessment)).Status);
        Assert.All((await world.RecordsAsync("late")).OfType<StepScored>().CountBy(score => (score.Episode, score.Step, score.Evaluator)), same => Assert.Equal(1, same.Value));
    }

    [Fact]
    public async Task Conflicts_AreKept_AndAnEndedAssessmentTakesNothing()
    {
        var (evaluators, episodes) = await PeopleAsync("conflict", 4, episodes: 3);
        using var admin = await world.ClientAsync("conflict", KeyScopes.Admin);
        using var own = world.Service.Client(evaluators[0].Key);
        Assert.Equal("value", (await own.PostAsync($"/v1/evaluators/{evaluators[0].Id}/conflicts", new { kind = "label", value = "no label" })).Field);
        Assert.Equal("kind", (await own.PostAsync($"/v1/evaluators/{evaluators[0].Id}/conflicts", new { kind = "mood" })).Field);
        Assert.Equal("not-found", (await own.PostAsync($"/v1/evaluators/{evaluators[1].Id}/conflicts", new { kind = "customer" })).Problem());
        var declared = Wire.Read<EvaluatorAnswer>((await own.PostAsync($"/v1/evaluators/{evaluators[0].Id}/conflicts", new { kind = "episode", value = episodes[0] })).Text);
        Assert.Equal(episodes[0], Assert.Single(declared.Conflicts).Value);
        var opened = await world.AssessAsync("conflict", new { environment = ClinicWorld.Environment, method = "all", goldRate = 0, repeatRate = 0 });
        Assert.Equal(9, opened.Assignments["waiting"]);
        using var auditor = await world.ClientAsync("conflict", KeyScopes.Auditor);
        var excluded = (await auditor.ReadAsync($"/v1/episodes/{episodes[0]}/trajectory")).Json.GetProperty("header").GetProperty("outcome").GetProperty("observation").GetProperty("text").GetString();
        var openings = new List<string>();
        foreach (var item in (await world.DeskAsync(evaluators[0])).Items)
            openings.Add(Wire.Read<AssignmentAnswer>((await own.ReadAsync("/v1/assignments/" + item.Assignment)).Text).Opening);
        Assert.NotEmpty(openings);
        Assert.DoesNotContain(excluded, openings);
        await admin.PostAsync($"/v1/evaluators/{evaluators[1].Id}/conflicts", new { kind = "label", value = "policy=guideline-agent" });
        await admin.PostAsync($"/v1/evaluators/{evaluators[2].Id}/conflicts", new { kind = "customer" });
        var refused = await world.AssessAsync("conflict", new { environment = ClinicWorld.Environment, method = "all" });
        Assert.Contains("have a conflict of interest", refused.Failure, StringComparison.Ordinal);

        var held = (await world.DeskAsync(evaluators[3])).Items[0].Assignment;
        using var ending = new HttpRequestMessage(HttpMethod.Delete, "/v1/assessments/" + opened.Assessment);
        Assert.Equal("cancelled", Wire.Read<AssessmentAnswer>((await admin.AskAsync(ending)).Text).Status);
        Assert.Empty((await world.DeskAsync(evaluators[3])).Items);
        using var client = world.Service.Client(evaluators[3].Key);
        Assert.Equal("conflict", (await client.PostAsync($"/v1/assignments/{held}/scores", new { step = 1, score = 0.5, confidence = 0.5 })).Problem());
        var list = Wire.Read<AssessmentList>((await admin.ReadAsync("/v1/assessments?limit=1")).Text);
        Assert.Equal(refused.Assessment, Assert.Single(list.Items).Assessment);
        Assert.Equal(opened.Assessment, Assert.Single(Wire.Read<AssessmentList>((await admin.ReadAsync("/v1/assessments?after=" + list.Next)).Text).Items).Assessment);
    }

    [Fact]
    public async Task Requests_AreRefusedByName()
    {
        var (evaluators, _) = await PeopleAsync("refused", 3, episodes: 1);
        using var admin = await world.ClientAsync("refused", KeyScopes.Admin);
        foreach (var (field, body) in new (string, object)[]
        {
            ("environment", new { }), ("environment", new { environment = "nowhere" }), ("method", new { environment = "prescribing", method = "best" }), ("size", new { environment = "prescribing", size = 501 }),
            ("perScenario", new { environment = "prescribing", perScenario = 0 }), ("evaluatorsPerEpisode", new { environment = "prescribing", evaluatorsPerEpisode = 2 }), ("goldRate", new { environment = "prescribing", goldRate = 1.5 }),
            ("repeatRate", new { environment = "prescribing", repeatRate = "much" }), ("deadlineHours", new { environment = "prescribing", deadlineHours = 0 }), ("showRationale", new { environment = "prescribing", showRationale = 1 }),
            ("hideLabels", new { environment = "prescribing", hideLabels = new[] { "a b" } }), ("seed", new { environment = "prescribing", seed = -1 }), ("from", new { environment = "prescribing", from = "yesterday" }), ("colour", new { colour = "red" }),
        })
            Assert.Equal(field, (await admin.PostAsync("/v1/assessments", body)).Field);
        Assert.Equal("failed", (await world.AssessAsync("refused", new { environment = "triage-queue" })).Status);
        await world.AssessAsync("refused", new { environment = "prescribing", method = "all", goldRate = 0, repeatRate = 0 });
        using var client = world.Service.Client(evaluators[0].Key);
        var path = "/v1/assignments/" + (await world.DeskAsync(evaluators[0])).Items[0].Assignment;
        foreach (var (field, body) in new (string, object)[]
        {
            ("step", new { score = 0.5, confidence = 0.5 }), ("step", new { step = 999, score = 0.5, confidence = 0.5 }), ("score", new { step = 1, score = 1.5, confidence = 0.5 }), ("confidence", new { step = 1, score = 0.5 }),
            ("failure", new { step = 1, score = 0.5, confidence = 0.5, failure = "CS11" }), ("severity", new { step = 1, score = 0.5, confidence = 0.5, severity = "S3" }),
            ("severity", new { step = 1, score = 0.5, confidence = 0.5, failure = "CS01" }), ("comment", new { step = 1, score = 0.5, confidence = 0.5, comment = new string('x', 4_001) }), ("seconds", new { step = 1, score = 0.5, confidence = 0.5, seconds = -1 }),
        })
            Assert.Equal(field, (await client.PostAsync(path + "/scores", body)).Field);
        Assert.Equal("score", (await client.PostAsync(path + "/submission", new { confidence = 0.5 })).Field);
        Assert.Equal("not-found", (await client.ReadAsync("/v1/assignments/asg_nothing")).Problem());
        Assert.Equal("not-found", (await client.ReadAsync("/v1/assignments/..%2Fas_x")).Problem());
        using var nobody = await world.ClientAsync("refused", KeyScopes.Evaluator);
        Assert.Equal("not-found", (await nobody.ReadAsync("/v1/assignments")).Problem());
        Assert.Equal("forbidden", (await admin.ReadAsync("/v1/assignments")).Problem());
    }

    private async Task<(List<EvaluatorClient> Evaluators, List<string> Episodes)> PeopleAsync(string tenant, int evaluators, int episodes)
    {
        var played = await world.PlayAsync(tenant, "guideline", 100, (episodes + 1) / 2);
        played.AddRange(await world.PlayAsync(tenant, "half-dose", 200, episodes / 2));
        var people = new List<EvaluatorClient>();
        for (var place = 0; place < evaluators; place++)
            people.Add(await world.QualifyAsync(tenant, FormattableString.Invariant($"sim-{place}")));
        return (people, played);
    }

    private static async Task<string> PhaseAsync(HttpClient admin, EvaluatorClient evaluator) =>
        Wire.Read<CalibrationAnswerBody>((await admin.ReadAsync($"/v1/evaluators/{evaluator.Id}/calibrations/{ClinicWorld.Environment}")).Text).Phase;

    /// <summary>Members and their types, whatever they say, and the form of the id.</summary>
    private static string ShapeOf(AssignmentAnswer assignment)
    {
        var json = JsonSerializer.SerializeToElement(assignment, JsonSerializerOptions.Web);
        var step = json.GetProperty("steps")[0];
        return string.Join(',', json.EnumerateObject().Select(member => member.Name + member.Value.ValueKind)) + string.Join(',', step.EnumerateObject().Select(member => member.Name)) + assignment.Assignment.Length
            + assignment.Assignment[..4] + assignment.Deadline;
    }

    private static bool IsReachable(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<IAllowAnonymous>() is not null || route.Metadata.GetOrderedMetadata<IAuthorizeData>().OfType<ScopeNeeded>().All(needed => needed.AnyOf.HasFlag(KeyScopes.Evaluator)))
        && (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true);

    /// <summary>The route with every id in the place of every parameter.</summary>
    private static IEnumerable<string> PathsOf(string route, string[] ids)
    {
        var open = route.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
            return [route.StartsWith('/') ? route : "/" + route];
        var close = route.IndexOf('}', open);
        return ids.SelectMany(id => PathsOf(route[..open] + Uri.EscapeDataString(id) + route[(close + 1)..], ids));
    }
}
