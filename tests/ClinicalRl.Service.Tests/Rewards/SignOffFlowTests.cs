using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Rewards;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Jobs;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Service.Tests.Rewards;

/// <summary>A tenant's document from upload to revocation, over HTTP.</summary>
public sealed class SignOffFlowTests(ServiceFixture fixture)
{
    private static readonly Signer Clinician = new("Dr A. Example", "GMC", "1234567");

    [Fact]
    public async Task Document_GoesFromDraftToSignedToRevoked()
    {
        using var client = await ClientAsync("flow");
        using var key = NewKey();
        var document = OwnDocument("1.0.0", ceiling: "0.9");
        var uploaded = await UploadAsync(client, document);
        Assert.Equal(HttpStatusCode.Created, uploaded.Status);
        Assert.Equal("draft", Wire.Read<RewardVersionAnswer>(uploaded.Text).Status);
        Assert.Equal("/v1/reward-functions/own-reward@1.0.0", uploaded.Headers.Location?.ToString());

        var early = await SignAsync(client, Sign(document, key));
        Assert.Equal((HttpStatusCode.BadRequest, "signature"), (early.Status, early.Field));
        Assert.Contains("unknown-key", early.Text, StringComparison.Ordinal);

        await RegisterAsync(client, key, Clinician);
        Assert.Equal("conflict", (await SignAsync(client, Sign(document, key))).Problem());   // a draft is not signed
        var review = await client.PostAsync("/v1/reward-functions/own-reward/reviews", new { version = "1.0.0" });
        Assert.Equal("in-review", Wire.Read<RewardVersionAnswer>(review.Text).Status);
        Assert.Equal("conflict", (await UploadAsync(client, document + "# changed\n")).Problem());

        var signed = await SignAsync(client, Sign(document, key));
        Assert.Equal(HttpStatusCode.Created, signed.Status);
        var list = Wire.Read<SignOffList>(signed.Text);
        Assert.Equal("signed", list.Status);
        Assert.True(list.Items[0].Check.GetProperty("valid").GetBoolean());

        var episode = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 3, rewardFunction = "own-reward@1.0.0" });
        var id = episode.Json.GetProperty("episode").GetString()!;
        Assert.Equal("signed", episode.Json.GetProperty("rewardFunction").GetProperty("status").GetString());
        Assert.Contains("signed by a clinician", episode.Json.GetProperty("notice").GetString(), StringComparison.Ordinal);
        var step = await client.FinishAsync(id);
        Assert.Equal("signed", step.Json.GetProperty("rewardFunction").GetProperty("status").GetString());
        var log = await client.LogAsync(id);

        // The key is lost: the log stays, new verifications say so.
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/v1/clinicians/revocations", new { keyId = key.PublicKey.KeyId, reason = "Lost." })).Status);
        var now = Wire.Read<SignOffList>((await client.ReadAsync("/v1/reward-functions/own-reward/sign-offs")).Text);
        Assert.Equal("revoked", now.Status);
        Assert.Equal("revoked-key", now.Items[0].Check.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(log, await client.LogAsync(id));
        var verification = (await client.ReadAsync($"/v1/episodes/{id}/verification")).Json.GetProperty("rewardFunction");
        Assert.Equal(("signed", "revoked"), (verification.GetProperty("statusRecorded").GetString(), verification.GetProperty("statusNow").GetString()));
        Assert.Equal("rewardFunction", (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 4, rewardFunction = "own-reward" })).Field);
        var card = await client.ReadAsync("/v1/reward-functions/own-reward/card");
        Assert.Contains("refused: The key was revoked", card.Text, StringComparison.Ordinal);
        Assert.Contains("Revoked: not to be relied on", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_IsRefused_OfTheAuthorTheExpiredAndTheChanged()
    {
        using var client = await ClientAsync("refusals");
        using var key = NewKey();
        using var authors = NewKey();
        var document = OwnDocument("1.0.0", ceiling: "0.9");
        await UploadAsync(client, document);
        await client.PostAsync("/v1/reward-functions/own-reward/reviews", new { version = "1.0.0" });
        await RegisterAsync(client, key, Clinician);
        await RegisterAsync(client, authors, new Signer("The corridor's keeper", "NMC", "99A1234E"));
        foreach (var (jws, code) in new[]
        {
            (Sign(document, authors, new Signer("The corridor's keeper", "NMC", "99A1234E")), "author-signed"),
            (Sign(document, key, checkedDaysAgo: 400), "register-check-expired"),
            (Sign(document + "\n", key), "other-document"),
            (Sign(document, key, new Signer("Dr B. Other", "GMC", "7654321")), "other-person"),
        })
        {
            var refused = await SignAsync(client, jws);
            Assert.Equal((HttpStatusCode.BadRequest, "signature"), (refused.Status, refused.Field));
            Assert.Contains(code, refused.Text, StringComparison.Ordinal);
        }

        using var newer = NewKey();
        await RegisterAsync(client, newer, Clinician);   // the first key is retired by it
        Assert.Contains("retired-key", (await SignAsync(client, Sign(document, key))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await SignAsync(client, Sign(document, newer))).Status);
    }

    [Fact]
    public async Task Signature_IsRefused_WhileAPolicyThatMustScoreLowEarnsTooMuch()
    {
        using var client = await ClientAsync("ceiling");
        using var key = NewKey();
        var document = OwnDocument("1.0.0", ceiling: "0.05");
        await UploadAsync(client, document);
        await client.PostAsync("/v1/reward-functions/own-reward/reviews", new { version = "1.0.0" });
        await RegisterAsync(client, key, Clinician);
        var refused = await SignAsync(client, Sign(document, key));
        Assert.Contains("ceiling-exceeded", refused.Text, StringComparison.Ordinal);
        Assert.Contains("'random' earns", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var lint = Wire.Read<LintAnswer>((await PostYamlAsync(client, "/v1/reward-functions/lint?policies=true", document)).Text);
        Assert.Equal((1, "ceiling-exceeded"), (lint.Errors, lint.Findings[^1].Rule));
    }

    [Fact]
    public async Task Versions_AreComparedAndShownOnTheCard()
    {
        using var client = await ClientAsync("versions");
        await UploadAsync(client, OwnDocument("1.0.0", ceiling: "0.9"));
        await UploadAsync(client, OwnDocument("1.1.0", ceiling: "0.9").Replace("severity: S1", "severity: S1\n    weight: 3", StringComparison.Ordinal));
        await client.PostAsync("/v1/reward-functions/own-reward/reviews", new { version = "1.1.0" });
        var diff = Wire.Read<DiffAnswer>((await client.ReadAsync("/v1/reward-functions/own-reward/diff?from=1.0.0")).Text);
        Assert.Equal(["version: 1.0.0 → 1.1.0", "weight of follows-the-draught: 1 → 3"], diff.Changes.Select(change => change.Sentence));
        var card = await client.ReadAsync("/v1/reward-functions/own-reward/card");
        Assert.Contains("- weight of follows-the-draught: 1 → 3", card.Text, StringComparison.Ordinal);
        Assert.Contains($"over {PolicyTrialPlan.ReviewEpisodes} train episodes", card.Text, StringComparison.Ordinal);
        var list = Wire.Read<RewardFunctionList>((await client.ReadAsync("/v1/reward-functions")).Text);
        Assert.Equal(["corridor-reward draft", "own-reward draft", "own-reward in-review"], list.Items.Select(item => $"{item.Id} {item.Status}"));
        Assert.Equal(["1.0.0", "1.1.0"], Wire.Read<RewardVersionList>((await client.ReadAsync("/v1/reward-functions/own-reward/versions")).Text).Items.Select(version => version.Version));
        Assert.Equal("not-found", (await (await ClientAsync("stranger")).ReadAsync("/v1/reward-functions/own-reward")).Problem());
    }

    [Fact]
    public async Task Rescore_ComparesEpisodes_WithoutPlayingThemAgain()
    {
        using var client = await ClientAsync("rescore");
        await UploadAsync(client, OwnDocument("1.0.0", ceiling: "0.9").Replace("cap: 0.4", "cap: 0.05", StringComparison.Ordinal));
        for (var i = 1; i <= 6; i++)
        {
            var episode = (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = i, labels = new { run = "a" } })).Json.GetProperty("episode").GetString()!;
            await client.MoveAsync(episode, direction: "left");
            await client.MoveAsync(episode, direction: "right");
            await client.FinishAsync(episode);
        }

        var started = await client.PostAsync("/v1/reward-functions/own-reward/rescore", new { label = "run=a" }, "rescore-1");
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        var job = started.Headers.Location!.ToString();
        var again = await client.PostAsync("/v1/reward-functions/own-reward/rescore", new { label = "run=a" }, "rescore-1");
        Assert.Equal(job, again.Headers.Location!.ToString());
        var answer = await client.EndedAsync(job);
        Assert.Equal(("done", 6, 6), (answer.Status, answer.Done, answer.Total));
        var result = answer.Result!.Value;
        Assert.Equal(6, result.GetProperty("compared").GetInt32());
        Assert.True(result.GetProperty("meanShift").GetDouble() < 0);
        Assert.True(result.GetProperty("meanShiftLow").GetDouble() <= result.GetProperty("meanShift").GetDouble());
        Assert.Equal(6, result.GetProperty("items").GetArrayLength());
        Assert.Equal("done", Wire.Read<JobAnswer>((await DeleteAsync(client, job)).Text).Status);
        Assert.Equal("not-found", (await (await ClientAsync("stranger")).ReadAsync(job)).Problem());
    }

    [Fact]
    public async Task SchemaAndReference_AreOpenToEverybody()
    {
        using var anybody = fixture.Service.Client(key: null);
        var schema = await anybody.ReadAsync("/v1/schemas/reward-function");
        Assert.Equal("application/schema+json", schema.ContentHeaders.ContentType?.MediaType);
        Assert.Equal("object", schema.Json.GetProperty("type").GetString());
        Assert.StartsWith("<!doctype html>", (await anybody.ReadAsync("/v1/reference/reward-function")).Text, StringComparison.Ordinal);
    }

    private static LogSigningKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static string OwnDocument(string version, string ceiling) => CorridorReward.Yaml.Replace("id: corridor-reward", "id: own-reward", StringComparison.Ordinal)
        .Replace("version: 1.0.0", "version: " + version, StringComparison.Ordinal).Replace("exploitCeiling: 0.5", "exploitCeiling: " + ceiling, StringComparison.Ordinal);

    private static string Sign(string document, LogSigningKey key, Signer? signer = null, int checkedDaysAgo = 3)
    {
        var now = DateTimeOffset.UtcNow;
        var statement = new SignOffStatement
        {
            RewardFunction = "own-reward", Version = "1.0.0", Sha256 = RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(document)).Hash, Signer = signer ?? Clinician,
            CheckedOn = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-checkedDaysAgo), Scope = "All.", Statement = "Reviewed.", SignedAt = now,
        };
        return JwsCompact.Sign(statement.ToUtf8(), SignOffStatement.Type, key);
    }

    private static Task<Answer> UploadAsync(HttpClient client, string document) => PostYamlAsync(client, "/v1/reward-functions", document);

    private static Task<Answer> PostYamlAsync(HttpClient client, string path, string document) => client.PostBytesAsync(path, Encoding.UTF8.GetBytes(document), "application/yaml");

    private static Task<Answer> SignAsync(HttpClient client, string signature) =>
        client.PostAsync("/v1/reward-functions/own-reward/sign-offs", new { version = "1.0.0", signature });

    private static async Task RegisterAsync(HttpClient client, LogSigningKey key, Signer signer)
    {
        var (x, y) = key.PublicKey.Coordinates();
        var answer = await client.PostAsync("/v1/clinicians/keys", new { name = signer.Name, register = signer.Register, number = signer.Number, x, y });
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Contains(key.PublicKey.KeyId, answer.Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> DeleteAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        return await client.AskAsync(request);
    }

    private async Task<HttpClient> ClientAsync(string tenant) => fixture.Service.Client(await fixture.Service.AddKeyAsync("rw-" + tenant, KeyScopes.All));
}
