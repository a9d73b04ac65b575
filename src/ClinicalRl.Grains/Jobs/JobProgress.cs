namespace ClinicalRl.Grains.Jobs;

/// <summary>How far a job is.</summary>
/// <param name="Status">One of <see cref="JobStatuses"/>.</param>
/// <param name="Done">Pieces done.</param>
/// <param name="Total">Pieces there are.</param>
/// <param name="Result">What came out, as JSON; null until it is done.</param>
/// <param name="Failure">Why it failed, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.rescore.progress")]
public sealed record JobProgress(
    [property: Id(0)] string Status,
    [property: Id(1)] int Done,
    [property: Id(2)] int Total,
    [property: Id(3)] byte[]? Result,
    [property: Id(4)] string? Failure);

/// <summary>Where a job can stand.</summary>
public static class JobStatuses
{
    /// <summary>It goes on by itself.</summary>
    public const string Running = "running";

    /// <summary>Its result is kept.</summary>
    public const string Done = "done";

    /// <summary>The caller stopped it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It could not be done.</summary>
    public const string Failed = "failed";
}
