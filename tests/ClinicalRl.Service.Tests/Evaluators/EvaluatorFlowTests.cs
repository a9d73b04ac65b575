using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Evaluators;

/// <summary>Enrolling evaluators and their calibration, over HTTP.</summary>
public sealed class EvaluatorFlowTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Evaluator_IsEnrolledOnce_AndSeenByItsTenantAlone()
    {
        var people = await PeopleAsync("enrol");
        var enrolled = await people.Admin.PostAsync("/v1/evaluators", Body(people.KeyId));
        Assert.Equal(HttpStatusCode.Created, enrolled.Status);
        var evaluator = Wire.Read<EvaluatorAnswer>(enrolled.Text);
        Assert.True(evaluator.Current);
        Assert.Equal("/v1/evaluators/" + evaluator.Evaluator, enrolled.Headers.Location?.ToString());
        var again = await people.Admin.PostAsync("/v1/evaluators", Body(people.KeyId));
        Assert.Equal(enrolled.Text, again.Text);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("conflict", (await people.Admin.PostAsync("/v1/evaluators", Body(people.KeyId, checkedBy: "Another"))).Problem());
        Assert.Equal(evaluator.Evaluator, Assert.Single(Wire.Read<EvaluatorList>((await people.Admin.ReadAsync("/v1/evaluators")).Text).Items).Evaluator);
        Assert.Equal(enrolled.Text, (await people.Admin.ReadAsync("/v1/evaluators/" + evaluator.Evaluator)).Text);

        Assert.Equal("forbidden", (await people.Evaluator.ReadAsync("/v1/evaluators")).Problem());   // evaluators do not see each other
        Assert.Equal("forbidden", (await people.Evaluator.PostAsync("/v1/evaluators", Body(people.KeyId))).Problem());
        var strangers = await PeopleAsync("enrol-strangers");
        Assert.Equal("not-found", (await strangers.Admin.ReadAsync("/v1/evaluators/" + evaluator.Evaluator)).Problem());
        Assert.Equal("not-found", (await strangers.Evaluator.PostAsync($"/v1/evaluators/{evaluator.Evaluator}/calibrations", new { environment = "prescribing" })).Problem());
    }

    [Theory]
    [InlineData("register", "register", "XYZ")]
    [InlineData("number", "number", "12")]
    [InlineData("checkedOn", "checkedOn", "2999-01-01")]
    [InlineData("checkedOn", "checkedOn", "05/01/2026")]
    [InlineData("expiresOn", "expiresOn", "2001-01-01")]
    [InlineData("expiresOn", "expiresOn", "2999-01-01")]
    [InlineData("keyId", "keyId", "key_none")]
    [InlineData("checkedBy", "checkedBy", "")]
    [InlineData("password", "password", "x")]
    public async Task Enrolment_IsRefusedByName_WhenAFieldIsWrong(string field, string member, string value)
    {
        var people = await PeopleAsync("refused");
        var body = JsonSerializer.SerializeToNode(Body(people.KeyId))!;
        body[member] = value;
        var refused = await people.Admin.PostAsync("/v1/evaluators", body.ToJsonString());
        Assert.Equal("invalid-request", refused.Problem());
        Assert.Equal(field, refused.Field);
        Assert.Empty(Wire.Read<EvaluatorList>((await people.Admin.ReadAsync("/v1/evaluators")).Text).Items);
    }

    [Fact]
    public async Task Calibration_ShowsOneItemAtATime_AndTellsNothingOfItsAnswer()
    {
        var people = await PeopleAsync("calibrate");
        var evaluator = Wire.Read<EvaluatorAnswer>((await people.Admin.PostAsync("/v1/evaluators", Body(people.KeyId))).Text).Evaluator;
        var path = $"/v1/evaluators/{evaluator}/calibrations";
        Assert.Equal("not-begun", Wire.Read<CalibrationAnswerBody>((await people.Admin.ReadAsync(path + "/prescribing")).Text).Phase);
        Assert.Equal("environment", (await people.Evaluator.PostAsync(path, new { environment = "nowhere" })).Field);
        using var another = fixture.Service.Client(await fixture.Service.AddKeyAsync("ev-calibrate", KeyScopes.All));
        Assert.Equal("not-found", (await another.PostAsync(path, new { environment = "prescribing" })).Problem());   // nobody answers for another, whatever their key may do

        var begun = await people.Evaluator.PostAsync(path, new { environment = "prescribing" });
        var standing = Wire.Read<CalibrationAnswerBody>(begun.Text);
        Assert.Equal(("screening", 0), (standing.Phase, standing.Answered));
        Assert.Contains("no clinician", standing.Notice, StringComparison.Ordinal);
        Assert.NotEmpty(standing.Next!.Shown);
        Assert.DoesNotContain("\"key\":{", begun.Text, StringComparison.Ordinal);
        Assert.Null(Wire.Read<CalibrationAnswerBody>((await people.Admin.ReadAsync(path + "/prescribing")).Text).Next);

        var answers = path + "/prescribing/answers";
        Assert.Equal("confidence", (await people.Evaluator.PostAsync(answers, new { itemId = standing.Next.ItemId, form = "choice", choice = "A" })).Field);
        Assert.Equal("form", (await people.Evaluator.PostAsync(answers, new { itemId = standing.Next.ItemId, form = "score", score = 0.5, confidence = 0.9 })).Field);
        Assert.Equal("form", (await people.Evaluator.PostAsync(answers, new { itemId = standing.Next.ItemId, form = "essay", confidence = 0.9 })).Field);
        Assert.Equal("bestFirst", (await people.Evaluator.PostAsync(answers, """{"itemId":"x","form":"order","bestFirst":["\ud800"],"confidence":0.9}""")).Field);
        Assert.Equal("step", (await people.Evaluator.PostAsync(answers, new { itemId = "x", form = "mark", step = 0, category = "CS01", confidence = 0.9 })).Field);
        Assert.Equal("conflict", (await people.Evaluator.PostAsync(answers, new { itemId = "prescribing-gold-001", form = "score", score = 0.5, confidence = 0.9 })).Problem());
        Assert.Equal("seconds", (await people.Evaluator.PostAsync(answers, new { itemId = standing.Next.ItemId, form = "choice", choice = "A", confidence = 0.9, seconds = 40 })).Field);   // a person's time is measured

        var first = standing.Next;
        standing = await AnswerAsync(people.Evaluator, answers, first);
        Assert.Equal(1, standing.Answered);
        var repeated = await AnswerAsync(people.Evaluator, answers, first);
        Assert.Equal((1, standing.Next!.ItemId), (repeated.Answered, repeated.Next!.ItemId));
        while (standing.Next is { } item)
            standing = await AnswerAsync(people.Evaluator, answers, item);

        // Answered within milliseconds: no number of right answers passes that.
        Assert.Equal("screen-failed", standing.Phase);
        Assert.True(standing.ScreenFindings.Contains("effort") || standing.ScreenFindings.SequenceEqual(["score"]));
        Assert.Null(standing.Result);
        Assert.Equal("conflict", (await people.Evaluator.PostAsync(answers, new { itemId = "prescribing-gold-001", form = "score", score = 0.5, confidence = 0.9 })).Problem());
        var second = Wire.Read<CalibrationAnswerBody>((await people.Evaluator.PostAsync(path, new { environment = "prescribing" })).Text);
        Assert.Equal("screening", second.Phase);

        var records = new List<EvaluationRecord>();
        Assert.Equal("forbidden", (await people.Evaluator.ReadAsync($"/v1/evaluators/{evaluator}/records")).Problem());
        Assert.True(RecordJson.TryReadAll(Encoding.UTF8.GetBytes((await people.Admin.ReadAsync($"/v1/evaluators/{evaluator}/records")).Text), records, out var wrong), wrong);
        Assert.Equal(standing.Answered, records.OfType<GoldAnswered>().Count());
        Assert.Equal(evaluator, Assert.IsType<EvaluatorEnrolled>(records[0]).Evaluator);
        Assert.NotEqual(first.ItemId, second.Next!.ItemId);
    }

    private static async Task<CalibrationAnswerBody> AnswerAsync(HttpClient client, string path, ShownItem item)
    {
        var answer = await client.PostAsync(path, new { itemId = item.ItemId, form = item.Form, choice = item.Choices[0].Key, confidence = 0.8 });
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return Wire.Read<CalibrationAnswerBody>(answer.Text);
    }

    private static object Body(string keyId, string checkedBy = "Clinical governance") => new
    {
        register = "GMC", number = "1234567", checkedOn = Day(-30), checkedBy, expiresOn = Day(335), specialties = new[] { "emergency medicine" }, keyId,
    };

    private static string Day(int fromToday) =>
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(fromToday).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(HttpClient Admin, HttpClient Evaluator, string KeyId)> PeopleAsync(string tenant)
    {
        var key = await fixture.Service.AddKeyAsync("ev-" + tenant, KeyScopes.Evaluator);
        Assert.True(ApiKey.TryParse(key, out var parsed));
        return (fixture.Service.Client(await fixture.Service.AddKeyAsync("ev-" + tenant, KeyScopes.Admin)), fixture.Service.Client(key), parsed.PublicId());
    }
}
