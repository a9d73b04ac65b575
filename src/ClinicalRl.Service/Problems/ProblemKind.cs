namespace ClinicalRl.Service.Problems;

/// <summary>The documented kinds of refusal; each has one status and one type.</summary>
public sealed class ProblemKind
{
    private ProblemKind(string slug, int status, string title, string meaning) =>
        (Slug, Type, Status, Title, Meaning) = (slug, "/problems/" + slug, status, title, meaning);

    /// <summary>The body, a field, a query parameter or a header cannot be used.</summary>
    public static ProblemKind InvalidRequest { get; } =
        new("invalid-request", 400, "The request is invalid", "The named field is missing, unknown, of the wrong type or out of range. Nothing was changed.");

    /// <summary>No valid key.</summary>
    public static ProblemKind Unauthenticated { get; } =
        new("unauthenticated", 401, "A valid API key is needed", "Send 'Authorization: Bearer crl_…', or Basic with the key as password.");

    /// <summary>The key lacks the scope.</summary>
    public static ProblemKind Forbidden { get; } = new("forbidden", 403, "The key lacks the scope", "Use a key that has the scope the detail names.");

    /// <summary>The operator suspended the tenant.</summary>
    public static ProblemKind TenantSuspended { get; } =
        new("tenant-suspended", 403, "The tenant is suspended", "Its keys are refused and its data is kept. Whoever runs the service can resume it.");

    /// <summary>No such thing, or it belongs to another tenant.</summary>
    public static ProblemKind NotFound { get; } = new("not-found", 404, "Not found", "There is no such thing for this tenant.");

    /// <summary>The route takes other methods.</summary>
    public static ProblemKind MethodNotAllowed { get; } =
        new("method-not-allowed", 405, "The method is not allowed here", "The Allow header names the methods of this route.");

    /// <summary>It contradicts what is recorded.</summary>
    public static ProblemKind Conflict { get; } =
        new("conflict", 409, "The request contradicts what is recorded", "A step index or Idempotency-Key was used before with other content, or the step is not the next.");

    /// <summary>The episode is over.</summary>
    public static ProblemKind EpisodeEnded { get; } =
        new("episode-ended", 409, "The episode has ended", "No further step can be taken; an exact repeat of a recorded step is still answered.");

    /// <summary>The body is too long.</summary>
    public static ProblemKind TooLarge { get; } = new("too-large", 413, "The body is too large", "The detail names the limit in bytes.");

    /// <summary>The report is too long to wait for.</summary>
    public static ProblemKind NeedsAJob { get; } =
        new("needs-a-job", 422, "The selection needs a job", "More is selected than is counted while you wait. POST the same selection to the same path: it answers with a job to ask for.");

    /// <summary>The body is not JSON.</summary>
    public static ProblemKind UnsupportedMediaType { get; } =
        new("unsupported-media-type", 415, "The media type is not supported", "Send 'Content-Type: application/json', uncompressed, in UTF-8.");

    /// <summary>The tenant or address asks too often.</summary>
    public static ProblemKind TooManyRequests { get; } =
        new("too-many-requests", 429, "Too many requests", "Wait for the seconds that Retry-After names.");

    /// <summary>The tenant uses all that the operator lets it use.</summary>
    public static ProblemKind QuotaExceeded { get; } =
        new("quota-exceeded", 429, "A quota of the tenant is used up", "'quota' names it. Wait for the seconds that Retry-After, or 'retryAfterSeconds' of a batch's item, names.");

    /// <summary>A bug of ours.</summary>
    public static ProblemKind InternalError { get; } =
        new("internal-error", 500, "The service failed", "A defect of the service; it was logged. Requests may be repeated safely.");

    /// <summary>Try again.</summary>
    public static ProblemKind Unavailable { get; } =
        new("unavailable", 503, "The service cannot answer now", "Nothing is promised; repeat the same request after the seconds that Retry-After names.");

    /// <summary>All of them, by status.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, Unauthenticated, Forbidden, TenantSuspended, NotFound, MethodNotAllowed, Conflict, EpisodeEnded, TooLarge, UnsupportedMediaType, NeedsAJob,
        TooManyRequests, QuotaExceeded, InternalError, Unavailable,
    ];

    /// <summary>Last segment of <see cref="Type"/>.</summary>
    public string Slug { get; }

    /// <summary>The problem's type, a path that answers with its meaning.</summary>
    public string Type { get; }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>The same for every problem of the kind.</summary>
    public string Title { get; }

    /// <summary>What it means and what to do.</summary>
    public string Meaning { get; }

    /// <inheritdoc/>
    public override string ToString() => Slug;
}
