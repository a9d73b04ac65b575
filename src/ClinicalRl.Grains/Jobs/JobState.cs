namespace ClinicalRl.Grains.Jobs;

/// <summary>What is stored of a job. Each kind of job has its own type of it.</summary>
/// <typeparam name="TRequest">What was asked for.</typeparam>
[GenerateSerializer]
[Alias("clinicalrl.job.state`1")]
public abstract class JobState<TRequest>
    where TRequest : class
{
    /// <summary>What was asked for; null while it has not begun.</summary>
    [Id(0)]
    public TRequest? Request { get; set; }

    /// <summary>One of <see cref="JobStatuses"/>.</summary>
    [Id(1)]
    public string Status { get; set; } = "";

    /// <summary>Pieces done when it ended.</summary>
    [Id(2)]
    public int Done { get; set; }

    /// <summary>What came out, as JSON, or null.</summary>
    [Id(3)]
    public byte[]? Result { get; set; }

    /// <summary>Why it failed, or null.</summary>
    [Id(4)]
    public string? Failure { get; set; }
}
