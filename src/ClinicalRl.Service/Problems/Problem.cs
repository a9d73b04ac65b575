using System.Globalization;
using System.Text.Json;
using ClinicalRl.Service.Telemetry;

namespace ClinicalRl.Service.Problems;

/// <summary>A refusal as RFC 9457 problem details; also what a handler returns to refuse.</summary>
/// <param name="Kind">Which of the documented problems it is.</param>
/// <param name="Detail">One sentence for the caller: what was wrong with this request.</param>
/// <param name="Field">Path of the field at fault, such as <c>action.confidence</c>, or null.</param>
/// <param name="Expected">What the field should have been, or null.</param>
public sealed record Problem(ProblemKind Kind, string Detail, string? Field = null, string? Expected = null) : IResult
{
    /// <summary>Media type of problems.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The quota that is used up, or null.</summary>
    public string? Quota { get; init; }

    /// <summary>When asking again may help, seconds, or null.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A field that cannot be used.</summary>
    public static Problem Invalid(string field, string expected) =>
        new(ProblemKind.InvalidRequest, $"'{field}' must be {expected}.", field, expected);

    /// <summary>A thing that this tenant does not have; says nothing about other tenants.</summary>
    public static Problem NotFound(string what) => new(ProblemKind.NotFound, $"There is no such {what}.");

    /// <summary>Writes it as an object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, Kind.Type);
        writer.WriteString("title"u8, Kind.Title);
        writer.WriteNumber("status"u8, Kind.Status);
        writer.WriteString("detail"u8, Detail);
        if (Field is not null)
            writer.WriteString("field"u8, Field);
        if (Expected is not null)
            writer.WriteString("expected"u8, Expected);
        if (Quota is not null)
            writer.WriteString("quota"u8, Quota);
        if (RetryAfterSeconds is { } seconds)
            writer.WriteNumber("retryAfterSeconds"u8, seconds);
        writer.WriteEndObject();
    }

    /// <summary>Answers a request with it.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ServiceInstruments.Refused.Add(1, new KeyValuePair<string, object?>("problem", Kind.Slug));
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (Kind == ProblemKind.Unavailable && response.Headers.RetryAfter.Count == 0)
            response.Headers.RetryAfter = "1";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        using (var writer = new Utf8JsonWriter(response.BodyWriter))
            WriteTo(writer);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
