using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>What became of one episode.</summary>
internal sealed record PlayedEpisode
{
    /// <summary>The episode reward, 0 to 1.</summary>
    public required double Reward { get; init; }

    /// <summary>The severity-weighted mean, 0 to 1.</summary>
    public required double SeverityWeighted { get; init; }

    public required int Steps { get; init; }

    /// <summary>Verdicts by category.</summary>
    public required CategoryCounts Categories { get; init; }
}

/// <summary>How many verdicts each category received, and how many of them were not met.</summary>
internal sealed class CategoryCounts
{
    private readonly int[] judged = new int[SafetyCategories.All.Count + 1];
    private readonly int[] failed = new int[SafetyCategories.All.Count + 1];

    public int Judged(SafetyCategory category) => judged[(int)category];

    public int NotMet(SafetyCategory category) => failed[(int)category];

    public void Add(SafetyCategory category, bool notMet)
    {
        judged[(int)category]++;
        if (notMet)
            failed[(int)category]++;
    }

    public void Add(CategoryCounts other)
    {
        for (var i = 0; i < judged.Length; i++)
        {
            judged[i] += other.judged[i];
            failed[i] += other.failed[i];
        }
    }
}
