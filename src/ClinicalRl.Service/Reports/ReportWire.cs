using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Service.Reports;

/// <summary>What a Reward Reliability Report is of. What is left out chooses nothing out.</summary>
public sealed record ReportBody
{
    /// <summary>Ids of assessments; when left out, all whose evaluators are people. Assessments whose evaluators are programs are reported on only when they are named.</summary>
    public IReadOnlyList<string>? Assessments { get; init; }

    /// <summary>Id of an environment.</summary>
    public string? Environment { get; init; }

    /// <summary>Only episodes with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only episodes whose log was sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z.</summary>
    public string? From { get; init; }

    /// <summary>Only episodes whose log was sealed before then.</summary>
    public string? To { get; init; }

    /// <summary>Only assessments of this function, as id@version.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Resamples of each bootstrap, 99 to 9,999; 9,999 when left out.</summary>
    public int? Resamples { get; init; }
}

/// <summary>Reports in the order of their numbers.</summary>
public sealed record ReportPageAnswer
{
    /// <summary>The reports.</summary>
    public required IReadOnlyList<ReportItem> Items { get; init; }

    /// <summary>Number to go on from, or null at the end.</summary>
    public required long? Next { get; init; }
}

/// <summary>A report that was made.</summary>
public sealed record ReportItem
{
    /// <summary>Its number among the tenant's.</summary>
    public required long Number { get; init; }

    /// <summary>Its id.</summary>
    public required string Report { get; init; }

    /// <summary>What was selected, in words.</summary>
    public required string Selection { get; init; }

    /// <summary>clinicians or simulated: whose scores it rests on.</summary>
    public required string Evaluators { get; init; }

    /// <summary>SHA-256 of its JSON.</summary>
    public required string Json { get; init; }

    /// <summary>When it was made.</summary>
    public required string Made { get; init; }

    internal static ReportItem Of(long number, ReportEntry entry) => new()
    {
        Number = number, Report = entry.Id, Selection = entry.Selection, Evaluators = entry.Evaluators, Json = entry.Json.ToString(), Made = RunLogTime.Write(entry.Time),
    };
}
