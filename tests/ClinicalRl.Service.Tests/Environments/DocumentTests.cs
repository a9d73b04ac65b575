using ClinicalRl.Audit.RunLogs;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Service.Environments;
using ClinicalRl.Service.Rewards;
using ClinicalRl.Service.RunLogs;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Environments;

public sealed class DocumentTests(ServiceFixture fixture)
{
    private readonly HttpClient client = fixture.Client();

    [Fact]
    public async Task Environment_IsPublishedWithToolsFactsAndHazards()
    {
        var list = Wire.Read<EnvironmentList>((await client.ReadAsync("/v1/environments")).Text);
        Assert.Equal("corridor", Assert.Single(list.Items).Id);
        var detail = Wire.Read<EnvironmentDetail>((await client.ReadAsync("/v1/environments/corridor@1")).Text);
        Assert.Equal(["move", "wait", "finish"], detail.Tools.Select(tool => tool.Function.Name));
        Assert.Equal(["left", "right"], detail.Tools[0].Function.Parameters.GetProperty("properties").GetProperty("direction").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(["moved", "episode_ended"], detail.Events.Select(kind => kind.Name));
        Assert.NotEmpty(detail.Hazards);
        Assert.NotEmpty(detail.Policies);
    }

    [Fact]
    public async Task RewardFunction_IsPublishedWithTheBytesThatItsHashIsOf()
    {
        var brief = Assert.Single(Wire.Read<RewardFunctionList>((await client.ReadAsync("/v1/reward-functions")).Text).Items);
        var detail = Wire.Read<RewardFunctionDetail>((await client.ReadAsync($"/v1/reward-functions/{brief.Id}@{brief.Version}")).Text);
        Assert.Equal("draft", detail.Status);
        Assert.NotEmpty(detail.Criteria);
        var yaml = await AcceptAsync($"/v1/reward-functions/{brief.Id}", "application/yaml");
        Assert.Equal(detail.Document, yaml.Text);
        Assert.Equal(detail.Hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml.Text))));
    }

    [Theory]
    [InlineData("/v1/environments/corridor/card")]
    [InlineData("/v1/reward-functions/corridor-reward/card")]
    public async Task Card_IsMarkdown_AndHtmlForABrowser(string path)
    {
        var markdown = await client.ReadAsync(path);
        Assert.Equal("text/markdown", markdown.ContentHeaders.ContentType?.MediaType);
        Assert.StartsWith("# ", markdown.Text, StringComparison.Ordinal);
        var html = await AcceptAsync(path, "text/html");
        Assert.Equal("text/html", html.ContentHeaders.ContentType?.MediaType);
        Assert.Contains("<table>", html.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/v1/environments")]
    [InlineData("/v1/environments/corridor")]
    [InlineData("/v1/environments/corridor/card")]
    [InlineData("/v1/reward-functions")]
    [InlineData("/v1/reward-functions/corridor-reward")]
    [InlineData("/v1/log-signing-key")]
    public async Task Document_IsNotSentAgain_ToWhoeverHasIt(string path)
    {
        var tag = (await client.ReadAsync(path)).Headers.ETag;
        Assert.NotNull(tag);
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        var answer = await client.AskAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, ""), (answer.Status, answer.Text));
        using var other = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"other\"") } } };
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync(other)).Status);
    }

    [Fact]
    public async Task KeySet_IsOpenToEverybody_AndHoldsTheKeyInUse()
    {
        using var anybody = fixture.Service.Client(key: null);
        var answer = await anybody.ReadAsync("/.well-known/jwks.json");
        Assert.Equal("application/jwk-set+json", answer.ContentHeaders.ContentType?.MediaType);
        Assert.True(LogKeySet.TryParse(answer.Text, out var keys, out var problem), problem);
        Assert.True(LogPublicKey.TryParse((await anybody.ReadAsync("/v1/log-signing-key")).Text, out var inUse));
        Assert.Equal(inUse, Assert.Single(keys.Keys).PublicKey);
        Assert.Null(keys.Keys[0].Retired);
    }

    [Fact]
    public async Task LogSigningKey_IsOpenToEverybody()
    {
        using var anybody = fixture.Service.Client(key: null);
        var key = Wire.Read<LogSigningKeyAnswer>((await anybody.ReadAsync("/v1/log-signing-key")).Text);
        Assert.Equal(("EC", "P-256"), (key.Kty, key.Crv));
    }

    private async Task<Answer> AcceptAsync(string path, string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(mediaType) } } };
        return await client.AskAsync(request);
    }
}
