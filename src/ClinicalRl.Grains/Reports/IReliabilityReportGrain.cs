using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Reports;

/// <summary>One Reward Reliability Report, made by a job; keyed <c>tenant/report</c>.</summary>
[Alias("clinicalrl.reliability-report")]
public interface IReliabilityReportGrain : IGrainWithStringKey
{
    /// <summary>Begins, unless it has begun.</summary>
    [Alias("start")]
    ValueTask<JobProgress> StartAsync(StartReliabilityReport request);

    /// <summary>How far it is; null when there is no such report.</summary>
    [Alias("read")]
    ValueTask<JobProgress?> ReadAsync();

    /// <summary>Stops it; null when there is no such report.</summary>
    [Alias("cancel")]
    ValueTask<JobProgress?> CancelAsync();

    /// <summary>Its entry in the ledger of reports, signed, as a JWS; null until it is made.</summary>
    [Alias("signed")]
    ValueTask<string?> SignedAsync();
}

/// <summary>Report on these evaluated episodes.</summary>
/// <param name="Selection">Which.</param>
/// <param name="Resamples">Resamples of each bootstrap.</param>
/// <param name="Actor">Public id of the API key used.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reliability-report.start")]
public sealed record StartReliabilityReport([property: Id(0)] ReportSelection Selection, [property: Id(1)] int Resamples, [property: Id(2)] string Actor);

/// <summary>Where the files of reports are kept: named by what they hold, so that a report made again takes nothing's place.</summary>
public static class ReportBlobs
{
    /// <summary>Name of a file with this hash; <paramref name="ending"/> is such as <c>.json</c>.</summary>
    public static string NameOf(string tenant, Sha256Digest hash, string ending) => $"reports/{tenant}/{hash}{ending}";
}

/// <summary>Endings of a report's files.</summary>
public static class ReportFiles
{
    /// <summary>For programs.</summary>
    public const string Json = ".json";

    /// <summary>For people.</summary>
    public const string Html = ".html";

    /// <summary>For people, on sheets.</summary>
    public const string Pdf = ".pdf";

    /// <summary>The records that it can be made from again.</summary>
    public const string Evidence = ".jsonl";
}
