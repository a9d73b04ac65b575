namespace ClinicalRl.Audit.Rescoring;

/// <summary>A recorded episode judged by another reward function; its agent did not run again.</summary>
public sealed record RescoredEpisode
{
    /// <summary>The episode's id; empty when the log cannot be read.</summary>
    public required string Episode { get; init; }

    /// <summary>What judged it when it was played, as <c>id@version</c>.</summary>
    public string Original { get; init; } = "";

    /// <summary>Steps played again.</summary>
    public int Steps { get; init; }

    /// <summary>Episode reward as recorded, 0 to 1.</summary>
    public double Before { get; init; }

    /// <summary>Episode reward under the other function, 0 to 1.</summary>
    public double After { get; init; }

    /// <summary>Why it could not be judged again, or null.</summary>
    public string? Obstacle { get; init; }
}
