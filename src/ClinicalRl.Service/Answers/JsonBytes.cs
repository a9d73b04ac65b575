namespace ClinicalRl.Service.Answers;

/// <summary>An answer whose bytes are ready: JSON unless said otherwise.</summary>
internal sealed record JsonBytes(ReadOnlyMemory<byte> Bytes, int Status = StatusCodes.Status200OK, string ContentType = JsonBytes.Json) : IResult
{
    /// <summary>Media type of JSON.</summary>
    public const string Json = "application/json";

    /// <summary>Header set to <c>true</c> when the answer is the recorded one of an earlier request.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Where what was made can be found, or null.</summary>
    public string? Location { get; init; }

    /// <summary>Whether it is the recorded answer of an earlier request.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>Whether it only says how far a job is, and shows nothing recorded.</summary>
    public bool IsProgress { get; init; }

    /// <summary>Writes an answer with its length, in one piece.</summary>
    public static Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        var writing = response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Location is not null)
            httpContext.Response.Headers.Location = Location;
        if (IsReplayed)
            httpContext.Response.Headers[ReplayedHeader] = "true";
        return WriteAsync(httpContext, Status, ContentType, Bytes);
    }
}
