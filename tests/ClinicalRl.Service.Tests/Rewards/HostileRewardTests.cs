using System.Net;
using System.Text;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Service.Tests.Rewards;

/// <summary>Whatever is sent to the routes on reward functions, the answer is the documented refusal and nothing changes.</summary>
public sealed class HostileRewardTests(ServiceFixture fixture)
{
    private static readonly string Own = CorridorReward.Yaml.Replace("id: corridor-reward", "id: own-reward", StringComparison.Ordinal);

    /// <summary>Path, body, media type, status, problem, field.</summary>
    public static TheoryData<string, string, string, int, string, string?> Requests => new()
    {
        { "", "", "application/yaml", 400, "invalid-request", "body" },
        { "", "{", "application/yaml", 400, "invalid-request", "body" },
        { "", Own.Replace("met: toward_door", "met: System.IO.File.Delete(x)", StringComparison.Ordinal), "application/yaml", 400, "invalid-request", "body" },
        { "", "a: &a [*a]", "application/yaml", 400, "invalid-request", "body" },
        { "", Own.Replace("environment: corridor", "environment: nowhere", StringComparison.Ordinal), "application/yaml", 400, "invalid-request", "body" },
        { "", CorridorReward.Yaml, "application/yaml", 400, "invalid-request", "id" },
        { "", Own, "application/json", 415, "unsupported-media-type", null },
        { "", Own, "text/plain", 415, "unsupported-media-type", null },
        { "", new string('#', RewardDocumentParser.MaxBytes + 1), "application/yaml", 413, "too-large", "body" },
        { "/lint", "", "application/yaml", 400, "invalid-request", "body" },
        { "/lint?policies=perhaps", Own, "application/yaml", 400, "invalid-request", "policies" },
        { "/own-reward/reviews", "{}", "application/json", 400, "invalid-request", "version" },
        { "/own-reward/reviews", """{"version":"1.0"}""", "application/json", 400, "invalid-request", "version" },
        { "/own-reward/reviews", """{"version":"1.0.0","force":true}""", "application/json", 400, "invalid-request", "force" },
        { "/own-reward/reviews", """{"version":"9.9.9"}""", "application/json", 404, "not-found", null },
        { "/none/reviews", """{"version":"1.0.0"}""", "application/json", 404, "not-found", null },
        { "/corridor-reward/reviews", """{"version":"1.0.0"}""", "application/json", 404, "not-found", null },
        { "/own-reward/reviews", "[]", "application/json", 400, "invalid-request", "body" },
        { "/own-reward/sign-offs", """{"version":"1.0.0"}""", "application/json", 400, "invalid-request", "signature" },
        { "/own-reward/sign-offs", """{"version":"1.0.0","signature":"x"}""", "application/json", 400, "invalid-request", "signature" },
        { "/own-reward/sign-offs", """{"version":"1.0.0","signature":"eyJhbGciOiJub25lIn0.e30."}""", "application/json", 400, "invalid-request", "signature" },
        { "/own-reward/sign-offs", """{"version":"1.0.0","signature":"\ud800"}""", "application/json", 400, "invalid-request", "signature" },
        { "/own-reward/revocations", """{"version":"1.0.0"}""", "application/json", 400, "invalid-request", "reason" },
        { "/own-reward/revocations", """{"version":"9.0.0","reason":"x"}""", "application/json", 404, "not-found", null },
        { "/OWN!/revocations", """{"version":"1.0.0","reason":"x"}""", "application/json", 404, "not-found", null },
        { "/own-reward/rescore", """{"episodes":[]}""", "application/json", 400, "invalid-request", "episodes" },
        { "/own-reward/rescore", """{"episodes":["EP!"]}""", "application/json", 400, "invalid-request", "episodes" },
        { "/own-reward/rescore", """{"episodes":["ep_a","ep_a"]}""", "application/json", 400, "invalid-request", "episodes" },
        { "/own-reward/rescore", """{"episodes":["ep_a"],"label":"a=b"}""", "application/json", 400, "invalid-request", "label" },
        { "/own-reward/rescore", """{"label":"a"}""", "application/json", 400, "invalid-request", "label" },
        { "/own-reward/rescore", """{"label":"nobody=has"}""", "application/json", 400, "invalid-request", "episodes" },
        { "/none/rescore", """{"episodes":["ep_a"]}""", "application/json", 404, "not-found", null },
    };

