using System.Net;
using System.Text.Json;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.OpenApi;

public sealed class OpenApiTests(ServiceFixture fixture)
{
    [Fact]
    public async Task EveryRouteOfV1_IsDescribed_AndNothingElse()
    {
        var document = await DocumentAsync();
        var described = Operations(document).Select(operation => $"{operation.Method} {operation.Path}");
        var routes = fixture.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}"))
            .ToList();
        Assert.True(routes.Count > 15, $"only {routes.Count} routes were looked at");
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryOperation_HasTextsShapesAndProblems()
    {
        var document = await DocumentAsync();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (method, path, operation) in Operations(document))
        {
            Assert.True(ids.Add(operation.GetProperty("operationId").GetString()!), path);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("description").GetString()!);
            var responses = operation.GetProperty("responses").EnumerateObject().ToList();
            Assert.Contains(responses, response => response.Name[0] == '2');
            Assert.Superset(new HashSet<string> { "401", "403", "429", "503" }, responses.Select(response => response.Name).ToHashSet());
            Assert.All(responses.Where(response => response.Name[0] is '4' or '5'), response => Assert.Equal(
                "#/components/schemas/ProblemAnswer",
                response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString()));
            var takesBody = method is "POST" or "PUT" && !path.EndsWith("/abort", StringComparison.Ordinal);
            Assert.Equal(takesBody, operation.TryGetProperty("requestBody", out _));
            Assert.Equal(path.Count(c => c == '{'), Parameters(operation).Count(parameter => parameter.GetProperty("in").GetString() == "path"));
        }
    }

    [Fact]
    public async Task EveryReference_LeadsToASchemaWhoseMembersAreDescribed()
    {
        var document = await DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var references = References(document).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(references.Count > 20, $"only {references.Count} references were looked at");
        Assert.All(references, reference => Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference));
        foreach (var schema in schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)))
        {
            foreach (var member in schema.Value.GetProperty("properties").EnumerateObject())
                Assert.True(member.Value.GetRawText().Contains("\"description\"", StringComparison.Ordinal), $"{schema.Name}.{member.Name}");
        }
    }

    [Fact]
    public async Task Document_IsOpenToEverybody()
    {
        using var anybody = fixture.Service.Client(key: null);
        Assert.Equal(HttpStatusCode.OK, (await anybody.ReadAsync("/openapi/v1.json")).Status);
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name.TrimEnd('/'), operation.Value);

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("$ref") ? [member.Value.GetString()!] : References(member.Value)).Where(reference => reference.Contains("schemas", StringComparison.Ordinal)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private async Task<JsonElement> DocumentAsync()
    {
        using var client = fixture.Client();
        return (await client.ReadAsync("/openapi/v1.json")).Json;
    }
}
