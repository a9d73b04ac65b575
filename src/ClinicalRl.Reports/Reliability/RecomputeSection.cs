using System.Globalization;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Reports.Documents;

namespace ClinicalRl.Reports.Reliability;

/// <summary>How anybody makes the report again.</summary>
internal static class RecomputeSection
{
    public static ReportSection Of(ReportSource source) => new("recompute", "How to recompute this report")
    {
        Text =
        [
            "The report is a pure function of its records. With the same records, in any order and any number of times, this command makes the same JSON (with a line end), page and sheets again, byte for byte:",
            string.Create(CultureInfo.InvariantCulture, $"clinicalrl report records.jsonl --resamples {source.Resamples} --html report.html --pdf report.pdf --json > report.json"),
            $"SHA-256 over the ids of the records in ordinal order, a line each: {source.RecordsHash}. The id of a record is the first 32 hexadecimal digits of the SHA-256 of its line.",
            string.Create(CultureInfo.InvariantCulture, $"Method version {CalibratedEvidence.MethodVersion}. Every bootstrap draws {source.Resamples} resamples from SplitMix64, seeded by the first 8 bytes of the SHA-256 of a text such as {source.Seed("gap")}; signs of single evaluators draw 1999."),
        ],
    };
}
