using ClinicalRl.Service.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace ClinicalRl.Service.OpenApi;

/// <summary>
/// What the published description says of a route whose body and answer are read and written by hand. The types are wire shapes; tests read
/// real answers into them.
/// </summary>
internal sealed record RouteDescription
{
    /// <summary>Operation id, camelCase.</summary>
    public required string Id { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>What a caller must know.</summary>
    public required string Text { get; init; }

    /// <summary>Shape of the body, or null when there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>A body that the service takes as it is, in its media type; given with every body.</summary>
    public string? Example { get; init; }

    /// <summary>Media type of the body.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>Shape of the answer, or null when it is text.</summary>
    public Type? Answer { get; init; }

    /// <summary>Status of the answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Media type of the answer.</summary>
    public string AnswerType { get; init; } = "application/json";

    /// <summary>Problems besides those that every route has.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];

    /// <summary>Query parameters and headers.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; init; } = [];
}

/// <summary>A query parameter or header of a route.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsHeader">Header rather than query parameter.</param>
/// <param name="IsNumber">Whole number rather than text.</param>
/// <param name="Text">What it does and what it may be.</param>
internal sealed record ParameterDescription(string Name, bool IsHeader, bool IsNumber, string Text)
{
    /// <summary>The header that makes a creation repeatable.</summary>
    public static ParameterDescription IdempotencyKey { get; } =
        new("Idempotency-Key", IsHeader: true, IsNumber: false, "Any text of your choice; repeating the same request with it returns the recorded answer instead of making another.");

    /// <summary>The header of a conditional read.</summary>
    public static ParameterDescription IfNoneMatch { get; } = new("If-None-Match", IsHeader: true, IsNumber: false, "ETag of the copy you have; answered 304 when it is still right.");
}

/// <summary>Attaches descriptions to routes.</summary>
internal static class RouteDescriptions
{
    private static readonly ProblemKind[] Everywhere = [ProblemKind.Unauthenticated, ProblemKind.Forbidden, ProblemKind.TooManyRequests, ProblemKind.Unavailable];

    /// <summary>Gives a route its name, texts, shapes and problems.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder route, RouteDescription description)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithName(description.Id).WithSummary(description.Summary).WithDescription(description.Text).WithMetadata(description);
        if (description.Body is not null)
            route.WithMetadata(new AcceptsMetadata([description.BodyType], description.Body));
        route.WithMetadata(new ProducesResponseTypeMetadata(description.Status, description.Answer ?? typeof(string), [description.AnswerType]));
        foreach (var status in description.Problems.Concat(Everywhere).Select(problem => problem.Status).Distinct())
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemAnswer), [Problem.ContentType]));
        return route;
    }
}
