using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Tenancy;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ClinicalRl.Service.OpenApi;

/// <summary>The published description at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiWiring
{
    private const string BearerScheme = "bearer";

    private const string BasicScheme = "basic";

    private const string Introduction =
        "Simulated UK clinical workflows for reinforcement learning. Everything is synthetic; the reward functions it ships are drafts that no clinician has signed; nothing here is "
        + "for the care of patients.\n\nEvery refusal is problem details (RFC 9457) whose `type` links to its explanation. Field names of the envelope are camelCase; "
        + "clinical content and tool arguments are snake_case. Any request may be repeated safely: give `step` with steps, and `Idempotency-Key` with creations.";

    /// <summary>Describes numbers as numbers alone, as the service reads and writes them.</summary>
    public static void AddDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi("v1", Configure);
    }

    private static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) is true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "ClinicalRl", Version = "v1", Description = Introduction };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, crl_…; where it is configured also a token of the OpenID Connect issuer." },
            [BasicScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Any user name; the API key as password." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BasicScheme, document)] = [] },
        ];
    }

    /// <summary>Any one of a route's scopes will do: each is a way of its own. None for what is open to everybody.</summary>
    private static void Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<ScopeNeeded>().FirstOrDefault();
        operation.Security = needed is null ? [] :
        [
            .. from scheme in (string[])[BearerScheme, BasicScheme]
               from scope in needed.Words
               select new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [scope] },
        ];
    }

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        Secure(operation, context);
        operation.Parameters ??= [];
        foreach (var name in PathParameters(context.Description.RelativePath ?? ""))
        {
            if (!operation.Parameters.Any(parameter => parameter.In == ParameterLocation.Path && parameter.Name == name))
                operation.Parameters.Add(Parameter(name, ParameterLocation.Path, JsonSchemaType.String, "Public id."));
        }

        var description = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteDescription>().FirstOrDefault();
        foreach (var parameter in description?.Parameters ?? [])
        {
            var place = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query;
            operation.Parameters.Add(Parameter(parameter.Name, place, parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String, parameter.Text));
        }

        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        body.Required = true;
        if (description?.Example is { } example && body.Content is { } content)
        {
            foreach (var media in content.Values.OfType<OpenApiMediaType>())
                media.Example = description.BodyType == JsonBytes.Json ? JsonNode.Parse(example) : JsonValue.Create(example);
        }
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, JsonSchemaType type, string text) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = text,
        Schema = new OpenApiSchema { Type = type },
    };

    private static IEnumerable<string> PathParameters(string path) =>
        path.Split('/').Where(part => part.StartsWith('{') && part.EndsWith('}')).Select(part => part[1..^1]);
}
