using System.Net;
using System.Globalization;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Assessments;

/// <summary>How evaluators come by a key, and what is changed of them afterwards.</summary>
public sealed class InvitationTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Invitation_GivesAKeyOnce_ThatOnlyScores()
    {
        using var admin = await AdminAsync("invite");
        var enrolled = await admin.PostAsync("/v1/evaluators", Body());
        var evaluator = Wire.Read<EvaluatorAnswer>(enrolled.Text);
        Assert.Null(evaluator.KeyId);
        Assert.StartsWith("cri_inv-invite_", evaluator.Invitation, StringComparison.Ordinal);
        Assert.Null(Wire.Read<EvaluatorAnswer>((await admin.PostAsync("/v1/evaluators", Body())).Text).Invitation);   // shown once
        Assert.DoesNotContain("cri_", (await admin.ReadAsync("/v1/evaluators")).Text, StringComparison.Ordinal);

        Assert.Equal("days", (await admin.PostAsync($"/v1/evaluators/{evaluator.Evaluator}/invitations", new { days = 0 })).Field);
        var newer = Wire.Read<EvaluatorAnswer>((await admin.PostAsync($"/v1/evaluators/{evaluator.Evaluator}/invitations", new { })).Text).Invitation;
        using var anybody = fixture.Service.Client(null);
        Assert.Equal("not-found", (await anybody.PostAsync("/v1/invitations", new { invitation = evaluator.Invitation })).Problem());   // replaced
        foreach (var wrong in new[] { "cri_inv-invite_" + new string('a', 40), "cri_nobody_" + new string('a', 40), "crl_inv-invite_" + new string('a', 40), "x" })
            Assert.Equal("not-found", (await anybody.PostAsync("/v1/invitations", new { invitation = wrong })).Problem());
        Assert.Equal("invitation", (await anybody.PostAsync("/v1/invitations", new { })).Field);
        Assert.Equal("too-large", (await anybody.PostAsync("/v1/invitations", new { invitation = new string('a', 3_000) })).Problem());

        var accepted = await anybody.PostAsync("/v1/invitations", new { invitation = newer });
        Assert.Equal(HttpStatusCode.Created, accepted.Status);
        var key = Wire.Read<InvitationAnswer>(accepted.Text);
        Assert.Equal("not-found", (await anybody.PostAsync("/v1/invitations", new { invitation = newer })).Problem());
        Assert.Equal("conflict", (await admin.PostAsync($"/v1/evaluators/{evaluator.Evaluator}/invitations", new { })).Problem());
        using var own = fixture.Service.Client(key.Key);
        var me = Wire.Read<EvaluatorAnswer>((await own.ReadAsync("/v1/evaluators/me")).Text);
        Assert.Equal((evaluator.Evaluator, key.KeyId), (me.Evaluator, me.KeyId));
        Assert.Equal("forbidden", (await own.ReadAsync("/v1/episodes")).Problem());
        Assert.Equal(HttpStatusCode.OK, (await own.ReadAsync("/v1/assignments")).Status);
    }

    [Fact]
    public async Task Key_ThatReadsResults_CannotBeAnEvaluators()
    {
        using var admin = await AdminAsync("scopes");
        foreach (var scopes in new[] { KeyScopes.All, KeyScopes.Evaluator | KeyScopes.Agent, KeyScopes.Evaluator | KeyScopes.Auditor, KeyScopes.Evaluator | KeyScopes.Author, KeyScopes.Agent })
        {
            Assert.True(ApiKey.TryParse(await fixture.Service.AddKeyAsync("inv-scopes", scopes), out var key));
            Assert.Equal("keyId", (await admin.PostAsync("/v1/evaluators", Body(key.PublicId()))).Field);
        }
    }

    [Fact]
    public async Task SuspensionAndCheck_AreChangedWithReason_AndProgramsAreOnNoRegister()
    {
        using var admin = await AdminAsync("standing");
        var evaluator = Wire.Read<EvaluatorAnswer>((await admin.PostAsync("/v1/evaluators", Body())).Text).Evaluator;
        var path = "/v1/evaluators/" + evaluator;
        Assert.Equal("reason", (await admin.PostAsync(path + "/suspension", new { })).Field);
        var suspended = Wire.Read<EvaluatorAnswer>((await admin.PostAsync(path + "/suspension", new { reason = "drift" })).Text);
        Assert.Equal("drift", suspended.Suspended!.Reason);
        using var ending = new HttpRequestMessage(HttpMethod.Delete, path + "/suspension");
        Assert.Null(Wire.Read<EvaluatorAnswer>((await admin.AskAsync(ending)).Text).Suspended);
        Assert.Equal("expiresOn", (await admin.PostAsync(path + "/checks", new { checkedOn = Day(-1), checkedBy = "Another", expiresOn = Day(-2) })).Field);
        var renewed = Wire.Read<EvaluatorAnswer>((await admin.PostAsync(path + "/checks", new { checkedOn = Day(-1), checkedBy = "Another", expiresOn = Day(500) })).Text);
        Assert.Equal(("Another", Day(500), true), (renewed.CheckedBy, renewed.ExpiresOn, renewed.Current));
        Assert.Equal("not-found", (await admin.PostAsync("/v1/evaluators/ev_none/suspension", new { reason = "x" })).Problem());
        Assert.Equal("not-found", (await admin.PostAsync("/v1/evaluators/ev_none/conflicts", new { kind = "customer" })).Problem());

        Assert.Equal("register", (await admin.PostAsync("/v1/evaluators", new { register = "GMC", number = "sim-1", simulated = true })).Field);
        Assert.Equal("checkedBy", (await admin.PostAsync("/v1/evaluators", new { register = "none", number = "sim-1", checkedBy = "me", simulated = true })).Field);
        Assert.Equal("register", (await admin.PostAsync("/v1/evaluators", new { register = "none", number = "sim-1" })).Field);
        var program = Wire.Read<EvaluatorAnswer>((await admin.PostAsync("/v1/evaluators", new { register = "none", number = "sim-1", simulated = true })).Text);
        Assert.Equal((true, "none", ""), (program.Simulated, program.Register, program.CheckedOn));
        Assert.Equal("conflict", (await admin.PostAsync($"/v1/evaluators/{program.Evaluator}/checks", new { checkedOn = Day(-1), checkedBy = "Another", expiresOn = Day(500) })).Problem());
    }

    private static object Body(string? keyId = null) =>
        new { register = "GMC", number = "7654321", checkedOn = Day(-30), checkedBy = "Clinical governance", expiresOn = Day(335), keyId };

    private static string Day(int fromToday) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<HttpClient> AdminAsync(string tenant) => fixture.Service.Client(await fixture.Service.AddKeyAsync("inv-" + tenant, KeyScopes.Admin));
}
