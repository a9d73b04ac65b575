using System.Text;
using System.Text.Json;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Hazards;

namespace ClinicalRl.Grains.Coverage;

/// <summary>What is made of a count.</summary>
public enum CoverageReport
{
    /// <summary>The matrix of failure modes.</summary>
    Coverage,

    /// <summary>The hazard log.</summary>
    HazardLog,
}

/// <summary>A report in its three forms, each UTF-8.</summary>
/// <param name="Json">For programs.</param>
/// <param name="Csv">For spreadsheets.</param>
/// <param name="Html">For people.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.coverage.forms")]
public sealed record CoverageForms([property: Id(0)] byte[] Json, [property: Id(1)] byte[] Csv, [property: Id(2)] byte[] Html)
{
    internal static CoverageForms Of(CoverageReport report, CoverageMatrix matrix)
    {
        if (report == CoverageReport.Coverage)
            return new CoverageForms(Render(matrix), Encoding.UTF8.GetBytes(CoverageCsv.Render(matrix)), Encoding.UTF8.GetBytes(CoveragePage.Render(matrix)));
        var log = HazardLog.Of(matrix);
        return new CoverageForms(HazardJson.Render(log), Encoding.UTF8.GetBytes(HazardCsv.Render(log)), Encoding.UTF8.GetBytes(HazardPage.Render(log)));
    }

    private static byte[] Render(CoverageMatrix matrix)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            CoverageJson.WriteTo(writer, matrix);
        return buffer.ToArray();
    }
}
