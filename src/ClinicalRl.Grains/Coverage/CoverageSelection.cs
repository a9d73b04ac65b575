using System.Globalization;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Reports.Coverage;

namespace ClinicalRl.Grains.Coverage;

/// <summary>Which sealed logs of a tenant a report counts. What is null or empty chooses nothing out.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.coverage.selection")]
public sealed record CoverageSelection
{
    /// <summary>Only this environment id.</summary>
    [Id(0)]
    public string? Environment { get; init; }

    /// <summary>Only episodes with all of these labels, as <c>key=value</c>.</summary>
    [Id(1)]
    public string[] Labels { get; init; } = [];

    /// <summary>Only logs sealed then or later.</summary>
    [Id(2)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Only logs sealed before then.</summary>
    [Id(3)]
    public DateTimeOffset? To { get; init; }

    /// <summary>Only episodes judged by this function, as <c>id@version</c>.</summary>
    [Id(4)]
    public string? RewardFunction { get; init; }

    /// <summary>Share of scenarios that may fail, above 0 and below 1.</summary>
    [Id(5)]
    public double ToleratedRate { get; init; } = CoverageMatrix.DefaultToleratedRate;

    /// <summary>Whether a log sealed at this time can be among them.</summary>
    public bool Holds(DateTimeOffset time) => !(time < From) && !(time >= To);

    /// <summary>The choice in words, of a ledger of so many entries.</summary>
    public string Describe(long treeSize)
    {
        var parts = Parts();
        var chosen = parts.Count == 0 ? "every sealed log" : "sealed logs with " + string.Join(", ", parts);
        return string.Create(CultureInfo.InvariantCulture, $"{chosen}, among the first {treeSize} entries of the ledger");
    }

    /// <summary>What is chosen by, in words and always in the same order; empty when nothing is chosen out.</summary>
    internal List<string> Parts()
    {
        var parts = new List<string>();
        if (Environment is not null)
            parts.Add("environment " + Environment);
        parts.AddRange(Labels.Select(label => "label " + label));
        if (From is { } from)
            parts.Add("sealed from " + Time(from));
        if (To is { } to)
            parts.Add("sealed before " + Time(to));
        if (RewardFunction is not null)
            parts.Add("judged by " + RewardFunction);
        return parts;
    }

    /// <summary>Whether the index row can be looked at before the log is, to spare reading it.</summary>
    internal bool AsksTheIndex => Environment is not null || Labels.Length > 0;

    internal bool Holds(EpisodeRow row) =>
        (Environment is null || row.Opening.Environment == Environment) && Labels.All(label => row.Opening.Labels.Any(own => $"{own.Key}={own.Value}" == label));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
