using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Isolation;

/// <summary>A route as the served description has it.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Scopes">Any one of them will do; empty when the route is open to everybody.</param>
/// <param name="Queries">Query parameters that are text.</param>
/// <param name="MediaType">Of its body, or null when it takes none.</param>
/// <param name="Example">The body given as an example.</param>
public sealed record DescribedRoute(string Method, string Path, IReadOnlyList<string> Scopes, IReadOnlyList<string> Queries, string? MediaType, string Example)
{
    /// <summary>Environments are everybody's: their ids are no secret.</summary>
    private const string Environments = "/environments/{id}";

    private const string Environment = "{environment}";

    public bool IsOfOperator => Scopes.SequenceEqual(["operator"]);

    /// <summary>Whether its path names something that a tenant can have.</summary>
    public bool NamesThings => WithEnvironment.Contains('{', StringComparison.Ordinal);

    private string WithEnvironment => Path.Replace(Environments, "/environments/corridor", StringComparison.Ordinal).Replace(Environment, "prescribing", StringComparison.Ordinal);

    /// <summary>All routes that the service describes.</summary>
    public static async Task<IReadOnlyList<DescribedRoute>> AllAsync(HttpClient client)
    {
        var document = (await client.ReadAsync("/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select Read(operation.Name.ToUpperInvariant(), path.Name, operation.Value),
        ];
    }

    /// <summary>The path about one thing.</summary>
    public string About(string id)
    {
        var path = WithEnvironment;
        while (path.IndexOf('{', StringComparison.Ordinal) is var open and >= 0)
            path = path[..open] + Uri.EscapeDataString(id) + path[(path.IndexOf('}', StringComparison.Ordinal) + 1)..];
        return path;
    }

    /// <summary>The example with each of its texts in turn replaced; nothing when the body is no JSON.</summary>
    public IEnumerable<string> BodiesAbout(string id)
    {
        if (MediaType != "application/json")
            yield break;
        var leaves = Texts(JsonNode.Parse(Example)!).Count();
        for (var i = 0; i < leaves; i++)
        {
            var body = JsonNode.Parse(Example)!;
            Texts(body).ElementAt(i).ReplaceWith(id);
            yield return body.ToJsonString();
        }
    }

    public async Task<Answer> AskAsync(HttpClient client, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), path);
        if (MediaType is not null)
            request.Content = new StringContent(body ?? Example, System.Text.Encoding.UTF8, MediaType);
        return await client.AskAsync(request);
    }

    public override string ToString() => $"{Method} {Path}";

    private static DescribedRoute Read(string method, string path, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToList() : [];
        var queries = parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query" && parameter.GetProperty("schema").GetProperty("type").GetString() == "string");
        var (media, example) = ((string?)null, "");
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var content = body.GetProperty("content").EnumerateObject().First();
            media = content.Name;
            var given = content.Value.GetProperty("example");
            example = (given.ValueKind == JsonValueKind.String ? given.GetString()! : given.GetRawText()).Replace("triage-queue-safety", "corridor-reward", StringComparison.Ordinal)
                .Replace("triage-queue", "corridor", StringComparison.Ordinal);
        }

        var scopes = operation.GetProperty("security").EnumerateArray().SelectMany(way => way.EnumerateObject()).SelectMany(scheme => scheme.Value.EnumerateArray()).Select(scope => scope.GetString()!);
        return new DescribedRoute(method, path, [.. scopes.Distinct(StringComparer.Ordinal)], [.. queries.Select(query => query.GetProperty("name").GetString()!)], media, example);
    }

    private static IEnumerable<JsonNode> Texts(JsonNode node) => node switch
    {
        JsonObject members => members.Where(member => member.Value is not null).SelectMany(member => Texts(member.Value!)),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Texts(item!)),
        _ => node.GetValueKind() == JsonValueKind.String ? [node] : [],
    };
}
