using System.Text.Json;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>The criteria of <c>openenv validate --url</c>, one test each.</summary>
[Collection(PlayedServiceGroup.Name)]
public sealed class ValidateUrlTests(PlayedService played)
{
    [Fact]
    public async Task OpenapiVersionAvailable()
    {
        var (status, body) = await played.GetAsync("openapi.json");
        Assert.Equal(200, status);
        Assert.StartsWith("1.", body.GetProperty("info").GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Equal("OpenEnv Environment HTTP API", body.GetProperty("info").GetProperty("title").GetString());
    }

    [Fact]
    public async Task HealthEndpoint()
    {
        var (status, body) = await played.GetAsync("health");
        Assert.Equal(200, status);
        Assert.Equal("""{"status":"healthy"}""", body.GetRawText());
    }

    [Fact]
    public async Task MetadataEndpoint()
    {
        var (status, body) = await played.GetAsync("metadata");
        Assert.Equal(200, status);
        Assert.Equal("corridor", body.GetProperty("name").GetString());
        Assert.Equal("Find the hidden door by the draught, then leave.", body.GetProperty("description").GetString());
        Assert.Equal(
            ["name", "description", "readme_content", "version", "author", "documentation_url"], body.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task SchemaEndpoint()
    {
        var (status, body) = await played.GetAsync("schema");
        Assert.Equal(200, status);
        Assert.All(["action", "observation", "state"], name => Assert.Equal(JsonValueKind.Object, body.GetProperty(name).ValueKind));
    }

    [Fact]
    public async Task McpEndpoint()
    {
        var (status, body) = await played.PostAsync("mcp", "{}");
        Assert.Equal(200, status);
        Assert.Equal("2.0", body.GetProperty("jsonrpc").GetString());
    }

    [Fact]
    public async Task ModeEndpointConsistency()
    {
        var paths = (await played.GetAsync("openapi.json")).Body.GetProperty("paths");
        Assert.All(["/reset", "/step", "/state", "/health", "/metadata", "/schema", "/mcp"], path => Assert.True(paths.TryGetProperty(path, out _), path));
    }

    [Fact]
    public async Task OpenApi_RefersOnlyToWhatItHolds()
    {
        var document = (await played.GetAsync("openapi.json")).Body;
        var references = new List<string>();
        Collect(document, references);
        Assert.NotEmpty(references);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.All(references, reference => Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference));
    }

    [Fact]
    public async Task Schema_FitsWhatIsReallySent()
    {
        var schema = (await played.GetAsync("schema")).Body;
        using var socket = await played.ConnectAsync();
        var action = schema.GetProperty("action");
        var answers = new List<JsonElement> { await socket.ResetAsync("""{"seed":7}""") };
        foreach (var sent in new[]
                 {
                     """{"tool":"move","arguments":{"direction":"left"},"message":null,"rationale":"because","confidence":0.5,"metadata":{"a":1}}""",
                     """{"tool":"wait","arguments":{"minutes":30}}""", """{"tool":"finish"}""",
                 })
        {
            Assert.Empty(JsonSchemaCheck.Faults(action, JsonElement.Parse(sent)));
            answers.Add(await socket.StepAsync(sent));
        }

        await socket.ResetAsync();
        answers.Add(await socket.StepAsync("""{"type":"list_tools"}"""));
        answers.Add(await socket.StepAsync("""{"type":"call_tool","tool_name":"wait","arguments":{"minutes":1}}"""));
        var observation = schema.GetProperty("observation");
        Assert.All(answers, answer => Assert.Empty(JsonSchemaCheck.Faults(observation, answer.GetProperty("observation"))));
        Assert.All(answers, answer => Assert.Empty(JsonSchemaCheck.Faults(observation.GetProperty("properties").GetProperty("reward"), answer.GetProperty("reward"))));
        Assert.Empty(JsonSchemaCheck.Faults(schema.GetProperty("state"), await socket.StateAsync()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"tool":"move"}""")]
    [InlineData("""{"tool":"move","arguments":{"direction":"up"}}""")]
    [InlineData("""{"tool":"dance"}""")]
    [InlineData("""{"tool":"finish","nope":1}""")]
    [InlineData("""{"tool":"finish","confidence":2}""")]
    public async Task ActionSchema_RefusesOtherActions(string action)
    {
        var schema = (await played.GetAsync("schema")).Body.GetProperty("action");
        Assert.NotEmpty(JsonSchemaCheck.Faults(schema, JsonElement.Parse(action)));
    }

    private static void Collect(JsonElement element, List<string> references)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, references);
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name == "$ref")
                references.Add(property.Value.GetString()!);
            Collect(property.Value, references);
        }
    }
}