    public static TheoryData<string, string, int, string?> Clinicians => new()
    {
        { "keys", "{}", 400, "name" },
        { "keys", """{"name":"A","register":"XYZ","number":"1","x":"a","y":"b"}""", 400, "register" },
        { "keys", """{"name":"A","register":"GMC","number":"1","x":"a","y":"b"}""", 400, "x" },
        { "keys", """{"name":"A","register":"GMC","number":"1","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", 400, "x" },
        { "keys", """{"name":"A","register":"GMC","number":"1","x":"a","y":"b","d":"secret"}""", 400, "d" },
        { "revocations", """{"keyId":"none"}""", 400, "reason" },
        { "revocations", """{"keyId":"none","reason":"x"}""", 404, null },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_IsRefused_AndNothingChanges(string path, string body, string mediaType, int status, string problem, string? field)
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("rw-hostile", KeyScopes.All));
        Assert.Equal(HttpStatusCode.Created, (await client.PostBytesAsync("/v1/reward-functions", Encoding.UTF8.GetBytes(Own), "application/yaml")).Status);
        var before = (await client.ReadAsync("/v1/reward-functions")).Text;
        var answer = await client.PostBytesAsync("/v1/reward-functions" + path, Encoding.UTF8.GetBytes(body), mediaType);
        Assert.Equal(((HttpStatusCode)status, problem, field), (answer.Status, answer.Problem(), answer.Field));
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await client.ReadAsync("/v1/reward-functions")).Text);
    }

    [Theory]
    [MemberData(nameof(Clinicians))]
    public async Task ClinicianRequest_IsRefused(string path, string body, int status, string? field)
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("rw-hostile", KeyScopes.All));
        var answer = await client.PostTextAsync("/v1/clinicians/" + path, body);
        Assert.Equal(((HttpStatusCode)status, field), (answer.Status, answer.Field));
        Assert.NotEmpty(answer.Problem());
    }

    [Theory]
    [InlineData("/v1/reward-functions/none/versions")]
    [InlineData("/v1/reward-functions/NONE!/versions")]
    [InlineData("/v1/reward-functions/none/sign-offs")]
    [InlineData("/v1/reward-functions/none/diff?from=1.0.0")]
    [InlineData("/v1/rescores/rs_none")]
    [InlineData("/v1/rescores/EP!")]
    public async Task Reading_IsNotFound_WhenThereIsNone(string path)
    {
        using var client = fixture.Client();
        Assert.Equal("not-found", (await client.ReadAsync(path)).Problem());
    }

    [Theory]
    [InlineData("/v1/reward-functions", KeyScopes.Agent)]
    [InlineData("/v1/reward-functions/lint", KeyScopes.Auditor)]
    [InlineData("/v1/reward-functions/own-reward/reviews", KeyScopes.Evaluator)]
    [InlineData("/v1/reward-functions/own-reward/sign-offs", KeyScopes.Agent)]
    [InlineData("/v1/reward-functions/own-reward/rescore", KeyScopes.Agent)]
    [InlineData("/v1/clinicians/keys", KeyScopes.Author)]
    [InlineData("/v1/clinicians/revocations", KeyScopes.Author)]
    public async Task Route_IsForbidden_ToOtherScopes(string path, KeyScopes scope)
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("rw-scopes", scope));
        var mediaType = path is "/v1/reward-functions" or "/v1/reward-functions/lint" ? "application/yaml" : "application/json";
        Assert.Equal("forbidden", (await client.PostBytesAsync(path, "{}"u8.ToArray(), mediaType)).Problem());
    }

    [Fact]
    public async Task Lint_FindsEverything_AndKeepsNothing()
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("rw-lint", KeyScopes.Author));
        var answer = await client.PostBytesAsync("/v1/reward-functions/lint", Encoding.UTF8.GetBytes(Own.Replace("met: toward_door", "met: toward_dor", StringComparison.Ordinal)), "application/yaml");
        var finding = answer.Json.GetProperty("findings")[0];
        Assert.Equal((1, "unknown-fact", 16, 10), (answer.Json.GetProperty("errors").GetInt32(), finding.GetProperty("rule").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32()));
        Assert.DoesNotContain("own-reward", (await client.ReadAsync("/v1/reward-functions")).Text, StringComparison.Ordinal);
    }
}
