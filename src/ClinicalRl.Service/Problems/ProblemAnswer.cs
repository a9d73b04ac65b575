namespace ClinicalRl.Service.Problems;

/// <summary>A refusal, RFC 9457.</summary>
public sealed record ProblemAnswer
{
    /// <summary>Path that explains this kind of problem.</summary>
    public required string Type { get; init; }

    /// <summary>The same for every problem of the kind.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What was wrong with this request.</summary>
    public required string Detail { get; init; }

    /// <summary>Path of the field at fault.</summary>
    public string? Field { get; init; }

    /// <summary>What the field should have been.</summary>
    public string? Expected { get; init; }

    /// <summary>The quota that is used up: liveEpisodes, stepsPerSecond, storedBytes or documentBytes.</summary>
    public string? Quota { get; init; }

    /// <summary>When asking again may help, seconds; the same as the header Retry-After.</summary>
    public int? RetryAfterSeconds { get; init; }
}
