using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Reports.Reliability;

/// <summary>
/// The Reward Reliability Report: what clinicians' scores of a selection are worth, and what the automatic reward is worth beside them. A pure function of
/// the records, so that anybody who holds them can make it again, byte for byte.
/// </summary>
public static class ReliabilityReport
{
    /// <summary>What must be said before any number.</summary>
    public const string NotForCare = "Synthetic simulations. Not for the care of patients.";

    /// <summary>What must be said where evaluators are programs.</summary>
    public const string Simulated = "SIMULATED EVALUATORS: the scores in this report come from programs, not from clinicians. Its numbers show how the method works and nothing about any agent or person.";

    /// <summary>The report of all records of a ledger.</summary>
    /// <param name="ledger">The records.</param>
    /// <param name="resamples">Resamples of each bootstrap.</param>
    public static ReportDocument Of(EvidenceLedger ledger, int resamples = BootstrapPlan.ReportResamples)
    {
        var source = new ReportSource(ledger, CalibratedEvidence.Of(ledger), ReliabilityFigures.HashOf(ledger), resamples);
        ImmutableArray<ReportSection> body =
        [
            SelectionSection.Of(source),
            EvaluatorsSection.Of(source),
            AgreementSection.Of(source),
            ScoresSection.Of(source),
            ValiditySection.Of(source),
            SensitivitySection.Of(source),
            IntegritySection.Of(source),
        ];
        ImmutableArray<ReportSection> sections = [SummarySection.Of(source, body), .. body, MissingSection.Of(body), RecomputeSection.Of(source)];
        return new ReportDocument(source.Id, "Reward Reliability Report", NoticesOf(source.Evidence), sections);
    }

    private static ImmutableArray<string> NoticesOf(CalibratedEvidence evidence) => evidence.IsSimulated ? [Simulated, NotForCare] : [NotForCare];
}

/// <summary>What all sections are made from.</summary>
/// <param name="Ledger">The records.</param>
/// <param name="Evidence">What they say.</param>
/// <param name="RecordsHash">SHA-256 over the ids of the records, ordinal order, a line each.</param>
/// <param name="Resamples">Resamples of each bootstrap.</param>
internal sealed record ReportSource(EvidenceLedger Ledger, CalibratedEvidence Evidence, string RecordsHash, int Resamples)
{
    private const int IdDigits = 16;

    /// <summary>Named by its records.</summary>
    public string Id => $"reliability-{RecordsHash[..IdDigits]}";

    /// <summary>Scored episodes, by scenario in ordinal order: scenarios are independent, episodes of one are not.</summary>
    public IEnumerable<IGrouping<string, CalibratedEpisode>> Scenarios() => Evidence.Episodes
        .Where(episode => episode.Score.IsDefined).GroupBy(episode => episode.Selected.Scenario, StringComparer.Ordinal).OrderBy(scenario => scenario.Key, StringComparer.Ordinal);

    /// <summary>Text that seeds the bootstrap of a statistic.</summary>
    public string Seed(string statistic) => $"{Id}|{statistic}|{CalibratedEvidence.MethodVersion}";

    /// <summary>The bootstrap of a statistic.</summary>
    public BootstrapPlan Plan(string statistic) => BootstrapPlan.Named(Seed(statistic), Resamples);

    /// <summary>A table of single statistics: measure, value, interval, how it was made, and what it rests on.</summary>
    public static ReportTable Measures(string id, string caption, string unit, IEnumerable<(string What, Statistics.Statistic Statistic)> measures) => new(
        id, caption,
        [
            new("measure", "Measure", 3.2), new("estimate", "Value (95% interval)", 2.2), new("intervalMethod", "Interval", 1.5), new("count", unit, 0.8),
            new("flags", "Flags", 1.2),
        ],
        [.. measures.Select(measure => (ImmutableArray<ReportCell>)
        [
            measure.What, measure.Statistic,
            measure.Statistic.Interval.IsDefined ? Statistics.Intervals.Title(measure.Statistic.Interval.Value.Method) : "none", measure.Statistic.Count,
            string.Join(", ", measure.Statistic.Flags.Select(Statistics.StatisticCodes.Code)),
        ])]);
}
